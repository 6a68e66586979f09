"""Who was given a report as a file. Source: clause 7.1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from graph.session import Writer
from queries.audit.writing import OF_ALL, record
from queries.report.table import COUNTRY
from queries.scope import Actor

ACTION = "give_report"


@dataclass(frozen=True, slots=True)
class Given:
    """What was given: the report of a place (a region's id, or COUNTRY), its format and moment."""

    form: int
    place: str
    format: str
    as_of: datetime
    public: bool


async def note_given(writer: Writer, actor: Actor, given: Given, at: datetime) -> None:
    """Remember that somebody got a report, in the journal of its region or of all."""
    chain = OF_ALL if given.place == COUNTRY else given.place
    what = {
        "form": given.form,
        "format": given.format,
        "as_of": given.as_of.astimezone(UTC).isoformat(),
        "public": given.public,
    }
    await record(writer, actor.account, at, ACTION, "Region", given.place, chain, {}, what)
