"""Staff: who they are, what they may do in which committee, and how they sign in."""
