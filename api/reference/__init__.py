"""docs/api.md for people who write programs: made of limits, codes, examples and words.

Text out, nothing in: nothing here reads a graph or serves a request.
"""
