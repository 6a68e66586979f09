"""Who may ask for what: a table of every field of the schema, by role, of own and foreign records.

The table is data beside this file. A field without a row can't be served: the application doesn't
start. Which records are a viewer's own is decided by queries.scope, not here.
"""
