"""Alerts as they are raised, for those who wait for them."""
