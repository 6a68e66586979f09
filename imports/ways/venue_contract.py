"""Contracts with venues, by the venue with the campaign and by the number."""

from __future__ import annotations

from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:VenueContract {region: $region})
  USING INDEX SEEK n:VenueContract(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:VenueContract {id: id})
  USING INDEX SEEK n:VenueContract(id)
  WHERE n.region = $region
  RETURN n
}
MATCH (n)-[:WITH_VENUE]->(v:Venue), (n)-[:FOR_CAMPAIGN]->(c:Campaign)
RETURN n.id, v.id, c.id, n.number
"""


def _of_campaign(venue: object, campaign: object, _: str | None) -> keys.Key:
    return keys.all_of(venue, campaign)


def _number(venue: object, _: object, number: str | None) -> keys.Key:
    return keys.all_of(venue, keys.number(number))


OF_CAMPAIGN: Final = Way("venue_contract.of_campaign", "VenueContract", CYPHER, _of_campaign)
NUMBER: Final = Way("venue_contract.number", "VenueContract", CYPHER, _number)
