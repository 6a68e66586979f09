"""What is wrong with practicums, as of now."""
