"""What every feature stands on: database, jobs, tokens, security, time. Knows no feature."""
