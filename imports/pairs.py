"""Records of a region that may be of one person: each pair once, the likeliest first.

Reads and compares; what is to be done with a pair a person says (queries.changes.c_merge).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from graph.session import Graph, Reader
from imports.compared import CHILD, Compared
from queries.changes.consenting import consented_among
from queries.merging.reads import different, people
from queries.rules.terms import day_in
from queries.scope import Actor

COMPARED: Final = Compared()
"""One for the whole process."""


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
    graph: Graph,
    actor: Actor,
    region: str,
    label: str,
    now: datetime,
    compared: Compared = COMPARED,
) -> list[Pair]:
    """The pairs of a label (Student, Person, Mentor) in a region, in a total order.

    Those that were said to be different people are left out; a region out of scope has none.
    `compared` remembers from page to page what comparing the same people came to.
    """
    rows = await graph.read(lambda reader: people(reader, actor, region, label, now))
    found = await compared.alike(label, rows)
    ids = sorted({*(one for one, _ in found), *(twin.id for _, twin in found)})
    said = await graph.read(lambda reader: different(reader, ids))
    shown = await graph.read(lambda reader: _shown(reader, label, ids, region, now))
    of = {row[0]: Suspect(row[0], _name(row) if row[0] in shown else None) for row in rows}
    pairs = [
        Pair(of[one], of[twin.id], twin.score, twin.evidence)
        for one, twin in found
        if frozenset((one, twin.id)) not in said
    ]
    return sorted(pairs, key=lambda pair: pair.order)


async def _shown(
    reader: Reader, label: str, ids: list[str], region: str, now: datetime
) -> frozenset[str]:
    """Who of these may be named: of children those with a consent in force."""
    if label != CHILD or not ids:
        return frozenset(ids)
    day = await day_in(reader, region, now)
    return await consented_among(reader, ids, region, now, day)


def _name(row: Sequence[Any]) -> str:
    return " ".join(filter(None, row[1:4]))
