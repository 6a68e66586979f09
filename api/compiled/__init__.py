"""Whole operations, compiled: documents into selections, plans kept, no work field by field.

What can't be compiled (computed types, changes, introspection) goes to ordinary execution, field by
field, within the same scope.
"""
