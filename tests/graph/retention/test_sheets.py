"""Whoever is destroyed may stand in a sheet that somebody brought in: its rows go at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from graph.session import Graph, Row, Writer
from graph.writing import write_nodes
from queries.retention.destroying import destroy_due
from queries.retention.sheets import forget_rows
from tests.graph.changes.planted import FOREIGN, MINE, MOMENT
from tests.graph.retention.conftest import CHILD_ID, CONSENT, make

pytestmark = pytest.mark.anyio

DAYS = 30
LAST = MOMENT + timedelta(days=DAYS)
STATES = ("read", "previewed", "writing", "done", "undoing", "undone")
LEFT = "MATCH (p:ImportPart) RETURN p.id AS id ORDER BY id"


async def _imports(writer: Writer) -> None:
    batches: list[Row] = [
        {"id": f"{region}:{state}", "kind": "students", "sha256": "0", "in_region": region}
        | {"state": state}
        for region in (MINE, FOREIGN)
        for state in STATES
    ]
    await write_nodes(writer, "ImportBatch", batches)
    parts: list[Row] = [
        {"id": f"{one['id']}:{n}", "number": n, "rows": 1, "cells": "x", "batch": one["id"]}
        for one in batches
        for n in range(2)
    ]
    await write_nodes(writer, "ImportPart", parts)


def _whole(*regions: str) -> list[dict[str, str]]:
    return [{"id": f"{r}:{s}:{n}"} for r in sorted(regions) for s in sorted(STATES) for n in (0, 1)]


async def test_destroying_a_child_forgets_the_rows_of_ended_imports(planted: Graph) -> None:
    await planted.write(_imports)
    await destroy_due(planted, MINE, LAST, LAST, DAYS, "schedule")  # nobody is due
    await make(planted, "withdraw_consent", id=CONSENT)
    await destroy_due(planted, MINE, LAST, LAST, DAYS, "schedule", dry_run=True)
    assert await planted.rows(LEFT) == _whole(MINE, FOREIGN)
    done = await destroy_due(planted, MINE, LAST, LAST, DAYS, "schedule")
    assert done.children == (CHILD_ID,)
    assert [row for row in _whole(MINE, FOREIGN) if row not in await planted.rows(LEFT)] == [
        {"id": f"{MINE}:{state}:{n}"} for state in ("done", "undone") for n in (0, 1)
    ]
    assert await forget_rows(planted, MINE) == 0
