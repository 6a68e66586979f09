"""Makes a Prefect server know the schedules of the catalogue: new ones appear, gone ones leave.

Only deployments with our tag are touched. Repeating changes nothing. Secrets never leave for the
server: containers are told where files with them lie.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from flows import engine
from flows.catalogue import CATALOGUE, Entry
from graph.errors import ConfigurationError, InputError
from graph.settings import Settings

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient
    from prefect.deployments.runner import RunnerDeployment

TAG: Final = "orientir"
"""The name of each flow's deployment, and the mark of those that are ours to remove."""

EXECUTE: Final = "flows execute"
"""What a container is told to do; its image begins with `orientir`, see docker/Dockerfile."""


class PoolType(StrEnum):
    """Where a worker of the pool starts runs."""

    PROCESS = "process"
    DOCKER = "docker"
    KUBERNETES = "kubernetes"


@dataclass(frozen=True, slots=True)
class Pool:
    """A work pool; `image` and `variables` (of Prefect's job template) are for containers only."""

    name: str
    type: PoolType = PoolType.PROCESS
    image: str | None = None
    variables: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Deployed:
    """How many flows and schedules the server knows now, and the flows it has forgotten."""

    flows: int
    schedules: int
    removed: tuple[str, ...]
    withheld: tuple[str, ...]
    """Variables with secrets that are set here and were not handed to containers."""


def pool_type(text: str) -> PoolType:
    """The type of this name; InputError naming those there are."""
    try:
        return PoolType(text)
    except ValueError:
        raise InputError(f"Нет пулов вида «{text}». Есть: {', '.join(PoolType)}.") from None


async def deploy(settings: Settings, pool: Pool) -> Deployed:
    """Register every schedule in the pool of the server of PREFECT_API_URL, and only those.

    The pool is made if there is none; one that exists keeps its template. ConfigurationError for a
    pool of another type or a lack of what containers need; InputError for an unknown variable.
    """
    _require(settings, pool)
    engine.prepare(settings)
    from prefect.client.orchestration import get_client

    async with get_client() as client:
        template = await _ensure_pool(client, pool)
        variables = _job_variables(pool, template)
        kept = [
            await made.aapply(work_pool_name=pool.name)
            for made in await deployments(CATALOGUE, variables or None)
        ]
        removed = await forget_others(client, kept)
    schedules = sum(len(entry.schedules) for entry in CATALOGUE)
    withheld = withheld_secrets(os.environ) if variables else ()
    return Deployed(len(kept), schedules, removed, withheld)


async def deployments(
    entries: Iterable[Entry], job_variables: Mapping[str, Any] | None = None
) -> list[RunnerDeployment]:
    """One deployment a flow with all its schedules, not yet known to any server."""
    return [await _deployment(one, job_variables) for one in entries]


async def _deployment(entry: Entry, job_variables: Mapping[str, Any] | None) -> RunnerDeployment:
    from prefect.client.schemas.objects import (
        ConcurrencyLimitConfig,
        ConcurrencyLimitStrategy,
    )
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    return await entry.flow().ato_deployment(
        TAG,
        schedules=[
            Cron(one.cron, timezone=one.zone, slug=one.name, parameters=dict(one.parameters))
            for one in entry.schedules
        ],
        description=entry.about,
        tags=[TAG],
        paused=False,
        job_variables=dict(job_variables) if job_variables else None,
        concurrency_limit=ConcurrencyLimitConfig(
            limit=at_a_time(entry), collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        # By module, not by file: a run then starts from any folder.
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def at_a_time(entry: Entry) -> int:
    """How many runs of a flow may go at one moment: as many as all its schedules may have."""
    return entry.concurrency * len(entry.schedules)


async def forget_others(client: PrefectClient, kept: Collection[UUID]) -> tuple[str, ...]:
    """Remove deployments with our tag that are not among `kept`; `flow/name` of each, in order."""
    from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
    from prefect.exceptions import ObjectNotFound

    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    removed = []
    while gone := [
        one
        for one in await client.read_deployments(deployment_filter=ours, limit=200)
        if one.id not in kept
    ]:
        for one in gone:
            flow = await client.read_flow(one.flow_id)
            try:
                await client.delete_deployment(one.id)
            except ObjectNotFound:
                continue  # another start has just removed it
            removed.append(f"{flow.name}/{one.name}")
    return tuple(sorted(removed))


async def _ensure_pool(client: PrefectClient, pool: Pool) -> dict[str, Any]:
    """The pool's job template; the pool is made if there is none."""
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound

    try:
        found = await client.read_work_pool(pool.name)
    except ObjectNotFound:
        made = WorkPoolCreate(
            name=pool.name, type=pool.type.value, base_job_template=job_template(pool.type)
        )
        try:
            found = await client.create_work_pool(made)
        except ObjectAlreadyExists:  # two workers started at once
            found = await client.read_work_pool(pool.name)
    if found.type != pool.type:
        raise ConfigurationError(
            f"Пул «{pool.name}» уже есть, и он вида «{found.type}», а не «{pool.type}». "
            "Назовите другой пул: --pool."
        )
    return found.base_job_template


def job_template(type_: PoolType) -> dict[str, Any]:
    """How a worker of this type starts a run: of its package if installed, else of Prefect itself.

    ConfigurationError naming the package to install if neither has one.
    """
    from prefect.workers.base import BaseWorker
    from prefect.workers.process import ProcessWorker

    if type_ is PoolType.PROCESS:
        return deepcopy(ProcessWorker.get_default_base_job_template())
    if worker := BaseWorker.get_worker_class_from_type(type_.value):
        return deepcopy(worker.get_default_base_job_template())
    # Prefect ships the templates of its own packages for servers without a way out.
    shipped = resources.files("prefect.server.api") / "collections_data/views"
    packages = json.loads((shipped / "aggregate-worker-metadata.json").read_text("utf-8"))
    try:
        known = packages[f"prefect-{type_}"][type_.value]
    except KeyError:
        raise ConfigurationError(lacking(type_)) from None
    return dict(known["default_base_job_configuration"])


def lacking(type_: str) -> str:
    """What to install for pools of this type."""
    return (
        f"Для пулов вида «{type_}» нужен пакет prefect-{type_}. "
        f"Установите его рядом с Prefect: pip install prefect-{type_}."
    )


def _require(settings: Settings, pool: Pool) -> None:
    """What is refused before anything is made."""
    if pool.type is PoolType.PROCESS:
        if pool.image or pool.variables:
            raise InputError("Образ и переменные задания — только для docker и kubernetes.")
        return
    if not pool.image:
        raise InputError(
            "Назовите образ: --image. Собрать его: docker build -f docker/Dockerfile ."
        )
    if not settings.neo4j_uri:
        raise ConfigurationError(
            "Контейнерам нужен общий Neo4j: задайте ORIENTIR_NEO4J_URI и "
            "ORIENTIR_NEO4J_PASSWORD_FILE (файл внутри контейнера)."
        )


def _job_variables(pool: Pool, template: Mapping[str, Any]) -> dict[str, Any]:
    """The job variables of our deployments; a process needs none, it has all of its worker's."""
    if pool.type is PoolType.PROCESS:
        return {}
    asked = dict(pool.variables or {})
    _refuse_unknown(asked, template)
    environment = plain_environment(os.environ) | dict(asked.pop("env", {}))
    return {"image": pool.image, "command": EXECUTE, "env": environment} | asked


def _refuse_unknown(asked: Mapping[str, Any], template: Mapping[str, Any]) -> None:
    known = template["variables"]["properties"].keys()
    if unknown := sorted(asked.keys() - known):
        raise InputError(
            f"Нет переменных задания {', '.join(unknown)}. Есть: {', '.join(sorted(known))}."
        )


# Of this machine alone: a container has its own folder, port and memory.
_LOCAL: Final = frozenset(
    {"home", "cache", "host", "port", "maven_url", "db_heap", "db_page_cache", "db_port"}
)


def plain_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The set `ORIENTIR_…` variables a run in a container needs, none of them a secret."""
    ours = {
        name: environment[name]
        for key, name in _variables().items()
        if name in environment and key not in _LOCAL and not _is_secret(key)
    }
    return ours | engine.SILENCE


def withheld_secrets(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the set variables that hold a secret themselves."""
    return tuple(
        name for key, name in _variables().items() if _is_secret(key) and environment.get(name)
    )


def _variables() -> dict[str, str]:
    """Each setting's variable."""
    return {key: f"ORIENTIR_{key.upper()}" for key in Settings.model_fields}


def _is_secret(key: str) -> bool:
    return "SecretStr" in str(Settings.model_fields[key].annotation)
