"""Spreadsheets become typed rows: one declaration a sheet kind, one small engine for all of them.

Reading is the first of two steps (check, then confirm): this room writes nothing here, merges
nothing, and changes no value. What is wrong with a file is told with its row, column and remedy.
"""
