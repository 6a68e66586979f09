"""How one cell becomes a typed value: pure readers, one file a kind of value.

A reader gets a cell that is not `blank` and raises CellError without the value in it. Nothing here
knows of columns, sheets or the graph.
"""
