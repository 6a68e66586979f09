"""`make bench-limit`: the same network by Neo4j's own offline import, the limit of any loading.

Takes a network that `make bench-growth` has loaded, writes it out as CSV files (not timed), and
lets `neo4j-admin database import full` make a database of them: no constraints are checked and no
index is kept while it writes, which a running database does. Prints rows a second and memory.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import orjson
from neo4j import AsyncGraphDatabase
from neo4j.time import Date, DateTime

from graph.opening import open_graph
from graph.server import java
from graph.server.local import LocalServer
from graph.settings import Settings

BETWEEN: Final = "\x1f"
"""Between the elements of a list: no text has it."""
LABELS: Final = "MATCH (n) RETURN DISTINCT labels(n) AS labels"
NODES: Final = """
MATCH (n:$all($labels)) WHERE size(labels(n)) = size($labels)
RETURN elementId(n) AS id, properties(n) AS own
"""
TYPES: Final = "CALL db.relationshipTypes() YIELD relationshipType AS type RETURN type"
LINKS: Final = """
MATCH (a)-[r:$($type)]->(b)
RETURN elementId(a) AS one, elementId(b) AS other, properties(r) AS own
"""


def typed(value: Any) -> str:
    """The import's name for the type of a value. ValueError for one that no network has."""
    known = {bool: "boolean", int: "long", float: "double", str: "string"}
    if isinstance(value, list):
        return f"{typed(value[0]) if value else 'string'}[]"
    if isinstance(value, DateTime | datetime):
        return "datetime"
    if isinstance(value, Date | date):
        return "date"
    if type(value) in known:
        return known[type(value)]
    raise ValueError(type(value).__name__)


def told(value: Any) -> str:
    """A value as a cell."""
    if value is None:
        return ""
    if isinstance(value, list):
        return BETWEEN.join(told(one) for one in value)
    if isinstance(value, bool):
        return str(value).lower()
    return value.iso_format() if isinstance(value, Date | DateTime) else str(value)


class Sheet:
    """One file of rows with properties; the header is written beside it, when all is known."""

    def __init__(self, path: Path, keys: tuple[str, ...]) -> None:
        self.path, self._keys = path, keys
        self._columns: dict[str, str] = {}
        self._rows: list[tuple[tuple[str, ...], dict[str, Any]]] = []

    def add(self, keys: tuple[str, ...], own: dict[str, Any]) -> None:
        for name, value in own.items():
            if value is not None and value != []:
                self._columns.setdefault(name, typed(value))
        self._rows.append((keys, own))

    def write(self) -> str:
        """Header and rows; what the import is told of them. How many rows stays in `len`."""
        head = self.path.with_suffix(".head.csv")
        with head.open("w", newline="", encoding="utf-8") as out:
            columns = [f"{name}:{kind}" for name, kind in self._columns.items()]
            csv.writer(out).writerow([*self._keys, *columns])
        with self.path.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            for keys, own in self._rows:
                writer.writerow([*keys, *(told(own.get(name)) for name in self._columns)])
        return f"{head},{self.path}"

    def __len__(self) -> int:
        return len(self._rows)


async def written(home: Path, folder: Path) -> tuple[list[str], int]:
    """The network as files; what the import is told of them, and how many rows they have."""
    settings = Settings(home=home, db_heap="3g", db_page_cache="2g")
    options: list[str] = []
    count = 0
    async with open_graph(settings, owned=True):
        address = LocalServer.of(settings).start(owned=False)
        auth = (address.user, address.password)
        async with AsyncGraphDatabase.driver(address.uri, auth=auth) as driver:
            session = driver.session(fetch_size=20_000)

            async def rows(text: str, **given: Any) -> AsyncIterator[Any]:
                async for row in await session.run(text, given):
                    yield row

            for labels in [row["labels"] async for row in rows(LABELS)]:
                sheet = Sheet(folder / f"nodes-{'-'.join(labels)}.csv", (":ID",))
                async for row in rows(NODES, labels=labels):
                    sheet.add((row["id"],), row["own"])
                options.append(f"--nodes={':'.join(labels)}={sheet.write()}")
                count += len(sheet)
            for kind in [row["type"] async for row in rows(TYPES)]:
                sheet = Sheet(folder / f"links-{kind}.csv", (":START_ID", ":END_ID"))
                async for row in rows(LINKS, type=kind):
                    sheet.add((row["one"], row["other"]), row["own"])
                options.append(f"--relationships={kind}={sheet.write()}")
                count += len(sheet)
            await session.close()
    return options, count


def imported(options: list[str], folder: Path, cache: Path) -> dict[str, Any]:
    """Seconds and peak memory of the import; RuntimeError with its last words if it fails."""
    place = {"NEO4J_HOME": str(folder / "home"), "NEO4J_CONF": str(folder / "conf")}
    for name in ("home", "conf"):
        (folder / name).mkdir()
    (folder / "conf" / "neo4j.conf").write_text("")
    arguments = (
        "database", "import", "full", *options, f"--array-delimiter={BETWEEN}",
        "--multiline-fields=true", "--id-type=string", "--overwrite-destination", "neo4j",
    )  # fmt: skip
    command = java.command(java.ADMIN_CLASS, *arguments, options=("-Xmx4g",))
    told = folder / "import.log"
    begun = time.perf_counter()
    with told.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - Neo4j's own program
            command, env=os.environ | java.environment(cache) | place, stdout=out, stderr=out
        )
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if status:
        raise RuntimeError(told.read_text(encoding="utf-8")[-2000:])
    return {"seconds": round(seconds, 1), "peak_mb": used.ru_maxrss // 1024}


def main(home: Path) -> None:
    """Write out, import, tell both."""
    folder = Path(tempfile.mkdtemp(prefix="limit-", dir=home))
    try:
        options, rows = asyncio.run(written(home, folder))
        limit = imported(options, folder, LocalServer.of(Settings(home=home)).cache)
    finally:
        shutil.rmtree(folder)
    kept = home / "growth-load.json"
    ours = orjson.loads(kept.read_bytes()) if kept.exists() else {}
    found = {
        "rows": rows,
        "neo4j-admin": limit | {"rows_per_second": round(rows / limit["seconds"])},
        "orientir": ours | ({"rows_per_second": round(rows / ours["load_s"])} if ours else {}),
    }
    print(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())  # noqa: T201 - its purpose


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    main(Path(os.environ.get("ORIENTIR_HOME", ".orientir-growth/100000")).absolute())
