"""Citizen engagement and surveys: from a citizen's sentence to a line in a plan and back."""
