"""The counted things, each declared once: its number and the list behind it are one pattern.

Says what is counted, never how a report lays it out; compiles text, asks nothing itself.
"""
