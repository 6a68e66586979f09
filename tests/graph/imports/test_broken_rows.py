"""Rows of a csv whose quotes or delimiters are broken: each is told, and costs no other row."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.session import Graph
from imports.batch import Fate
from imports.telling import left_out
from tests.graph.changes.planted import plant
from tests.graph.imports.bringing import previewed, sheet, viewed

pytestmark = pytest.mark.anyio

HEADER = "name;adress;rayon;global_id"
GOOD = "Школа № 1;ул. Мира, 1;Арбат;001"


async def test_a_broken_row_costs_only_itself(graph: Graph, tmp_path: Path) -> None:
    await plant(graph)
    lines = [
        f"{GOOD};lost",
        GOOD,
        '"Школа № 3;ул. Мира, 3;Арбат;003',
        '"Школа № 4";"ул. ""Мира"",\n4";Арбат;004',
        "Школа № 5;ул. Мира, 5;Арбат;005",
        ";ул. Мира, 6;Арбат;006",
    ]
    path = sheet(tmp_path, lines, HEADER, "школы.csv")
    found = await previewed(graph, path, "schools")
    told = [
        (row.number, problem.column, problem.what)
        for row in await viewed(graph, found.id, Fate.REJECTED)
        for problem in row.problems
    ]
    assert told == [
        (2, None, "ячеек 5, а заголовков 4: значения стоят не на своих местах"),
        (4, None, "кавычки не закрыты или стоят не на месте, строка не разобрана на ячейки"),
        (8, "Наименование", "пусто"),
    ]
    new = await viewed(graph, found.id, Fate.NEW)
    assert [(row.number, row.cells[0], row.cells[3]) for row in new] == [
        (3, "Школа № 1", "001"),
        (5, "Школа № 4", "004"),
        (7, "Школа № 5", "005"),
    ]


async def test_columns_that_are_not_read_are_told(graph: Graph, tmp_path: Path) -> None:
    await plant(graph)
    header = f"ROWNUM;{HEADER};Телефон;name"
    path = sheet(tmp_path, [f"1;{GOOD};2;3"], header, "школы.csv")
    found = await previewed(graph, path, "schools")
    assert [one.header for one in left_out(found)] == ["Телефон", "name"]
    assert found.counts == {Fate.NEW: 1}


async def test_a_header_alone_is_no_row(graph: Graph, tmp_path: Path) -> None:
    await plant(graph)
    found = await previewed(graph, sheet(tmp_path, [], HEADER, "школы.csv"), "schools")
    assert (found.total, found.counts) == (0, {})
