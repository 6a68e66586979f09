"""A region in numbers: gaps, schools, municipalities, how far its children have come."""
