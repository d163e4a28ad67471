"""Merge other archives into one: their files, then their rows."""
