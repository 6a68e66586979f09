"""Gaps in the API."""
