"""Search: tokens, queries, results, highlights."""
