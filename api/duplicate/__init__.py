"""Records that may be of one person, and what became of those that were merged."""
