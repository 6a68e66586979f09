"""Consents as the school and the platform each tell of them."""
