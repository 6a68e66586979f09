"""`make bench`: four questions to the same graph, asked four ways, side by side in one run.

Not part of what is installed. The plain driver with statements written by hand is what the
compiler is measured against; per-field Strawberry and @neo4j/graphql are what it replaces.
"""
