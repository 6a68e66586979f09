"""kill -9 of the importer and of Neo4j while a file goes in: the same graph as a clean import.

`make drill` does it at 50 random moments of 100,000 rows; docs/reliability.md tells how that went.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, LiteralString

import anyio
import pytest

from bench.imports import plant, write_book
from graph.migrations import migrate
from graph.server import LocalServer
from graph.server.process import read_state
from graph.session import Graph, connect
from graph.settings import Settings
from tests.conftest import empty
from tests.flows.programs import command, surroundings
from tests.graph.changes.dump import LINKS, NODES, RECORDS

pytestmark = pytest.mark.anyio

REPEATS: Final = int(os.environ.get("DRILL", "1"))
ROWS: Final = 100_000 if REPEATS > 1 else 1_500
KILLS: Final = 50 if REPEATS > 1 else 1
REGION: Final = "RU-TA"
# Who worked when, and what was tried, differs between any two imports.
_PASSING: Final = frozenset(
    {"read_at", "loaded_at", "seen_at", "leased_by", "leased_until", "undo", "seen_entry"}
)
_MOMENTS: Final = frozenset({"registered_at", "consent_marked_at"})
_NOT_THE_IMPORT: Final = RECORDS | {"Gap", "GapEvent", "Scan"}

STATE: LiteralString = """
MATCH (b:ImportBatch) RETURN b.state AS state, coalesce(b.written, 0) AS written,
  coalesce(b.planned, 0) AS planned
"""
ENTRIES: LiteralString = """
MATCH (e:AuditEntry {action: 'import_rows'})
RETURN count(*) AS entries, count(DISTINCT e.subject_id) AS subjects
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("killed"), db_heap="1g", db_page_cache="512m")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "students.xlsx"
    write_book(path, ROWS)
    return path


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Graph]:
    """The settings' own Neo4j, started if it is not there."""
    address = LocalServer.of(settings).start(owned=False)
    async with connect(address.uri, address.user, address.password) as graph:
        yield graph


def importer(settings: Settings, *arguments: str) -> subprocess.Popen[bytes]:
    """`orientir import …` as a process of its own, on this Neo4j."""
    return subprocess.Popen(
        command("import", *arguments),
        env=surroundings(settings.home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def asked(book: Path) -> tuple[str, ...]:
    return (str(book), "--region", REGION, "--kind", "students", "--yes", "--good-rows")


async def fingerprint(graph: Graph) -> dict[str, tuple[int, str]]:
    """How many lines of each kind the graph has, and what stands for all of them in any order."""
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for cypher in (NODES, LINKS):
        for row in await graph.rows(cypher):
            if row["label"] in _NOT_THE_IMPORT:
                continue
            kept = {k: v for k, v in row["properties"].items() if k not in _PASSING | _MOMENTS}
            ends = [row.get(name) for name in ("type", "source", "target")]
            line = repr([*ends, sorted(kept.items())])
            counts[row["label"]] += 1
            sums[row["label"]] += int.from_bytes(hashlib.sha256(line.encode()).digest()[:12])
    return {label: (counts[label], f"{sums[label] % 2**96:x}") for label in sorted(counts)}


async def clean(settings: Settings, book: Path) -> dict[str, tuple[int, str]]:
    """The graph after an import that nobody disturbs."""
    async with opened(settings) as graph:
        await migrate(graph)
        await empty(graph)
        await plant(graph)
        process = importer(settings, *asked(book))
        assert await anyio.to_thread.run_sync(process.wait) in (0, 1)
        assert (await graph.rows(STATE))[0]["state"] == "done"
        return await fingerprint(graph)


async def state(graph: Graph) -> tuple[str, int]:
    """How far the import has come, "" if it isn't there."""
    rows = await graph.rows(STATE)
    return (rows[0]["state"], rows[0]["written"]) if rows else ("", 0)


def kill_server(settings: Settings) -> None:
    """kill -9 of Neo4j itself."""
    running = read_state(LocalServer.of(settings).folder.state)
    assert running is not None
    os.kill(running.java.pid, signal.SIGKILL)


async def until(settings: Settings, process: subprocess.Popen[bytes], dice: Dice) -> str:
    """Wait for a random moment of the import's life; where that was, "" if it ended before."""
    with anyio.fail_after(600):
        if dice.early():
            await anyio.sleep(dice.uniform(1, dice.preview_seconds))
            return "" if process.poll() is not None else "before writing"
        async with opened(settings) as graph:
            while (await state(graph))[0] != "writing":
                if process.poll() is not None:
                    return ""
                await anyio.sleep(0.02)
        await anyio.sleep(dice.uniform(0, 1.5))
    return "" if process.poll() is not None else "while writing"


class Dice(random.Random):
    """When to kill: a fifth of the times before anything is written."""

    preview_seconds: float = 20.0 if REPEATS > 1 else 4.0

    def early(self) -> bool:
        return self.random() < 0.2


async def test_killed_anywhere_it_ends_as_a_clean_import(own: Settings, book: Path) -> None:
    expected = await clean(own, book)
    async with opened(own) as graph:
        await empty(graph)
        await plant(graph)
    dice = Dice(2019)
    told: Counter[str] = Counter()
    while sum(told.values()) < KILLS:
        # Before the importer: a server that it starts itself would end together with it.
        LocalServer.of(own).start(owned=False)
        process = importer(own, *asked(book))
        try:
            where = await until(own, process, dice)
            if not where:
                break
            victim = ("Neo4j", "importer")[sum(told.values()) % 2]
            if victim == "Neo4j":
                kill_server(own)
            told[f"{victim} {where}"] += 1
        finally:
            process.kill()
            process.wait(60)
    LocalServer.of(own).start(owned=False)
    last = importer(own, *asked(book))
    assert await anyio.to_thread.run_sync(last.wait) in (0, 1)
    async with opened(own) as graph:
        assert (await state(graph))[0] == "done"
        assert await fingerprint(graph) == expected, told
        (entries,) = await graph.rows(ENTRIES)
        assert entries["entries"] == entries["subjects"] == expected["Student"][0] // 3
    LocalServer.of(own).stop()
    print(dict(told))  # noqa: T201 - the drill's table
    assert told
