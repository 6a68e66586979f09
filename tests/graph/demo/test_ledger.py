"""The ledger against the scan: exactly what was planted is found, and nothing in the clean twin."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest

from graph.demo import Entry, Ledger, Plan, load, make_plan
from graph.session import Graph, Reader
from queries.rules import CATALOGUE, records
from queries.rules.scan import scan_all

pytestmark = pytest.mark.anyio

REGIONS, STUDENTS, SEED = 3, 2100, 7
LOADED = datetime(2026, 1, 15, tzinfo=UTC)
RULES = {f"R{number:02}" for number in range(1, 32)}

FOUND = """
MATCH (g:Gap {state: 'open'})-[:AT]->(unit)
RETURN g.id AS gap, g.rule AS rule, g.case AS case, g.region AS region,
  labels(unit)[0] AS label, unit.id AS unit, g.count AS count
"""


async def found(graph: Graph) -> tuple[set[Entry], dict[str, int]]:
    """The open gaps with the records behind each, as entries; and their counts."""
    entries, counts = set(), {}
    for row in await graph.rows(FOUND):
        if row["rule"] not in CATALOGUE:
            continue
        listed = await graph.read(partial(_records, gap=row["gap"]))
        place = (row["rule"], row["case"], row["region"], row["label"], row["unit"])
        entries.add(Entry(*place, tuple(listed)))
        counts[row["gap"]] = row["count"] - len(listed)
    return entries, counts


async def _records(reader: Reader, gap: str) -> list[str]:
    return [record.id for record in await records(reader, gap, first=5000)]


def plan(*, planted: bool) -> Plan:
    return make_plan(REGIONS, STUDENTS, SEED, planted=planted)


async def test_a_scan_finds_exactly_what_was_planted(graph: Graph) -> None:
    ledger = await load(graph, plan(planted=True), LOADED)
    _every_rule_is_planted(ledger)
    await scan_all(graph, ledger.moment)
    entries, wrong_counts = await found(graph)
    planted = {entry for entry in ledger.entries if entry.rule in CATALOGUE}
    assert sorted(planted - entries, key=str) == []
    assert sorted(entries - planted, key=str) == []
    assert set(wrong_counts.values()) == {0}


def _every_rule_is_planted(ledger: Ledger) -> None:
    assert {entry.rule for entry in ledger.entries} == RULES
    declared = {f"{rule.id}.{case}" for rule in CATALOGUE.values() for case in rule.cases}
    # What one region can have only one of comes in turn over more regions than these.
    missing = {case for case in declared - ledger.cases().keys() if not case.startswith("R01")}
    assert missing <= {"R02.no_curator"}


async def test_a_network_without_plants_has_no_gap(graph: Graph) -> None:
    clean = plan(planted=False)
    assert (await load(graph, clean, LOADED)).entries == []
    await scan_all(graph, clean.moment)
    assert (await found(graph))[0] == set()
