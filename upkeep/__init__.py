"""What an operator runs on an archive that is there: rebuild, verify, check, coverage."""
