"""GraphiQL: a page to try questions on, from our own files only, shown where exploring is on."""
