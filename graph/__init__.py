"""The graph: what is in it and how it gets there. Imports nothing from the other rooms."""
