"""Citations of articles, and what the heads of their pages say to programs."""
