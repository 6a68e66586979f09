"""Imports as the graph keeps them: the batch of a file, and parts of a thousand of its rows.

Must not know kinds of sheets or what becomes of a row; must not be asked without a scope.
"""
