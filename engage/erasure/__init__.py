"""A citizen's right to be forgotten, across all features: an address everywhere, or a submission with its words."""
