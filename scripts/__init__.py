"""Chores of a developer."""
