"""What is hit if something slips."""
