"""A copy of every node type, link and kind of value, made of a graph that works and put back."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.errors import GraphVersionError, InputError
from graph.migrations import GRAPH_VERSION
from graph.model import MODEL
from graph.session import Graph, Reader, Statement, Writer
from graph.settings import Settings
from graph.writing import write_nodes
from queries.audit.writing import record
from queries.backup import reading, restoring
from queries.backup.drill import drill
from queries.backup.file import Copy, check
from queries.backup.making import TRIES, make_copy
from queries.backup.reading import Part, UnknownRecordsError
from queries.backup.restoring import restore, survey
from queries.backup.sections import Section, sections
from tests.conftest import empty
from tests.graph.command import environment, orientir
from tests.graph.compiler.canaries import OWN, plant

pytestmark = pytest.mark.anyio

AT = datetime(2019, 10, 15, 2, 0, tzinfo=UTC)

# Types and values as the database itself tells them.
TOLD = """
MATCH (n)
RETURN labels(n)[0] + ':' + n.id AS what, COLLECT {
  UNWIND keys(n) AS key
  RETURN key + ' ' + valueType(n[key]) + ' ' + CASE WHEN valueType(n[key]) STARTS WITH 'LIST'
    THEN reduce(all = '', one IN n[key] | all + ';' + one) ELSE toString(n[key]) END
  ORDER BY key
} AS told
UNION ALL
MATCH (a)-[r]->(b)
RETURN a.id + ' ' + type(r) + ' ' + labels(b)[0] + ':' + b.id AS what, COLLECT {
  UNWIND keys(r) AS key RETURN key + ' ' + valueType(r[key]) + ' ' + toString(r[key]) ORDER BY key
} AS told
"""
# What the driver would round or rename: nanoseconds, a named zone, an offset, quotes and lines.
ODD = """
MATCH (s:Student) WITH s ORDER BY s.id LIMIT 1
SET s.registered_at = datetime('2019-10-27T02:30:00.123456789+03:00[Europe/Moscow]'),
  s.summarised_at = datetime('2018-10-28T01:59:59.5+04:00'),
  s.birth_date = date('0001-12-31'), s.family_name = 'О\\'Ко"ннор\\n\\u2028 Ёж 🦔'
WITH s MATCH (v:School) WITH v ORDER BY v.id LIMIT 1
SET v.latitude = 0.1 + 0.2, v.longitude = -1e-300, v.version = 9007199254740993
"""


@pytest.fixture
async def everything(graph: Graph) -> Graph:
    await plant(graph)
    await graph.change(ODD)
    await graph.write(_audited)
    await graph.write(_rare)
    return graph


async def _rare(writer: Writer) -> None:
    """What is there for a while only: rows of a sheet, a record that was merged away."""
    batch = {"id": "batch", "kind": "students", "sha256": "0", "in_region": OWN}
    await write_nodes(writer, "ImportBatch", [batch])
    part = {"id": "batch:00000", "number": 0, "rows": 1, "cells": "ячейки", "batch": "batch"}
    await write_nodes(writer, "ImportPart", [part])
    (child,) = await writer.rows("MATCH (s:Student) RETURN s.id AS id ORDER BY id LIMIT 1")
    merged = {"id": "merged", "label": "Student", "number": 1, "merged_at": AT, "in_region": OWN}
    into = {"id": child["id"], "label": "Student"}
    await write_nodes(writer, "MergedRecord", [merged | {"into": into}])


async def _audited(writer: Writer) -> None:
    await record(writer, "schedule", AT, "action", "Region", OWN, OWN, after={"name": "имя"})


def files_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def told(graph: Graph) -> list[str]:
    return sorted(f"{row['what']} {row['told']}" for row in await graph.rows(TOLD))


async def copied(graph: Graph, folder: Path) -> Copy:
    return (await make_copy(graph, folder, AT, 7)).copy


async def test_what_is_restored_is_what_was_there(everything: Graph, tmp_path: Path) -> None:
    before = await told(everything)
    copy = await copied(everything, tmp_path)
    assert copy.header.content.quiet
    assert copy.header.graph_version == GRAPH_VERSION
    assert {label for label, part in copy.header.content.parts.items() if part.nodes} >= (
        MODEL.nodes.keys() - {"Account", "IdempotencyKey", "SignIn", "Token"}
    )  # fmt: skip
    with pytest.raises(InputError, match="--yes"):
        await restore(everything, copy.path)
    assert await told(everything) == before
    await everything.change("MATCH (n:Region) DETACH DELETE n")
    await everything.change("CREATE (:Person {id: 'лишний', family_name: 'Л', given_name: 'И'})")
    done = await restore(everything, copy.path, replace=True)
    assert done.lost_links == 0
    assert await told(everything) == before
    assert (await survey(everything)).parts == copy.header.content.parts


async def test_a_restoration_that_was_killed_goes_on(
    everything: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    before = await told(everything)
    copy = await copied(everything, tmp_path)
    await empty(everything)
    command = [sys.executable, "-m", "cli.main", "backup", "restore", str(copy.path)]
    process = await asyncio.create_subprocess_exec(*command, env=environment(server_settings))
    while not await everything.rows("MATCH (n:Person) RETURN n.id LIMIT 1"):
        assert process.returncode is None
        await asyncio.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    assert await told(everything) != before
    with pytest.raises(InputError, match="--yes"):
        await restore(everything, (await copied(everything, tmp_path / "other")).path)
    await restore(everything, copy.path)
    assert await told(everything) == before


async def test_a_cut_copy_changes_nothing(everything: Graph, tmp_path: Path) -> None:
    copy = await copied(everything, tmp_path)
    before = await told(everything)
    copy.path.write_bytes(copy.path.read_bytes()[:-40])
    with pytest.raises(InputError, match="обрезана"):
        await restore(everything, copy.path, replace=True)
    assert await told(everything) == before


async def test_a_copy_of_a_newer_program_changes_nothing(
    everything: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = await copied(everything, tmp_path)
    before = await told(everything)
    monkeypatch.setattr(restoring, "GRAPH_VERSION", GRAPH_VERSION - 1)
    with pytest.raises(GraphVersionError, match="обновите программу"):
        await restore(everything, copy.path, replace=True)
    assert await told(everything) == before


@pytest.mark.parametrize(
    "more",
    [
        "CREATE (:Stranger {id: 'x'})",
        "MERGE (r:GraphRecord {id: 'graph'}) SET r.stranger = 1",
        "CREATE (:Region {id: 'a'})-[:STRANGER]->(:Region {id: 'b'})",
        "CREATE (:Region {id: 'a', region: 'a'})-[:IN_DISTRICT {x: 1}]->"
        "(:FederalDistrict {id: 'd', name: 'd'})",
    ],
)
async def test_what_the_model_does_not_know_stops_the_copy(
    graph: Graph, tmp_path: Path, more: str
) -> None:
    await graph.change(Statement(more))
    with pytest.raises(UnknownRecordsError):
        await copied(graph, tmp_path)
    assert files_in(tmp_path) == [".lock"]


async def test_a_copy_made_while_people_write_says_so_and_is_of_use(
    everything: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section_read = reading._section
    written = 0

    async def with_a_write_before(reader: Reader, section: Section, told: reading.Sink) -> Part:
        """A person is written before each section: no luck decides whether it's meanwhile."""
        nonlocal written
        written += 1
        await everything.change(
            "CREATE (:Person {id: $id, family_name: 'Н', given_name: 'Н'})",
            {"id": f"новый-{written:05}"},
        )
        return await section_read(reader, section, told)

    monkeypatch.setattr(reading, "_section", with_a_write_before)
    copy = await copied(everything, tmp_path)
    monkeypatch.undo()
    assert written == TRIES * len(sections(MODEL))
    assert not copy.header.content.quiet
    check(copy.path)
    done = await restore(everything, copy.path, replace=True)
    assert done.lost_links == 0


async def test_the_commands(everything: Graph, server_settings: Settings, tmp_path: Path) -> None:
    made = await orientir(server_settings, "backup", "make", "--json")
    assert made.returncode == 0, made.stderr
    (row,) = json.loads(made.stdout)
    assert row["quiet"] == "да"
    listed = await orientir(server_settings, "backup", "list", "--json")
    assert json.loads(listed.stdout)[0] == row
    checked = await orientir(server_settings, "backup", "check", row["file"])
    assert (checked.returncode, "Копия цела" in checked.stderr) == (0, True)
    refused = await orientir(server_settings, "backup", "restore", row["file"])
    assert (refused.returncode, "--yes" in refused.stderr) == (1, True)


async def test_a_drill_restores_the_newest_and_leaves_nothing(
    everything: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    before = await told(everything)
    folder = tmp_path / "копии"
    copy = await copied(everything, folder)
    own = server_settings.model_copy(
        update={"home": tmp_path / "home", "backup_folder": folder, "db_heap": "512m"}
    )
    done = await drill(own)
    assert done.path == copy.path
    assert done.restored.header == copy.header
    assert done.restored.audit.entries == 2
    assert list((tmp_path / "home").glob("drill-*")) == []
    assert await told(everything) == before
