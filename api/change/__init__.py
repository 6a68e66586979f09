"""Changes and the history of records, made of the declarations in queries.changes."""
