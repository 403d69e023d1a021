"""Danish (and English) text as pure functions: no database, no Flask, nothing of any feature."""
