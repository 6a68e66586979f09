"""A Prefect server learns the schedules, and two workers share the work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    DeploymentFilterTags,
)
from prefect.client.schemas.schedules import CronSchedule
from prefect.settings import PREFECT_API_URL

from flows import engine, serve
from flows.catalogue import CATALOGUE
from flows.deploy import TAG, Pool, PoolType, deploy, job_template, pool_type
from graph.errors import ConfigurationError, InputError
from graph.session import Graph
from graph.settings import Settings
from tests.flows.prefect_api import ended, quiet, start
from tests.flows.programs import command, free_port, serving, surroundings

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("prefect_server", "own_environment")]

FLOWS = {f"{one.name}/orientir": one for one in CATALOGUE}
DOCKER = Pool("containers", PoolType.DOCKER, "orientir:0.1.0")
CANARY = "это не должно попасть в Prefect"


@pytest.fixture
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `prepare` sets is put back after the test."""
    monkeypatch.setenv("ORIENTIR_HOME", "")
    monkeypatch.delenv("ORIENTIR_HOME")


async def known() -> dict[str, Any]:
    """Our deployments by the names of their flows and their own."""
    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    async with get_client() as client:
        found = await client.read_deployments(deployment_filter=ours, limit=200)
        flows = {one.flow_id: (await client.read_flow(one.flow_id)).name for one in found}
    return {f"{flows[one.flow_id]}/{one.name}": one for one in found}


async def test_every_schedule_is_registered_with_its_clock_and_repeating_changes_nothing(
    tmp_path: Path,
) -> None:
    settings = Settings(home=tmp_path)
    first = await deploy(settings, Pool("processes"))
    before = await known()
    assert before.keys() == FLOWS.keys()
    assert first.schedules == sum(len(one.schedules) for one in CATALOGUE)
    for name, one in before.items():
        assert not one.paused
        assert all(planned.active for planned in one.schedules)
        assert told(one) == sorted(
            (schedule.name, schedule.cron, schedule.zone, dict(schedule.parameters))
            for schedule in FLOWS[name].schedules
        )
        assert one.work_pool_name == "processes"
        assert one.entrypoint.startswith("flows.")
        assert one.global_concurrency_limit.limit == len(one.schedules)

    again = await deploy(settings, Pool("processes"))
    after = await known()
    assert again.removed == ()
    assert {name: (one.id, told(one)) for name, one in after.items()} == {
        name: (one.id, told(one)) for name, one in before.items()
    }


def told(deployment: Any) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Its schedules: name, cron, zone, parameters."""
    made = []
    for one in deployment.schedules:
        assert isinstance(one.schedule, CronSchedule)
        made.append((one.slug, one.schedule.cron, str(one.schedule.timezone), one.parameters))
    return sorted(made)


@flow(name="stranger")
async def stranger() -> None:
    """Somebody else's flow on the same server."""


async def test_what_left_the_catalogue_leaves_the_server_and_others_stay(tmp_path: Path) -> None:
    gone = await (await stranger.ato_deployment("gone", tags=[TAG])).aapply()
    theirs = await (await stranger.ato_deployment("theirs", tags=["other"])).aapply()
    done = await deploy(Settings(home=tmp_path), Pool("processes"))
    assert done.removed == ("stranger/gone",)
    async with get_client() as client:
        asked = DeploymentFilter(id=DeploymentFilterId(any_=[gone, theirs]))
        assert [one.id for one in await client.read_deployments(deployment_filter=asked)] == [
            theirs
        ]
        await client.delete_deployment(theirs)


async def test_containers_are_told_the_image_the_command_and_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("ORIENTIR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ORIENTIR_NEO4J_URI", "neo4j://neo4j:7687")
    monkeypatch.setenv("ORIENTIR_NEO4J_PASSWORD", CANARY)
    monkeypatch.setenv("ORIENTIR_NEO4J_PASSWORD_FILE", "/run/secrets/neo4j_password")
    pool = Pool("containers", PoolType.DOCKER, "orientir:0.1.0", {"networks": ["orientir_graph"]})
    done = await deploy(Settings(home=tmp_path), pool)
    assert "ORIENTIR_NEO4J_PASSWORD" in done.withheld
    for one in (await known()).values():
        assert one.job_variables["image"] == "orientir:0.1.0"
        assert one.job_variables["command"] == "flows execute"
        assert one.job_variables["networks"] == ["orientir_graph"]
        environment = one.job_variables["env"]
        assert environment == engine.SILENCE | {
            "ORIENTIR_NEO4J_URI": "neo4j://neo4j:7687",
            "ORIENTIR_NEO4J_PASSWORD_FILE": "/run/secrets/neo4j_password",
        }
        assert CANARY not in one.model_dump_json()
    async with get_client() as client:
        made = await client.read_work_pool("containers")
    assert (made.type, made.base_job_template) == ("docker", job_template(PoolType.DOCKER))


@pytest.mark.parametrize(
    ("pool", "error", "told"),
    [
        (Pool("p", image="orientir"), InputError, "только для docker и kubernetes"),
        (Pool("p", PoolType.DOCKER), InputError, "--image"),
        (
            Pool("c", PoolType.KUBERNETES, "orientir", {"netwroks": []}),
            InputError,
            r"Нет переменных задания netwroks\. Есть: .*namespace",
        ),
    ],
)
async def test_what_containers_lack_is_said(
    pool: Pool,
    error: type[Exception],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ORIENTIR_NEO4J_URI", "neo4j://neo4j:7687")
    with pytest.raises(error, match=told):
        await deploy(Settings(home=tmp_path), pool)


async def test_containers_need_a_common_graph(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="ORIENTIR_NEO4J_URI"):
        await deploy(Settings(home=tmp_path, neo4j_uri=None), DOCKER)


async def test_a_pool_of_another_type_stays_what_it_is(tmp_path: Path) -> None:
    await deploy(Settings(home=tmp_path), Pool("taken"))
    with pytest.raises(ConfigurationError, match="«taken» уже есть, и он вида «process»"):
        await deploy(
            Settings(home=tmp_path, neo4j_uri="neo4j://neo4j:7687"),
            Pool("taken", PoolType.DOCKER, "orientir"),
        )


async def test_a_worker_says_which_package_it_lacks(tmp_path: Path) -> None:
    async with get_client() as client:
        await client.create_work_pool(
            WorkPoolCreate(name="far", type="docker", base_job_template={}), overwrite=True
        )
    with pytest.raises(ConfigurationError, match="pip install prefect-docker"):
        await serve.work(Settings(home=tmp_path), "far", free_port(), print)


def test_an_unknown_type_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"«podman».*process, docker, kubernetes"):
        pool_type("podman")


SCANS = "MATCH (s:Scan) RETURN s.region AS region, count(s) AS scans ORDER BY region"
EVENTS = "MATCH (e:GapEvent) RETURN count(e) AS events, count(DISTINCT e.id) AS ids"


DAY = "2019-10-01"


async def test_two_workers_do_each_run_once(network: Graph, tmp_path: Path) -> None:
    api = str(PREFECT_API_URL.value())
    await deploy(Settings(home=tmp_path), Pool("orientir"))
    asked = [
        await start(api, "scan/orientir", zone=zone, as_of=DAY)
        for zone in ("Asia/Yakutsk", "Europe/Moscow", "Europe/Moscow", "Asia/Omsk")
    ]
    with worker(tmp_path / "one", api) as one, worker(tmp_path / "two", api) as two:
        done = await ended(api, *asked)
    assert [(run["state_type"], run["run_count"]) for run in done.values()] == [
        ("COMPLETED", 1)
    ] * 4
    taken = [{run for run in done if run in log.read_text()} for log in (one, two)]
    assert taken[0] | taken[1] == done.keys()
    assert not taken[0] & taken[1]
    assert await network.rows(SCANS) == [
        {"region": "RU-SA", "scans": 1},
        {"region": "RU-TA", "scans": 1},
    ]
    (events,) = await network.rows(EVENTS)
    assert events["events"] == events["ids"] > 0


@contextmanager
def worker(home: Path, api: str) -> Iterator[Path]:
    """A worker in a home of its own; its log."""
    home.mkdir()
    port = str(free_port())
    arguments = command("flows", "work", "--health-port", port)
    log = home / "log.txt"
    with serving(arguments, surroundings(home, PREFECT_API_URL=api), log):
        yield log


async def test_a_container_does_the_run_it_was_started_for(network: Graph, tmp_path: Path) -> None:
    api = str(PREFECT_API_URL.value())
    await deploy(Settings(home=tmp_path), Pool("idle"))
    await quiet(api)
    run = await start(api, "scan/orientir", zone="Asia/Yakutsk", as_of=DAY)
    inside = surroundings(tmp_path, PREFECT_API_URL=api, PREFECT__FLOW_RUN_ID=run)
    await anyio.run_process(command("flows", "execute"), env=inside)
    assert (await ended(api, run))[run]["state_type"] == "COMPLETED"
    assert await network.rows(SCANS) == [{"region": "RU-SA", "scans": 1}]
