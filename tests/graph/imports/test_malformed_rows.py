"""Seeded rows, every third wrong: all are judged, all errors located; ten thousand in a drill."""

from __future__ import annotations

import csv
import os
import random
from pathlib import Path

import pytest

from graph.model.importing import ImportState as State
from graph.session import Graph
from imports.batch import Fate
from imports.kinds import KINDS
from tests.graph.changes.dump import dump
from tests.graph.changes.planted import plant
from tests.graph.imports.bringing import previewed, viewed

pytestmark = pytest.mark.anyio

ROWS = 10_000 if int(os.environ.get("DRILL", "1")) > 1 else 2_000
HEADER = ("Фамилия", "Имя", "Отчество", "Дата рождения", "Школа", "Класс", "Зарегистрирован")
# Each is wrong, in its column, whatever stands in the others.
WRONG = {
    "Фамилия": ("", "   ", "Я" * 3_000),
    "Имя": ("", "\u200b", "И" * 500),
    "Дата рождения": ("31.02.2006", "2006-13-01", "вчера", "99999999", "01.01.2150", "1.1"),
    "Школа": ("Школа 404", "=HYPERLINK()", "Школа 1; Школа 2", "\\N", "☃"),
    "Класс": ("семь", "-7", "77 Б", "7 БББББББББ", "1e9", "NaN"),
    "Зарегистрирован": ("32.01.2019", "01.01.2150", "никогда", "25:99"),
}


def rows(dice: random.Random) -> list[tuple[str, list[str]]]:
    """Rows, each with the header of its wrong cell ("" if it is right)."""
    made: list[tuple[str, list[str]]] = []
    for number in range(ROWS):
        family = "Иванов" + "".join(dice.choices("абвгдежз", k=9))
        born = f"{dice.randrange(1, 29):02}.{dice.randrange(1, 13):02}.{dice.randrange(2003, 2008)}"
        cells = [family, "Иван", "Иванович", born, "Школа 1", "7 Б", "01.10.2019"]
        wrong = dice.choice(list(WRONG)) if number % 3 == 0 else ""
        if wrong:
            cells[HEADER.index(wrong)] = dice.choice(WRONG[wrong])
        made.append((wrong, cells))
    return made


async def test_every_row_is_judged_and_every_error_located(graph: Graph, tmp_path: Path) -> None:
    await plant(graph)
    made = rows(random.Random(8))
    path = tmp_path / "строки.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(cells for _, cells in made)
    before = {line for line in await dump(graph) if not line.startswith("Import")}
    told = await previewed(graph, path)
    assert told.state is State.PREVIEWED
    assert sum(told.counts.values()) == ROWS
    assert {line for line in await dump(graph) if not line.startswith("Import")} == before
    found = {row.number: row for row in await viewed(graph, told.id, first=ROWS)}
    labels = {column.key: column.label for column in KINDS["students"].columns}
    for number, (wrong, _) in enumerate(made, 2):
        row = found[number]
        if wrong:
            assert row.fate is Fate.REJECTED, (number, wrong)
            (problem, *more) = row.problems
            assert more == []
            assert problem.column in labels.values()
            header = told.columns[HEADER.index(wrong)]
            assert problem.key == header.key
            assert problem.what
            assert problem.fix
        else:
            assert row.fate in (Fate.NEW, Fate.DUPLICATE), (number, row.problems)
