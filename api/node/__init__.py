"""Node types, connections, filters, orders and groups of the schema, made of the declarations."""
