"""Schools in the API."""
