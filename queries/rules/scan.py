"""The scan: what is missing in a region at a moment, stored as gaps with their history.

Idempotent: a gap's id is made of region, campaign, rule, case and unit, and is unique in the graph;
the region is locked while its gaps change, so two scans at once leave one gap and one history.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from graph.errors import InputError
from graph.model.gap import GapState
from graph.session import Graph, Reader, Writer
from graph.writing import write_nodes
from queries.rules.catalogue import CATALOGUE
from queries.rules.changes import Changes, Known, changes
from queries.rules.compiling import linking
from queries.rules.finding import Chosen, chosen_rules, find
from queries.rules.found import Found
from queries.rules.terms import day_in
from queries.rules.weighing import weigh

REGIONS = "MATCH (r:Region) RETURN r.id AS id ORDER BY id"

# Writing to the region's node locks it until the transaction ends: scans of one region take turns.
LOCK = """
MATCH (r:Region {id: $region}) SET r.name = r.name
WITH r OPTIONAL MATCH (s:Scan {region: $region})
RETURN max(s.as_of) AS last
"""

KNOWN = """
MATCH (g:Gap {region: $region}) WHERE g.rule IN $rules
RETURN g.id AS id, g.state AS state, g.count AS count, g.opened_at AS opened_at,
  g.seen_at AS seen_at, coalesce(g.overdue, false) AS overdue, g.due_on AS due_on,
  g.known_from AS known_from, g.period_from AS period_from, g.rule + '.' + g.case AS case
"""

# Both are written anew by every scan.
FORGET = """
MATCH (g:Gap {region: $region})-[old:ANSWERED_BY|CAUSED_BY]->()
WHERE g.rule IN $rules
DELETE old
"""


class LaterCheckError(InputError):
    """The region was checked at a later moment already."""

    def __init__(self, region: str, last: datetime) -> None:
        super().__init__(
            f"{region}: уже есть проверка на более поздний момент, {last:%d.%m.%Y %H:%M} UTC. "
            "Проверка на прошлое — только с --dry-run."
        )


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What one scan of one region found and changed; counts of gaps, times in milliseconds."""

    region: str
    as_of: datetime
    opened: int = 0
    closed: int = 0
    reopened: int = 0
    open_gaps: int = 0
    by_rule: dict[str, int] = field(default_factory=dict)
    timings_ms: dict[str, float] = field(default_factory=dict)


async def scan_all(graph: Graph, as_of: datetime, rules: Chosen = None) -> list[ScanResult]:
    """Scan every region, one after the other, by code."""
    regions = await graph.rows(REGIONS)
    return [await scan_region(graph, row["id"], as_of, rules=rules) for row in regions]


async def scan_region(
    graph: Graph, region: str, as_of: datetime, *, dry_run: bool = False, rules: Chosen = None
) -> ScanResult:
    """Find the region's gaps at `as_of` and store them; with `dry_run` only say what would change.

    Only gaps of `rules` (ids; None is all) are looked for, and only theirs are closed.
    InputError for an unknown region or rule, or a moment without a zone; LaterCheckError for one
    before the last stored scan.
    """
    if as_of.tzinfo is None:
        raise InputError("У момента проверки нет часового пояса.")
    started = datetime.now(UTC)
    chosen = chosen_rules(rules)
    found, timings = await graph.read(lambda reader: find(reader, region, as_of, chosen))
    if dry_run:

        async def compare(reader: Reader) -> Changes:
            return await _compared(reader, region, as_of, found, timings)

        return _result(region, as_of, await graph.read(compare), found, timings)

    async def store(writer: Writer) -> Changes:
        return await _store(writer, region, as_of, started, found, timings)

    return _result(region, as_of, await graph.write(store), found, timings)


async def take_turn(writer: Writer, region: str, as_of: datetime) -> None:
    """Lock the region until the transaction ends; LaterCheckError if a later scan was stored."""
    last = (await writer.single(LOCK, {"region": region}))["last"]
    if last is not None and last > as_of:
        raise LaterCheckError(region, last)


async def known_gaps(reader: Reader, region: str, rules: Iterable[str]) -> dict[str, Known]:
    """The region's gaps of these rules, whatever their state, by id."""
    rows = await reader.rows(KNOWN, {"region": region, "rules": list(rules)})
    return {row.pop("id"): Known(**row | {"state": GapState(row["state"])}) for row in rows}


async def _compared(
    reader: Reader, region: str, as_of: datetime, found: list[Found], rules: Iterable[str]
) -> Changes:
    known = await known_gaps(reader, region, rules)
    return changes(region, found, known, as_of, await day_in(reader, region, as_of))


async def _store(
    writer: Writer,
    region: str,
    as_of: datetime,
    started: datetime,
    found: list[Found],
    timings: dict[str, float],
) -> Changes:
    await take_turn(writer, region, as_of)
    changed = await _compared(writer, region, as_of, found, timings)
    await writer.rows(FORGET, {"region": region, "rules": list(timings)})
    await write_nodes(writer, "Gap", changed.gap_rows())
    await writer.rows(CLOSE, {"ids": changed.closed, "as_of": as_of})
    await writer.rows(AVERT, {"ids": changed.averted, "as_of": as_of})
    await write_nodes(writer, "GapEvent", changed.event_rows())
    await _link(writer, region, timings)
    await weigh(writer, region)
    await write_nodes(writer, "Scan", [_scan_row(region, as_of, started, found, timings)])
    return changed


CLOSE = """
UNWIND $ids AS id
MATCH (g:Gap {id: id})
SET g.state = 'closed', g.closed_at = $as_of, g.seen_at = $as_of
"""

AVERT = """
UNWIND $ids AS id
MATCH (g:Gap {id: id})
SET g.state = 'averted', g.seen_at = $as_of
"""


async def _link(writer: Writer, region: str, scanned: Collection[str]) -> None:
    """Links from and to the gaps of the scanned rules; those among others stay as they are."""
    for rule in CATALOGUE.values():
        for cause in rule.causes:
            if rule.id not in scanned and cause.rule not in scanned:
                continue
            names = {"effects": list(cause.effects), "cases": list(cause.cases)}
            await writer.rows(linking(rule, cause), {"region": region, **names})


def _scan_row(
    region: str,
    as_of: datetime,
    started: datetime,
    found: list[Found],
    timings: dict[str, float],
) -> dict[str, object]:
    partial = len(timings) < len(CATALOGUE)
    # Checks of some rules come every hour and after every change: only the last one is kept.
    of = "partial" if partial else f"{as_of.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}"
    return {
        "id": f"scan:{region}:{of}",
        "as_of": as_of,
        "started_at": started,
        "ended_at": datetime.now(UTC),
        "open_gaps": len(found),
        "partial": partial,
        "timings": json.dumps(timings),
        "in_region": region,
    }


def _result(
    region: str,
    as_of: datetime,
    changed: Changes,
    found: list[Found],
    timings: dict[str, float],
) -> ScanResult:
    return ScanResult(
        region,
        as_of,
        len(changed.opened),
        len(changed.closed),
        len(changed.reopened),
        len(found),
        dict(sorted(Counter(gap.rule.id for gap in found).items())),
        timings,
    )
