"""Demo content: a municipality in the middle of its work, written by hand and put in through the services."""
