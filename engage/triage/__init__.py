"""Everything somebody said, and everything staff do with it, until the sender has an answer."""
