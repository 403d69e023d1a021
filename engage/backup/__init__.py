"""A copy of everything: written while the platform is in use, and made into a running platform again.

A copy is a folder: `tables/NAME.jsonl.gz` with a row per line, `files/` with the documents, `settings.env` without
secrets, and `manifest.json` that says what must be there. It fits both databases, so it also moves one to the other.
"""
