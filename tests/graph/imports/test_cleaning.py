"""Rows of sheets are forgotten in time, and what an import came to is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from graph.session import Graph
from imports.cleaning import KEPT, Cleaned, clean, forget
from imports.receiving import receive
from imports.undo import KeptNoMoreError, ask_undo
from imports.working import work_off
from queries.changes.refusing import StepError
from tests.graph.changes.dump import changed, dump
from tests.graph.changes.planted import MINE, MOMENT, plant
from tests.graph.imports.bringing import COORDINATOR, previewed, sheet, written

pytestmark = pytest.mark.anyio

IVANOV = "Иванов;Иван;Иванович;01.02.2006;Школа 1;7 Б"
KIM = "Ким;Анна;;15.03.2007;Школа 2;6"
IMPORTS = """
MATCH (b:ImportBatch)
RETURN b.state AS state, COUNT { (:ImportPart)-[:PART_OF_IMPORT]->(b) } AS parts ORDER BY state
"""
LATER = MOMENT + KEPT + timedelta(seconds=1)


@pytest.fixture
async def region(graph: Graph) -> Graph:
    await plant(graph)
    return graph


async def kept(graph: Graph) -> dict[str, int]:
    return {row["state"]: row["parts"] for row in await graph.rows(IMPORTS)}


async def test_rows_are_forgotten_after_a_week(region: Graph, tmp_path: Path) -> None:
    done = await written(region, sheet(tmp_path, [IVANOV]))
    await previewed(region, sheet(tmp_path, [KIM]))
    before = await dump(region)
    assert await clean(region, MOMENT + KEPT) == Cleaned(0, 0)
    assert await clean(region, LATER, dry_run=True) == Cleaned(2, 1)
    assert changed(before, await dump(region)) == []
    assert await clean(region, LATER) == Cleaned(2, 1)
    assert await kept(region) == {"done": 0}
    lost = changed(before, await dump(region))
    assert {line.split()[1] for line in lost} == {"ImportBatch", "ImportPart"}
    assert await clean(region, LATER) == Cleaned(0, 0)
    with pytest.raises(KeptNoMoreError):
        await ask_undo(region, COORDINATOR, done.id, LATER)
    path = sheet(tmp_path, [IVANOV])
    again = await receive(region, COORDINATOR, MINE, path, path.name, LATER, kind="students")
    assert (again, await work_off(region)) == (done.id, [])


async def test_what_is_being_written_keeps_its_rows(region: Graph, tmp_path: Path) -> None:
    await previewed(region, sheet(tmp_path, [IVANOV]))
    for state in ("writing", "undoing"):
        await region.change("MATCH (b:ImportBatch) SET b.state = $state", {"state": state})
        assert await clean(region, LATER) == Cleaned(0, 0)
        assert await kept(region) == {state: 1}


async def test_one_that_was_brought_again_lives_on(region: Graph, tmp_path: Path) -> None:
    await previewed(region, sheet(tmp_path, [IVANOV]))
    path = sheet(tmp_path, [IVANOV])
    await receive(region, COORDINATOR, MINE, path, path.name, LATER, kind="students")
    assert await clean(region, LATER) == Cleaned(0, 0)
    assert await kept(region) == {"read": 1}


async def test_a_trial_is_forgotten_whole_but_nothing_written(
    region: Graph, tmp_path: Path
) -> None:
    before = await dump(region)
    tried = await previewed(region, sheet(tmp_path, [IVANOV]))
    await forget(region, COORDINATOR, tried.id)
    assert changed(before, await dump(region)) == []
    done = await written(region, sheet(tmp_path, [IVANOV]))
    with pytest.raises(StepError):
        await forget(region, COORDINATOR, done.id)
    assert await kept(region) == {"done": 1}
