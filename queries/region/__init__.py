"""Regions as a viewer sees them: the list with its numbers, one region."""
