"""Regions in the API."""
