"""Imports for programs and pages: a file in over HTTP, its preview and decisions over GraphQL.

What a row becomes is decided in `imports`; here it is only asked for and told.
"""
