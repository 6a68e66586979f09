"""`orientir demo` as a person runs it, and how `orientir run` finishes what was cut off."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import anyio.to_thread
import pytest

import graph.demo as graph_demo
from cli.demo import demo, make_room
from cli.demo_loading import demo_plan, load_demo, unfinished_plan
from cli.run import prepare, wanted
from graph.demo import Plan, Target, load, target
from graph.errors import ConfigurationError, InputError, InvalidWriteError
from graph.session import Graph
from graph.settings import Settings, settings
from graph.writing import write_nodes
from queries.rules.scan import ScanResult

pytestmark = pytest.mark.anyio

NOW = datetime.now(UTC)
COUNTS = """
MATCH (n) WHERE NOT n:GraphRecord
WITH count(n) AS nodes
RETURN nodes, COUNT { (:School) } AS schools, COUNT { (:Student) } AS students,
  COUNT { (:Account) } AS accounts
"""
RECORD = "MATCH (r:GraphRecord {id: 'graph'}) RETURN r.demo_loaded_at AS loaded_at"
PUT = "MATCH (d:FederalDistrict {id: 'put'}) RETURN d.id AS id"
SCANNED = "MATCH (s:Scan) RETURN s.region AS region ORDER BY region"


@pytest.fixture
def home(
    server_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The folder of a command that finds the test server by its settings."""
    assert server_settings.neo4j_uri is not None
    assert server_settings.neo4j_password is not None
    monkeypatch.setenv("ORIENTIR_NEO4J_URI", server_settings.neo4j_uri)
    password = server_settings.neo4j_password.get_secret_value()
    monkeypatch.setenv("ORIENTIR_NEO4J_PASSWORD", password)
    monkeypatch.setenv("ORIENTIR_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    yield tmp_path / "home"
    settings.cache_clear()


async def in_a_process(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`orientir demo` as a person runs it, two small regions."""
    sizes = ("--regions", "2", "--students", "100")
    command = [sys.executable, "-m", "cli.main", "demo", *sizes, *arguments]
    run = partial(subprocess.run, command, input="", capture_output=True, text=True, check=False)
    return await anyio.to_thread.run_sync(run)


async def in_this_process(**options: Any) -> None:
    """The same command without the seconds that a new process takes."""
    await anyio.to_thread.run_sync(partial(demo, regions=2, students=100, **options))


async def counted(graph: Graph) -> Mapping[str, Any]:
    return (await graph.rows(COUNTS))[0]


async def put(graph: Graph, **record: Any) -> None:
    """One node, and what the graph's record says of it."""
    district = [{"id": "put", "name": "Округ"}]
    await graph.write(lambda writer: write_nodes(writer, "FederalDistrict", district))
    row = {"id": "graph", **record}
    await graph.write(lambda writer: write_nodes(writer, "GraphRecord", [row]))


class CutOffError(Exception):
    """What ends a load in the middle."""


class Cutting:
    """A progress that ends the load when the first rows of a region are written."""

    def written(self, rows: int, students: float) -> None:
        raise CutOffError

    def region_done(self, region: str, rows: int) -> None:
        """Never comes."""


async def cut_off(graph: Graph) -> Plan:
    """A small network whose regions are begun and not finished."""
    plan = demo_plan(2, 100, 7)
    with pytest.raises(CutOffError):
        await load(graph, plan, NOW, Cutting())
    return plan


async def test_loading_and_loading_again(graph: Graph, home: Path) -> None:
    done = await in_a_process("--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["regions"], told["students"]) == (["RU-MOW", "RU-TA"], 100)
    assert told["rows"] > 1490
    file = home / "demo-ledger.json"
    assert told["ledger"] == str(file)
    ledger = file.read_bytes()
    assert len(json.loads(ledger)["entries"]) == sum(told["cases"].values())
    assert str(home / "demo-password") in done.stderr
    assert (home / "demo-password").read_text().strip() not in done.stderr + done.stdout
    assert "orientir scan" in done.stderr
    first, loaded_at = await counted(graph), await graph.rows(RECORD)
    assert (first["schools"] >= 1490, first["students"] >= 100) == (True, True)
    assert first["accounts"] == 4
    await in_this_process()
    assert await counted(graph) == first
    assert file.read_bytes() == ledger
    # The clock of the network goes on, so a scan after this isn't one of the past.
    assert await graph.rows(RECORD) == loaded_at


async def test_another_network_replaces_it_only_when_asked(graph: Graph, home: Path) -> None:
    await put(graph, demo_seed=7, demo_moment=NOW, demo_loaded_at=NOW)
    refused = await in_a_process("--seed", "8")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("Ошибка: В базе другая показательная сеть.")
    assert "--yes" in refused.stderr
    assert await graph.rows(PUT) == [{"id": "put"}]
    file = home / "ведомость.json"
    await in_this_process(seed=8, yes=True, ledger=file)
    assert json.loads(file.read_bytes())["seed"] == 8
    assert await graph.rows(PUT) == []
    assert (await counted(graph))["students"] >= 100


async def test_real_data_is_deleted_by_an_answer_only(
    graph: Graph, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(graph)
    with pytest.raises(InputError, match="это не показательная сеть"):
        await in_this_process()
    unanswered = await in_a_process("--yes")
    assert unanswered.returncode == 1
    assert "НАСТОЯЩИЕ данные" in unanswered.stderr
    assert await graph.rows(PUT) == [{"id": "put"}]
    monkeypatch.setattr("typer.confirm", lambda *_, **__: True)
    await make_room(graph, demo_plan(2, 100, 7), yes=True)
    assert (await counted(graph))["nodes"] == 0


async def same(graph: Graph) -> Plan:
    """One node of a network that was begun by this plan."""
    plan = demo_plan(2, 100, 7)
    sizes = {"demo_regions": 2, "demo_students": 100}
    await put(graph, demo_seed=7, demo_moment=plan.moment, **sizes)
    return plan


async def test_the_same_network_is_kept_unless_it_is_to_begin_anew(graph: Graph) -> None:
    plan = await same(graph)
    await make_room(graph, plan, yes=False)
    assert await graph.rows(PUT) == [{"id": "put"}]
    await make_room(graph, plan, yes=True)
    assert await graph.rows(PUT) == []


async def test_a_network_of_another_version_is_told_with_a_way_out(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = await same(graph)

    async def refused(*_: object) -> None:
        raise InvalidWriteError("Practicum", "competence", "допускается не больше одного")

    monkeypatch.setattr(graph_demo, "load", refused)
    with pytest.raises(InputError, match=r"--regions 2 --students 100 --seed 7 .* --yes"):
        await load_demo(graph, plan, tmp_path / "ledger.json")


async def test_a_dry_run_writes_nothing(
    graph: Graph, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = list(home.parent.iterdir())
    await in_this_process(dry_run=True, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert [row["region"] for row in told] == ["RU-MOW", "RU-TA"]
    assert sum(row["students"] for row in told) == 100
    assert (await counted(graph))["nodes"] == 0
    assert list(home.parent.iterdir()) == nothing


@pytest.fixture
def quick_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores a scan and finds five gaps: the real one plans its statements for many seconds."""

    async def scan(
        graph: Graph, ids: list[str], as_of: str | None, *, dry_run: bool
    ) -> list[ScanResult]:
        rows = [
            {"id": f"scan:{id_}", "as_of": NOW, "started_at": NOW, "ended_at": NOW}
            | {"open_gaps": 5, "timings": "{}", "in_region": id_}
            for id_ in ids
        ]
        await graph.write(lambda writer: write_nodes(writer, "Scan", rows))
        return [ScanResult(id_, NOW, open_gaps=5) for id_ in ids]

    monkeypatch.setattr("cli.scan.scan_regions", scan)


@pytest.mark.usefixtures("quick_scan")
async def test_run_fills_an_empty_graph_once(
    graph: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ledger.json"
    await prepare(graph, None, file)
    assert (await counted(graph))["nodes"] == 0
    await prepare(graph, (2, 100), file)
    assert file.exists()
    assert "Первая проверка: регионов 2, открытых пробелов 10." in capsys.readouterr().err
    assert [row["region"] for row in await graph.rows(SCANNED)] == ["RU-MOW", "RU-TA"]
    first, loaded_at = await counted(graph), await graph.rows(RECORD)
    await prepare(graph, (4, 5000), file)
    assert capsys.readouterr().err == ""
    assert await counted(graph) == first
    assert await graph.rows(RECORD) == loaded_at


async def test_run_leaves_other_data_alone_and_finishes_even_half_a_deletion(graph: Graph) -> None:
    await put(graph)
    assert await wanted(graph, (2, 100)) is None
    # A deletion that was cut off left the record of the old network and not one region.
    plan = await same(graph)
    assert await wanted(graph, (4, 5000)) == plan


@pytest.mark.usefixtures("quick_scan")
async def test_run_finishes_a_load_that_was_cut_off(
    graph: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = await cut_off(graph)
    half = (await counted(graph))["students"]
    assert await graph.rows(RECORD) == [{"loaded_at": None}]
    file = tmp_path / "ledger.json"
    with pytest.raises(ConfigurationError, match="была прервана"):
        await prepare(graph, None, file)
    # Finished as it was begun, not as the options of this start say.
    await prepare(graph, (4, 5000), file)
    assert "завершаю" in capsys.readouterr().err
    assert await target(graph, plan) is Target.SAME_DEMO
    assert await unfinished_plan(graph) is None
    assert [row["region"] for row in await graph.rows(SCANNED)] == ["RU-MOW", "RU-TA"]
    assert json.loads(file.read_bytes())["seed"] == 7
    assert half < 100 <= (await counted(graph))["students"]
    # Cut off over itself it stays whole: nothing of it was taken away.
    loaded_at = await graph.rows(RECORD)
    await cut_off(graph)
    assert await graph.rows(RECORD) == loaded_at
