"""Instants that a client gives."""

from __future__ import annotations

from datetime import UTC, datetime

from graph.errors import InputError


def instant(given: datetime) -> datetime:
    """The instant in UTC; InputError for a time without an offset."""
    if given.tzinfo is None:
        raise InputError("У момента нет смещения. Допишите его: 2019-11-01T12:00:00+03:00.")
    return given.astimezone(UTC)
