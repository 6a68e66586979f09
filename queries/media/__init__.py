"""Photo and video of practicums: who uploaded what, whom it shows, whether it may be seen."""
