"""The tests, and the throw-away servers and factories that they share."""
