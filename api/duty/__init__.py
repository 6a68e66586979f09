"""What the coordinator owes, as the API tells it."""
