"""What came in, counted and sorted, each sentence with its inputs."""
