"""Outgoing messages: one row per recipient, sent by the worker, each exactly once."""
