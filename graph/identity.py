"""Ids made of natural keys, so that a demo, an import and a repeat name the same node alike."""

from __future__ import annotations

# Where a list leaves the municipality empty, its schools stand here instead of being lost.
UNKNOWN_MUNICIPALITY = "не указан"


def municipality_id(region: str, name: str) -> str:
    """A municipality by its region's ISO code and its name as published."""
    return f"{region}:{name}"


def school_id(region: str, register_id: str) -> str:
    """A school (a row of a register of schools) by the register's own number, kept as text."""
    return f"{region}:school:{register_id}"
