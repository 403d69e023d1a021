"""What the platform costs, measured against floors that are measured in the same run."""
