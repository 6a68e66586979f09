"""Everything in one command: schedules, runs, silence, and what outlives a stop."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import anyio
import pytest

from flows.catalogue import entry
from graph.session import Graph
from tests.flows.prefect_api import ended, runs, start
from tests.flows.programs import command, free_port, serving, surroundings, watched

pytestmark = pytest.mark.anyio

SCAN = entry("scan")
SCANS = "MATCH (s:Scan) RETURN s.region AS region, s.partial AS partial ORDER BY region"
HERE = {"'127.0.0.1'", "'localhost'", "'::1'", "b'127.0.0.1'", "b'localhost'", "None", "''"}


async def test_served_for_real_planned_for_six_oclock_there_and_telling_nobody(
    network: Graph, tmp_path: Path
) -> None:
    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    watching, connections = watched(tmp_path)
    arguments = command("flows", "serve", "--port", str(port))
    environment = surroundings(tmp_path, **watching)
    with serving(arguments, environment, tmp_path / "first.txt"):
        planned = await planned_scans(api)
        run = await start(api, "scan/orientir", zone="Asia/Yakutsk", as_of="2019-10-01")
        done = await ended(api, run)
    assert done[run]["state_type"] == "COMPLETED"
    assert await network.rows(SCANS) == [{"region": "RU-SA", "partial": False}]
    for schedule in SCAN.schedules:
        local = {
            begins.astimezone(ZoneInfo(schedule.zone)).time() for begins in planned[schedule.zone]
        }
        assert local == {time(6)}
    assert "Остановлено." in (tmp_path / "first.txt").read_text()

    # Stopped and started again it goes on by the same schedules, none of them paused or doubled.
    with serving(arguments, environment, tmp_path / "second.txt"):
        again = await planned_scans(api)
    assert again.keys() == planned.keys()
    assert all(len(set(starts)) == len(starts) for starts in again.values())

    told = set(connections.read_text(encoding="utf-8").splitlines())
    assert "'127.0.0.1'" in told
    assert told <= HERE


async def planned_scans(api: str) -> dict[str, list[datetime]]:
    """When scans are to begin, by zone, once every zone has some; fails after two minutes."""
    with anyio.fail_after(120):
        while True:
            starts: dict[str, list[datetime]] = defaultdict(list)
            for run in await runs(api, "SCHEDULED", flow="scan"):
                begins = datetime.fromisoformat(run["expected_start_time"])
                starts[run["parameters"]["zone"]].append(begins)
            if len(starts) == len(SCAN.schedules):
                return starts
            await anyio.sleep(1)
