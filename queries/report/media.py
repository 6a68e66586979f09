"""Photo and video of the events that report 12 tells of, and which of them may be given.

What may not be given is listed with the reason and never opened. Source: clauses 5.4.7, 6.2.12.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, LiteralString

from graph.session import Reader, Row
from queries.measures.p_practicums import HELD_IN_PERIOD
from queries.media.reads import Stored, shown
from queries.report.building import frame_of
from queries.report.making import Wanted
from queries.report.table import Place
from queries.scope import Actor

FORM: Final = 12
_NOT_SHOWN: Final = "не выдаётся: на нём ребёнок, которого нельзя снимать по согласию (п. 5.4.7)"
_REMOVED: Final = "убран координатором"
_ELSEWHERE: Final = "хранится не в этой системе"

# The events are those of the report: see f12_events.
FILES: LiteralString = (
    """
MATCH (m:MediaFile)-[:SHOWS]->(p:Practicum {region: $region})
WHERE ($scope_all OR m.region IN $scope_regions) AND m.region = p.region
  AND """
    + HELD_IN_PERIOD
    + """
  AND m.uploaded_at <= $as_of AND coalesce(m.removed_at > $as_of, true)
RETURN m.id AS id, m.region AS region, m.sha256 AS sha256, m.size_bytes AS size,
  m.content_type AS content_type, m.uploaded_at AS uploaded_at, $zone AS zone,
  EXISTS { (m)-[:DEPICTS]->() } AS shows_children,
  p.title AS event, p.on_day AS on_day, m.removed_at <= $moment AS removed
ORDER BY on_day, event, p.id, m.kind, id
"""
)


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file of an event; `withheld` is why it may not be given, "" if it may."""

    id: str
    region: str
    sha256: str
    size: int
    content_type: str
    event: str
    on_day: date | None
    shows_children: bool
    withheld: str


async def files(
    reader: Reader, actor: Actor, wanted: Wanted, place: Place, moment: datetime
) -> list[ReportFile]:
    """The files of the report's events in its order; whether they may be given is as of `moment`.

    InputError as build_report.
    """
    frame = await frame_of(reader, wanted.asked(place))
    asked: dict[str, Any] = actor.parameters(**frame.parameters, moment=moment)
    rows = await reader.rows(FILES, asked)
    kept = [_stored(row) for row in rows if row["sha256"] is not None and not row["removed"]]
    may = await shown(reader, actor, kept, moment)
    return [_file(row, may) for row in rows]


def _stored(row: Row) -> Stored:
    return Stored(**{name: row[name] for name in Stored.__dataclass_fields__})


def _file(row: Row, may: set[str]) -> ReportFile:
    withheld = "" if row["id"] in may else _NOT_SHOWN
    if row["sha256"] is None:
        withheld = _ELSEWHERE
    if row["removed"]:
        withheld = _REMOVED
    return ReportFile(
        id=row["id"],
        region=row["region"],
        sha256=row["sha256"] or "",
        size=row["size"] or 0,
        content_type=row["content_type"] or "",
        event=row["event"] or "",
        on_day=row["on_day"],
        shows_children=row["shows_children"],
        withheld=withheld,
    )
