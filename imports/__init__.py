"""Sheets become records: read safely, compared with the network, decided by a person, written.

Nothing of the network changes before somebody confirms what they saw; nothing is merged by itself,
and nothing outside the region of an import is looked at. What is wrong with a file is told with its
row, column and remedy. The room serves no requests and keeps no clock: who asks, brings both.
"""
