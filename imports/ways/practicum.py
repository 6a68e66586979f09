"""Practicums, by venue, title and day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Final, LiteralString

from imports import keys
from imports.draft import Find
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Practicum {region: $region})
  USING INDEX SEEK n:Practicum(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Practicum {id: id})
  USING INDEX SEEK n:Practicum(id)
  WHERE n.region = $region
  RETURN n
}
MATCH (n)-[:HELD_AT]->(v:Venue)
RETURN n.id, n.title, n.on_day, v.id, n.starts_at, n.id AS own
"""


def _id(*parts: object) -> keys.Key:
    return keys.all_of(parts[4])


def _at_venue(title: str | None, day: date | None, venue: object, *_: object) -> keys.Key:
    return keys.all_of(keys.title(title), day, venue)


def _timed(
    title: str | None, day: date | None, venue: object, starts_at: datetime | None, _: object
) -> keys.Key:
    return keys.all_of(keys.title(title), day, venue, starts_at)


def _untimed(
    title: str | None, day: date | None, venue: object, starts_at: datetime | None, _: object
) -> keys.Key:
    """Only of a practicum whose hour is not known."""
    return None if starts_at else keys.all_of(keys.title(title), day, venue)


def _undated(title: str | None, day: date | None, venue: object, *_: object) -> keys.Key:
    """Only of a practicum whose day is not known."""
    return None if day else keys.all_of(keys.title(title), venue)


def _on_day(title: str | None, day: date | None, *_: object) -> keys.Key:
    return keys.all_of(keys.title(title), day)


BY_ID: Final = Way("practicum.id", "Practicum", CYPHER, _id)
AT_VENUE: Final = Way("practicum.at_venue", "Practicum", CYPHER, _at_venue)
TIMED: Final = Way("practicum.timed", "Practicum", CYPHER, _timed)
UNTIMED: Final = Way("practicum.untimed", "Practicum", CYPHER, _untimed)
UNDATED: Final = Way("practicum.undated", "Practicum", CYPHER, _undated)
ON_DAY: Final = Way("practicum.on_day", "Practicum", CYPHER, _on_day)


def finds(
    column: str,
    title: str | None,
    day: date | None,
    venue: object = None,
    starts_at: datetime | None = None,
    id_: str | None = None,
) -> tuple[Find, ...]:
    """How to find a practicum: the more is said, the more must agree; `venue` a Find or a Draft."""
    parts = (title, day, venue, starts_at, id_)
    more: tuple[Find, ...] = ()
    if venue is not None and starts_at is not None:
        way = TIMED
        found = UNTIMED.find(column, title, day, venue, None, None)
        more = tuple(replace(find, ours=False) for find in found)
    elif venue is not None and day is None:
        way = UNDATED
    else:
        way = ON_DAY if venue is None else AT_VENUE
    return (*BY_ID.find(column, *parts), *way.find(column, *parts), *more)
