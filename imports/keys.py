"""Comparable keys of names, of people and of things: what makes two spellings one.

Pure; used by the ways, for what a sheet says and for what the graph has alike.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from imports.name import normalised, title_key

Key = tuple[Hashable, ...] | None
"""What a way compares; None if its parts tell nothing."""


def title(said: str | None) -> Key:
    """A title alone."""
    return (title_key(said),) if said else None


def full_name(family: str | None, given: str | None, patronymic: str | None) -> Key:
    """Three names, the last perhaps absent."""
    if not family or not given:
        return None
    return (normalised(family), normalised(given), normalised(patronymic or ""))


def short_name(family: str | None, given: str | None) -> Key:
    """Family name and given name."""
    return (normalised(family), normalised(given)) if family and given else None


def number(said: str | None) -> Key:
    """The number of a document, whatever its spaces."""
    return (normalised(said).replace(" ", ""),) if said else None


def all_of(*parts: Hashable | Key | date) -> Key:
    """All these parts together; None if any is missing."""
    if any(part is None or part == "" for part in parts):
        return None
    return parts
