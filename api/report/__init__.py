"""The twelve reports: numbers that open, versions, differences, who is in time."""
