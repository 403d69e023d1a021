"""The chain from the council's strategy to the action plans, and its progress."""
