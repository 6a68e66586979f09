"""What is hit if something slips: practicums, children, recommendations, reports, open gaps."""
