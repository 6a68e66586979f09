"""What a viewer who was away has missed."""

from __future__ import annotations

from typing import LiteralString

from graph.errors import InputError
from graph.session import Reader
from queries.alert.news import LATE, Raised
from queries.scope import Actor

PLACE: LiteralString = """
MATCH (a:Alert {id: $id})
WHERE ($scope_all OR a.region IN $scope_regions)
RETURN a.raised_at AS raised_at
"""

SINCE: LiteralString = """
MATCH (a:Alert)
WHERE a.raised_at >= $since AND ($scope_all OR a.region IN $scope_regions)
  AND ($region = '' OR a.region = $region) AND a.id <> $id
RETURN a.id AS id, a.region AS region, a.raised_at.epochMillis AS at
ORDER BY at, id LIMIT $limit
"""


class UnknownAlertError(InputError):
    """No such alert, or none that this viewer may see."""

    code = "BAD_CURSOR"

    def __init__(self) -> None:
        super().__init__("Оповещения after нет: укажите id последнего из полученных.")


async def missed(reader: Reader, actor: Actor, after: str, region: str, limit: int) -> list[Raised]:
    """At most `limit` alerts in scope since the alert `after`, by moment and id.

    Also those of the hour before: they may have been written later. UnknownAlertError.
    """
    rows = await reader.rows(PLACE, actor.parameters(id=after))
    if not rows:
        raise UnknownAlertError
    since = rows[0]["raised_at"] - LATE
    asked = actor.parameters(id=after, since=since, region=region, limit=limit)
    return [Raised(row["id"], row["region"], row["at"]) for row in await reader.rows(SINCE, asked)]
