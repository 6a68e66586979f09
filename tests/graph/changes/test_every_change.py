"""Every change of the catalogue: exactly what it writes, remembers, and does once only."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

import pytest

from graph.session import Graph
from queries.audit.verifying import verify
from queries.changes import CATALOGUE, Change, run
from queries.changes.refusing import KeyConflictError
from tests.graph.changes.conftest import expected, maker
from tests.graph.changes.dump import changed, dump, versions
from tests.graph.changes.planted import MINE, MOMENT
from tests.graph.changes.samples import SAMPLES

pytestmark = pytest.mark.anyio

EXPECTED = expected()

ENTRIES = """
MATCH (e:AuditEntry {chain: $chain})-[:MADE_BY]->(a:Account)
RETURN properties(e) AS e, a.id AS account ORDER BY e.number
"""


def test_every_change_has_a_sample_and_an_expectation() -> None:
    assert CATALOGUE.keys() == SAMPLES.keys() == EXPECTED.keys()
    assert all(EXPECTED.values())


@pytest.mark.parametrize("name", sorted(CATALOGUE))
async def test_it_writes_exactly_this(planted: Graph, name: str) -> None:
    change, who = CATALOGUE[name], maker(CATALOGUE[name])
    before = await dump(planted)
    outcome = await run(planted, who, change, SAMPLES[name], MOMENT, key="ключ")
    after = await dump(planted)
    lines = changed(before, after)
    assert _named(lines) == EXPECTED[name]
    entries = [row["e"] for row in await planted.rows(ENTRIES, {"chain": MINE})]
    assert (entries[0]["id"], outcome.repeated) == (outcome.entry, False)
    _check_entries(entries, lines, name, who.account)
    there = {tuple(line.split(" ")[:2]) for line in after}
    touched = {(entry["subject_label"], entry["subject_id"]) for entry in entries} & there
    assert await versions(planted) == dict.fromkeys(touched, 1)
    assert (await verify(planted)).broken == []
    await _check_repeat(planted, name, outcome.id)


def _check_entries(
    entries: list[dict[str, Any]], lines: list[str], name: str, account: str
) -> None:
    """One entry for each record with a line of its own: who, when, what; before and after."""
    for entry in entries:
        assert (entry["action"], entry["at"], entry["account"]) == (name, MOMENT, account)
        assert entry["before"] != entry["after"]
        assert "version" not in entry["after"]
    subjects = {(entry["subject_label"], entry["subject_id"]) for entry in entries}
    # An event of a gap is written beside the decision that is audited.
    records = {tuple(line[2:].split(" ")[:2]) for line in lines}
    assert subjects == {record for record in records if record[0] != "GapEvent"}
    told = [(line[0], *_own_values(line)) for line in lines if re.match(r"^. \S+ \S+ \{", line)]
    for sign, label, id_, values in told:
        for entry in entries:
            if (entry["subject_label"], entry["subject_id"]) != (label, id_):
                continue
            kept = json.loads(entry["before" if sign == "-" else "after"])
            assert all(values.get(k) == _told(v) for k, v in kept.items() if k in values), entry


def _own_values(line: str) -> tuple[str, str, dict[str, str]]:
    _, label, id_, rest = line.split(" ", 3)
    pairs = re.findall(r"(\w+)=(.*?)(?=, \w+=|\}$)", rest)
    return label, id_, dict(pairs)


def _told(value: Any) -> str:
    if isinstance(value, str) and re.match(r"^\d{4}-\d\d-\d\dT", value):
        return f"{datetime.fromisoformat(value):%Y-%m-%dT%H:%MZ}"
    return str(value)


async def _check_repeat(graph: Graph, name: str, made: str) -> None:
    change, who = CATALOGUE[name], maker(CATALOGUE[name])
    before = await dump(graph, records=True)
    again = await run(graph, who, change, SAMPLES[name], MOMENT, key="ключ")
    assert (again.id, again.repeated) == (made, True)
    with pytest.raises(KeyConflictError):
        await run(graph, who, change, _other(change, SAMPLES[name]), MOMENT, key="ключ")
    assert await dump(graph, records=True) == before


def _other(change: Change, given: dict[str, Any]) -> dict[str, Any]:
    """The same input with another text in its first field of free text."""
    free = {one.name for one in change.fields if not one.declared.choices}
    first = next(n for n, value in given.items() if n in free and isinstance(value, str))
    return given | {first: f"{given[first]}-другое"}


def _named(lines: list[str]) -> list[str]:
    return sorted(_steady(line) for line in lines)


def _steady(line: str) -> str:
    """A line without what is new each time, or is a report's text: its own tests read that."""
    line = re.sub(r":[0-9a-f]{32}", ":new", line)
    line = re.sub(r"figures=.*?(?=, number=)", "figures=…", line)
    return re.sub(r"sha256=[0-9a-f]{64}", "sha256=…", line)
