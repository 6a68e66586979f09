"""Runs all of the catalogue by its schedules, in the foreground, until stopped."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from flows import engine
from flows.catalogue import CATALOGUE
from flows.deploy import TAG, Pool, PoolType, deploy, deployments, forget_others, lacking
from graph.errors import ConfigurationError
from graph.settings import Settings

if TYPE_CHECKING:
    from prefect import State
    from prefect.client.orchestration import PrefectClient
    from prefect.workers.base import BaseWorker

RUNS_AT_A_TIME = 4


async def serve(settings: Settings, port: int, say: Callable[[str], None]) -> None:
    """Serve every schedule; with PREFECT_API_URL set, for that server, else for an own one.

    Every run is a process of its own, so one that dies takes nothing with it.
    """
    engine.prepare(settings)
    async with AsyncExitStack() as stack:
        own = not os.environ.get("PREFECT_API_URL")
        if own:
            engine.claim(port)
            say("Запускаю сервер Prefect, это занимает до минуты…")
            await stack.enter_async_context(engine.own_server(port))
        await _serve(own, say)


async def _serve(own: bool, say: Callable[[str], None]) -> None:
    from prefect.client.orchestration import get_client
    from prefect.runner import Runner

    # Not paused when stopped: what was missed meanwhile is done at the next start.
    runner = Runner(limit=RUNS_AT_A_TIME, pause_on_shutdown=False)
    made = await deployments(CATALOGUE)
    kept = [await runner.aadd_deployment(one) for one in made]
    async with get_client() as client:
        await forget_others(client, kept)
        # Nobody else runs anything for an own server: what it thinks is running was killed.
        resumed = await resume(client) if own else 0
    if resumed:
        say(f"Прерванных запусков: {resumed}, начинаю их заново.")
    say(f"Процессы ждут своего часа: {len(kept)}. Ctrl-C — остановить.")
    await runner.start()


async def resume(client: PrefectClient) -> int:
    """Begin our interrupted runs anew and free the places they held; how many there were.

    A run whose server was killed with it stays «running» there for ever, and its schedule would
    have no place for another one. Beginning anew is safe: runs repeat without doubling anything.
    """
    from prefect.client.schemas.filters import (
        FlowRunFilter,
        FlowRunFilterState,
        FlowRunFilterStateType,
        FlowRunFilterTags,
    )
    from prefect.client.schemas.objects import StateType
    from prefect.states import Scheduled

    going = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
    interrupted = await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            tags=FlowRunFilterTags(all_=[TAG]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=going)),
        )
    )
    for run in interrupted:
        again: State[None] = Scheduled(message="Прерван остановкой сервера, начинается заново")
        await client.set_flow_run_state(run.id, again, force=True)
    return len(interrupted)


async def work(settings: Settings, pool: str, health_port: int, say: Callable[[str], None]) -> None:
    """Do the work of a pool of the server of PREFECT_API_URL; answers on `health_port` at /health.

    Start as many as needed, on any number of machines. A pool of processes is made and given every
    schedule; one of containers must have been made by `deploy`.
    """
    engine.prepare(settings)
    os.environ["PREFECT_WORKER_WEBSERVER_PORT"] = str(health_port)
    type_ = await _type_of(pool)
    worker = _worker(type_)
    if type_ == PoolType.PROCESS:
        await deploy(settings, Pool(pool))
    say(f"Исполнитель ждёт работы из «{pool}».")
    await worker(work_pool_name=pool, limit=RUNS_AT_A_TIME).start(
        with_healthcheck=True, printer=say
    )


async def _type_of(pool: str) -> str:
    """The type of a pool; one that isn't there yet will be of processes."""
    from prefect.client.orchestration import get_client
    from prefect.exceptions import ObjectNotFound

    async with get_client() as client:
        try:
            return (await client.read_work_pool(pool)).type
        except ObjectNotFound:
            return PoolType.PROCESS


def _worker(type_: str) -> type[BaseWorker[Any, Any, Any]]:
    from prefect.workers.base import BaseWorker

    if worker := BaseWorker.get_worker_class_from_type(type_):
        return worker
    raise ConfigurationError(lacking(type_))
