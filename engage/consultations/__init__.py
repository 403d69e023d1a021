"""Consultations: why people are asked, about what, when, and what happens with their words."""
