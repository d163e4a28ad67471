"""archive.db: its schema, and all SQL that writes to it."""
