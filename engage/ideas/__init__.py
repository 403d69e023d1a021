"""Ideas and community initiatives that citizens send by themselves."""
