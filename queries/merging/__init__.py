"""Two records of one person made one, and two again: exactly as they were.

Who may and what is audited is told by queries.changes.c_merge; whether two records are one person
is for a person to say.
"""
