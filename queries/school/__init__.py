"""Schools as a viewer sees them: of a region, one school, pages for the API."""
