"""The edge that people and programs see: GraphQL, sign-in, pages.

Errors become statuses here and only here; nothing here writes Cypher.
"""
