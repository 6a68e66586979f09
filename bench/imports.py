"""`make bench-imports`: 100,000 children from a file to the graph, with a preview in between.

Uses a Neo4j and a folder of its own (ORIENTIR_HOME, `.orientir-imports` by default), emptied first.
Prints one JSON document: seconds of each step, the importer's memory and its parser's, and what the
same rows take when they are only written, without an import (the limit).
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import xlsxwriter  # type: ignore[import-untyped]

from graph.demo.names import draw
from graph.migrations import migrate
from graph.opening import open_graph
from graph.session import Graph, Writer
from graph.settings import Settings
from graph.writing import write_nodes
from imports.acting import COMMAND
from imports.deciding import confirm
from imports.receiving import receive
from imports.viewing import summary
from imports.working import work_off

REGION, SCHOOLS, SEED = "RU-TA", 400, 2019
ROWS = int(os.environ.get("ROWS", "100000"))
AT = datetime(2019, 10, 14, 9, tzinfo=UTC)
EMPTY = """
MATCH (n) WHERE NOT n:GraphRecord
WITH n LIMIT 5000
DETACH DELETE n
RETURN count(*) AS deleted
"""
HEADER = ("Фамилия", "Имя", "Отчество", "Дата рождения", "Школа", "Класс")


def children(rows: int = ROWS) -> Iterator[tuple[str, ...]]:
    """Generated children: whole names, a day of birth, a school, a class."""
    dice = random.Random(SEED)  # noqa: S311 - rows of a benchmark
    for number in range(rows):
        name = draw(dice)
        born = date(2002, 1, 1) + timedelta(days=dice.randrange(2200))
        school = f"Школа № {number % SCHOOLS + 1}"
        grade = f"{dice.randrange(6, 12)} {dice.choice('АБВ')}"
        names = (name.family_name, name.given_name, name.patronymic)
        yield *names, f"{born:%d.%m.%Y}", school, grade


def write_book(path: Path, rows: int = ROWS) -> None:
    """The sheet as a coordinator has it."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Участники")
        sheet.write_row(0, 0, HEADER)
        for number, row in enumerate(children(rows), 1):
            sheet.write_row(number, 0, row)


async def plant(graph: Graph) -> None:
    """A region with its schools."""

    async def work(writer: Writer) -> None:
        await write_nodes(writer, "FederalDistrict", [{"id": "volga", "name": "Приволжский"}])
        region = {"id": REGION, "name": "Татарстан", "code": "16", "zone": "Europe/Moscow"}
        await write_nodes(writer, "Region", [region | {"district": "volga"}])
        town = {"id": f"{REGION}:Казань", "name": "Казань", "in_region": REGION}
        await write_nodes(writer, "Municipality", [town])
        schools = [
            {"id": f"{REGION}:{n}", "name": f"Школа № {n}", "municipality": town["id"]}
            for n in range(1, SCHOOLS + 1)
        ]
        await write_nodes(writer, "School", schools)

    await graph.write(work)


async def measured(graph: Graph, path: Path) -> dict[str, Any]:
    """Seconds of each step, rows by fate, and the peaks of memory (MiB)."""
    times: dict[str, float] = {}
    begun = time.perf_counter()
    batch = await receive(graph, COMMAND, REGION, path, path.name, AT, kind="students")
    times["received"] = time.perf_counter() - begun
    await work_off(graph, batch=batch)
    times["previewed"] = time.perf_counter() - begun
    told = await graph.read(lambda reader: summary(reader, COMMAND, batch))
    await confirm(graph, COMMAND, batch, told.digest, AT, good_rows=True)
    written: list[float] = []

    async def progress(state: object, rows: int) -> None:
        if rows >= told.total:
            written.append(time.perf_counter() - begun)

    await work_off(graph, batch=batch, progress=progress)
    times["written"] = written[0]
    times["checked"] = time.perf_counter() - begun
    told = await graph.read(lambda reader: summary(reader, COMMAND, batch))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    parser = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {
        "rows": told.total,
        "fates": {fate.value: count for fate, count in told.counts.items()},
        "seconds": {name: round(value, 1) for name, value in times.items()},
        "importer_mib": round(own),
        "parser_mib": round(parser),
    }


async def limit(graph: Graph) -> float:
    """Seconds for the same children without an import: bare nodes with their links."""
    begun = time.perf_counter()
    rows = [
        {
            "id": f"bare:{number}",
            "family_name": family,
            "given_name": given,
            "patronymic": patronymic,
            "in_region": REGION,
            "school": {"id": f"{REGION}:{number % SCHOOLS + 1}", "from": AT.date()},
        }
        for number, (family, given, patronymic, *_) in enumerate(children())
    ]
    for some in (rows[i : i + 1_000] for i in range(0, len(rows), 1_000)):
        await graph.write(partial(write_nodes, label="Student", rows=some))
    return round(time.perf_counter() - begun, 1)


async def main(home: Path) -> None:
    settings = Settings(home=home, db_heap="2g", db_page_cache="1g")
    async with open_graph(settings, owned=True) as graph:
        await migrate(graph)
        while (await graph.change(EMPTY))[0]["deleted"]:
            pass
        await plant(graph)
        path = home / "students.xlsx"
        write_book(path)
        told = await measured(graph, path)
        told["bare_seconds"] = await limit(graph)
    sys.stdout.write(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode() + "\n")


if __name__ == "__main__":
    asyncio.run(main(Path(os.environ.get("ORIENTIR_HOME", ".orientir-imports")).absolute()))
