"""Runs all of the catalogue by its schedules, in the foreground, until stopped."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING

from flows import engine
from flows.catalogue import CATALOGUE, Entry, Schedule
from graph.settings import Settings

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

RUNS_AT_A_TIME = 4


async def serve(settings: Settings, port: int, say: Callable[[str], None]) -> None:
    """Serve every schedule; with PREFECT_API_URL set, for that server, else for an own one.

    Every run is a process of its own, so one that dies takes nothing with it.
    """
    engine.prepare(settings)
    async with AsyncExitStack() as stack:
        if not os.environ.get("PREFECT_API_URL"):
            engine.claim(port)
            say("Запускаю сервер Prefect, это занимает до минуты…")
            await stack.enter_async_context(engine.own_server(port))
        await _serve(say)


async def _serve(say: Callable[[str], None]) -> None:
    from prefect import aserve

    made = await deployments(CATALOGUE)
    say(f"Процессы ждут своего часа: {len(made)} расписаний. Ctrl-C — остановить.")
    await aserve(*made, print_starting_message=False, limit=RUNS_AT_A_TIME)


async def deployments(entries: Iterable[Entry]) -> list[RunnerDeployment]:
    """One deployment a schedule of these entries, not yet known to any server."""
    return [await _deployment(one, schedule) for one in entries for schedule in one.schedules]


async def _deployment(entry: Entry, schedule: Schedule) -> RunnerDeployment:
    from prefect.client.schemas.objects import (
        ConcurrencyLimitConfig,
        ConcurrencyLimitStrategy,
    )
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    return await entry.flow().ato_deployment(
        schedule.name,
        schedule=Cron(schedule.cron, timezone=schedule.zone, slug=schedule.name),
        parameters=dict(schedule.parameters),
        description=entry.about,
        concurrency_limit=ConcurrencyLimitConfig(
            limit=entry.concurrency, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        # By module, not by file: a run then starts from any folder.
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


async def work(settings: Settings, pool: str, say: Callable[[str], None]) -> None:
    """Register every schedule in a pool of processes and do its work here; answers on :8080/health.

    For the Prefect server of PREFECT_API_URL. Start as many as needed, on any number of machines.
    """
    engine.prepare(settings)
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.exceptions import ObjectAlreadyExists
    from prefect.workers.process import ProcessWorker

    async with get_client() as client:
        with suppress(ObjectAlreadyExists):
            template = ProcessWorker.get_default_base_job_template()
            await client.create_work_pool(
                WorkPoolCreate(name=pool, type=ProcessWorker.type, base_job_template=template)
            )
    for made in await deployments(CATALOGUE):
        await made.aapply(work_pool_name=pool)
    say(f"Исполнитель ждёт работы из «{pool}».")
    worker = ProcessWorker(work_pool_name=pool, limit=RUNS_AT_A_TIME)
    await worker.start(with_healthcheck=True, printer=say)
