"""The command line: what a person types. Heavy things are imported inside the commands that use
them, so that `orientir --help` answers at once.
"""
