"""Records of a region that may be of one person: each pair once, the likeliest first.

Reads and compares; what is to be done with a pair a person says (queries.changes.c_merge).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from anyio import to_thread

from graph.session import Graph, Row
from imports.adult_twins import AdultTwins, KnownAdult
from imports.twins import Known, Twin, Twins
from queries.merging.reads import different, people
from queries.scope import Actor


@dataclass(frozen=True, slots=True)
class Suspect:
    """A record of a pair; `name` is None for a child that may not be named."""

    id: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be of one person, by id; `score` is 1..100, `evidence` says why."""

    one: Suspect
    other: Suspect
    score: int
    evidence: str

    @property
    def order(self) -> tuple[int, str, str]:
        return (-self.score, self.one.id, self.other.id)


async def possible_pairs(
    graph: Graph, actor: Actor, region: str, label: str, now: datetime
) -> list[Pair]:
    """The pairs of a label (Student, Person, Mentor) in a region, in a total order.

    Those that were said to be different people are left out; a region out of scope has none.
    """
    rows = await graph.read(lambda reader: people(reader, actor, region, label, now))
    # Seconds of pure computing for a large region: others are served meanwhile.
    found = await to_thread.run_sync(_alike, label, rows)
    ids = [one for one, _ in found]
    said = await graph.read(lambda reader: different(reader, sorted({*ids, *_others(found)})))
    named = {row["id"]: _suspect(row) for row in rows}
    pairs = [
        Pair(named[one], named[twin.id], twin.score, twin.evidence)
        for one, twin in found
        if frozenset((one, twin.id)) not in said
    ]
    return sorted(pairs, key=lambda pair: pair.order)


def _alike(label: str, rows: Sequence[Row]) -> list[tuple[str, Twin]]:
    return list(_children(rows) if label == "Student" else _adults(rows))


def _children(rows: Sequence[Row]) -> Iterator[tuple[str, Twin]]:
    known = [
        Known(
            row["id"],
            row["family_name"],
            row["given_name"],
            row["patronymic"],
            row["birth_date"],
            row["school"],
        )
        for row in rows
    ]
    return Twins(known).pairs()


def _adults(rows: Sequence[Row]) -> Iterator[tuple[str, Twin]]:
    known = [KnownAdult(**(row | {"places": frozenset(row["places"])})) for row in rows]
    return AdultTwins(known).pairs()


def _others(found: Sequence[tuple[str, Twin]]) -> list[str]:
    return [twin.id for _, twin in found]


def _suspect(row: Row) -> Suspect:
    names = (row["family_name"], row["given_name"], row["patronymic"])
    named = bool(row.get("consented", True))
    return Suspect(row["id"], " ".join(filter(None, names)) if named else None)
