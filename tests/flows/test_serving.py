"""Schedules as Prefect's server sees them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import anyio
import httpx
import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.schedules import CronSchedule

from flows.catalogue import entry
from flows.serve import deployments

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("prefect_server")]

SCAN = entry("scan")


async def test_every_schedule_becomes_a_deployment_with_its_clock() -> None:
    made = await deployments([SCAN])
    ids = [await deployment.aapply() for deployment in made]
    async with get_client() as client:
        known = [await client.read_deployment(one) for one in ids]
    assert {one.name: one.parameters for one in known} == {
        schedule.name: schedule.parameters for schedule in SCAN.schedules
    }
    for one, schedule in zip(known, SCAN.schedules, strict=True):
        (planned,) = one.schedules
        assert planned.active
        assert isinstance(planned.schedule, CronSchedule)
        assert (planned.schedule.cron, planned.schedule.timezone) == ("0 6 * * *", schedule.zone)
        assert one.entrypoint == "flows.scan.scan"
        assert one.global_concurrency_limit is not None
        assert one.global_concurrency_limit.limit == SCAN.concurrency


@pytest.mark.usefixtures("flow_settings")
async def test_served_for_real_every_schedule_is_planned_for_six_oclock_there(
    tmp_path: Path,
) -> None:
    port = free_port()
    command = [sys.executable, "-m", "cli.main", "flows", "serve", "--port", str(port)]
    with serving(command, surroundings(tmp_path)):
        planned = await planned_runs(f"http://127.0.0.1:{port}/api")
    for schedule in SCAN.schedules:
        local = {
            start.astimezone(ZoneInfo(schedule.zone)).time() for start in planned[schedule.zone]
        }
        assert local == {time(6)}


@contextmanager
def serving(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    """The program while the block lasts; then Ctrl-C, which it obeys."""
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield
        finally:
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
    assert errors.splitlines()[-1] == "Остановлено.", errors
    assert process.returncode == 0


def surroundings(home: Path) -> dict[str, str]:
    """This environment with a Prefect of its own in `home`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    return kept | {"ORIENTIR_HOME": str(home)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def planned_runs(api: str) -> dict[str, list[datetime]]:
    """Start times by zone, once every schedule has some; fails after two minutes without."""
    with anyio.fail_after(120):
        while True:
            await anyio.sleep(1)
            starts: dict[str, list[datetime]] = defaultdict(list)
            for run in await runs(api):
                starts[run["parameters"]["zone"]].append(
                    datetime.fromisoformat(run["expected_start_time"])
                )
            if len(starts) == len(SCAN.schedules):
                return starts


async def runs(api: str) -> list[dict[str, Any]]:
    async with httpx.AsyncClient() as client:
        try:
            answer = await client.post(f"{api}/flow_runs/filter", json={})
        except httpx.TransportError:
            return []
    found: list[dict[str, Any]] = answer.json()
    return found
