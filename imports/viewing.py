"""Imports as people look at them: in sight only, and children named only with a consent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import LiteralString

from graph.session import Reader, Row
from imports.batch import Fate, RowView, Summary
from imports.kept import batches
from imports.kept.batches import Batch
from imports.kept.packing import unpacked
from imports.planning import Plan
from imports.plans import changes_of, restored
from imports.receiving import columns_of, problems_of
from imports.typed import shown
from queries.rules.terms import day_in
from queries.scope import CONSENTED, PREDICATES, Actor, Rule

CHILDREN: LiteralString = (
    """
MATCH (n:Student) WHERE n.id IN $ids AND """
    + PREDICATES[Rule.REGION]
    + """
OPTIONAL MATCH (n)-[at:STUDIES_AT]->(s:School) WHERE at.to IS NULL
WITH n, min(coalesce(s.short_name, s.name)) AS school
WHERE """
    + CONSENTED
    + """
RETURN n.id AS id, n.family_name + ' ' + n.given_name + coalesce(' ' + n.patronymic, '') AS name,
  n.birth_date AS born, school
"""
)

ADULTS: LiteralString = (
    """
MATCH (n:Person) WHERE n.id IN $ids AND """
    + PREDICATES[Rule.PERSON]
    + """
RETURN n.id AS id, n.family_name + ' ' + n.given_name + coalesce(' ' + n.patronymic, '') AS name,
  null AS born, null AS school
"""
)

UNNAMED = "имя скрыто: нет действующего согласия"


async def summary(reader: Reader, actor: Actor, batch: str) -> Summary:
    """One import as a whole; NoImportError for one out of sight."""
    return summed(await batches.find(reader, actor, batch))


async def summaries(
    reader: Reader, actor: Actor, region: str = "", limit: int = 50
) -> list[Summary]:
    """The imports in sight, the latest first."""
    return [summed(one) for one in await batches.listed(reader, actor, region, limit)]


async def rows(
    reader: Reader,
    actor: Actor,
    batch: str,
    now: datetime,
    *,
    fates: Sequence[Fate] = (),
    after: int = 0,
    first: int = 100,
) -> list[RowView]:
    """Rows of these fates (of all, if none is named) with numbers above `after`, in order.

    [] once the import's rows are no longer kept.
    """
    known = await batches.find(reader, actor, batch)
    found: list[tuple[Plan, list[object]]] = []
    parts = await batches.parts(reader, actor, batch)
    for part in parts[await _begin(reader, actor, batch, parts, after) :]:
        counts = batches.json(part["counts"])
        if part["counts"] is None or (fates and not any(counts.get(f.value) for f in fates)):
            continue
        kept = await batches.part(reader, actor, batch, part["number"])
        if kept is None:
            break
        found += [one for one in _planned(kept, after) if not fates or one[0].fate in fates]
        if len(found) >= first:
            break
    named = await _names(reader, actor, known, [plan for plan, _ in found[:first]], now)
    return [_view(plan, cells, named) for plan, cells in found[:first]]


async def _begin(reader: Reader, actor: Actor, batch: str, parts: Sequence[Row], after: int) -> int:
    """The place of the part that holds what follows row `after`; parts hold rows in order."""
    low, high = 0, len(parts) if after else 0
    while high - low > 1:
        middle = (low + high) // 2
        kept = await batches.part(reader, actor, batch, parts[middle]["number"])
        if kept is None or unpacked(kept["cells"])[0][0] > after:
            high = middle
        else:
            low = middle
    return low


async def rows_of_part(
    reader: Reader,
    actor: Actor,
    batch: str,
    part: int,
    now: datetime,
    *,
    fates: Sequence[Fate] = (),
) -> list[RowView]:
    """The same of one part of the import, by the part's number: to go through all of them."""
    known = await batches.find(reader, actor, batch)
    kept = await batches.part(reader, actor, batch, part)
    if kept is None:
        return []
    found = [one for one in _planned(kept, 0) if not fates or one[0].fate in fates]
    named = await _names(reader, actor, known, [plan for plan, _ in found], now)
    return [_view(plan, cells, named) for plan, cells in found]


def summed(known: Batch) -> Summary:
    """What the graph keeps of an import, for people."""
    counts = {Fate(name): count for name, count in (known.json("counts") or {}).items()}
    fields = known.fields
    return Summary(
        id=known.id,
        region=known.region,
        kind=known.kind,
        file=str(fields.get("file") or ""),
        sheet=str(fields.get("sheet") or ""),
        state=known.state,
        columns=columns_of(known),
        header_row=known.number("header_row"),
        counts=counts,
        problems=problems_of(known),
        total=known.number("rows"),
        planned=known.number("planned"),
        written=known.number("written"),
        digest=str(fields.get("digest") or ""),
        read_at=fields.get("read_at"),
        loaded_at=fields.get("loaded_at"),
    )


def _planned(kept: dict[str, str | None], after: int) -> Iterator[tuple[Plan, list[object]]]:
    if kept["plan"] is None or kept["cells"] is None:
        return
    cells: dict[int, list[object]] = {row[0]: row[1] for row in unpacked(kept["cells"])}
    for plan in restored(unpacked(kept["plan"])):
        if plan.number > after:
            yield plan, cells.get(plan.number, [])


async def _names(
    reader: Reader, actor: Actor, known: Batch, plans: Sequence[Plan], now: datetime
) -> dict[str, str]:
    ids = sorted({one.id for plan in plans for one in plan.candidates if one.id})
    if not ids:
        return {}
    day = await day_in(reader, known.region, now)
    asked = actor.parameters(ids=ids, now=now, consent_day=day)
    found = [*await reader.rows(CHILDREN, asked), *await reader.rows(ADULTS, asked)]
    return {row["id"]: _named(row["name"], row["born"], row["school"]) for row in found}


def _named(name: str, born: datetime | None, school: str | None) -> str:
    return ", ".join(filter(None, (name, f"{born:%d.%m.%Y}" if born else "", school or "")))


def _view(plan: Plan, cells: Sequence[object], named: dict[str, str]) -> RowView:
    candidates = tuple(
        replace(one, name=one.name or named.get(one.id, UNNAMED)) for one in plan.candidates
    )
    return RowView(
        plan.number,
        plan.fate,
        tuple(shown(cell) for cell in cells),  # type: ignore[arg-type] # as they were kept
        tuple(plan.problems),
        changes_of(plan),
        candidates,
        plan.decision,
        plan.why,
    )
