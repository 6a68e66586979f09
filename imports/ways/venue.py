"""Venues, by name and by name with address."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, LiteralString

from imports import keys
from imports.draft import Find
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Venue {region: $region})
  USING INDEX SEEK n:Venue(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Venue {id: id})
  USING INDEX SEEK n:Venue(id)
  WHERE n.region = $region
  RETURN n
}
OPTIONAL MATCH (n)-[:LOCATED_IN]->(m:Municipality)
RETURN n.id, n.name, n.address, n.id AS own, m.id
"""


def _id(_: str | None, _address: str | None, id_: str | None, *_rest: object) -> keys.Key:
    return keys.all_of(id_)


def _name(name: str | None, *_: object) -> keys.Key:
    return keys.title(name)


def _at_address(name: str | None, address: str | None, *_: object) -> keys.Key:
    return keys.all_of(keys.title(name), keys.title(address))


def _name_in(
    name: str | None, _: str | None, _id: str | None, municipality: object = None
) -> keys.Key:
    return keys.all_of(keys.title(name), municipality)


BY_ID: Final = Way("venue.id", "Venue", CYPHER, _id)
NAME: Final = Way("venue.name", "Venue", CYPHER, _name)
NAME_IN: Final = Way("venue.name_in", "Venue", CYPHER, _name_in)
AT_ADDRESS: Final = Way("venue.at_address", "Venue", CYPHER, _at_address)


def finds(
    column: str, name: str | None, address: str | None = None, id_: str | None = None
) -> tuple[Find, ...]:
    """How to find a venue: with its address if that is said, or by its name alone."""
    parts = (name, address, id_)
    way = AT_ADDRESS if address else NAME
    return (*BY_ID.find(column, *parts), *way.find(column, *parts))


def listed(column: str, name: str, address: str | None, municipality: object) -> tuple[Find, ...]:
    """How to find a venue that may be new; `municipality` is a Find or a Draft.

    One known there by name with another address is the same; two of one file are not.
    """
    parts = (name, address, None, municipality)
    by_name = NAME_IN.find(column, *parts)
    if not address:
        return by_name
    by_address = AT_ADDRESS.find(column, *parts)
    return (*by_address, *(replace(find, ours=False) for find in by_name))
