"""Every flow of the project: its name, function, schedules, concurrency and retries.

A plain list that costs nothing to read: functions are named by path and imported when needed. Every
flow takes `regions` (ids), `as_of` (text, see flows.moment) and `dry_run`, never personal data,
and returns one row a region with the keys of its entry's `columns`.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from graph.data.region import regions
from graph.errors import InputError

if TYPE_CHECKING:
    from prefect import Flow

DAILY_AT_SIX = "0 6 * * *"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When one deployment runs: `cron` on the clock of `zone` (IANA), with these parameters."""

    name: str
    cron: str
    zone: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One flow.

    `function` is `module:name`. `concurrency` is how many runs of one schedule may go at a time: a
    further one is cancelled, for it would do the same. `retries` are of one region's task.
    """

    name: str
    function: str
    about: str
    schedules: tuple[Schedule, ...]
    columns: Mapping[str, str]
    concurrency: int = 1
    retries: int = 2
    retry_delays_seconds: tuple[float, ...] = (5, 30)

    def flow(self) -> Flow[..., Any]:
        """The flow itself; imports Prefect."""
        module, name = self.function.split(":")
        return cast("Flow[..., Any]", getattr(importlib.import_module(module), name))


def entry(name: str) -> Entry:
    """The flow of this name; InputError naming those there are."""
    for candidate in CATALOGUE:
        if candidate.name == name:
            return candidate
    known = ", ".join(candidate.name for candidate in CATALOGUE)
    raise InputError(f"Нет процесса «{name}». Есть: {known}.")


def slug(zone: str) -> str:
    """A zone's name as Prefect allows names: Europe/Moscow → europe-moscow."""
    return zone.lower().replace("/", "-").replace("_", "-")


def _every_zone(cron: str) -> tuple[Schedule, ...]:
    """One schedule a time zone; which regions live in it is asked of the graph at run time."""
    zones = sorted({region.iana_tz for region in regions()})
    return tuple(Schedule(slug(z), cron, z, MappingProxyType({"zone": z})) for z in zones)


SCAN = Entry(
    name="scan",
    function="flows.scan:scan",
    about="Проверка регионов: открывает, закрывает и обновляет пробелы",
    schedules=_every_zone(DAILY_AT_SIX),
    columns=MappingProxyType(
        {
            "region": "регион",
            "as_of": "на момент",
            "opened": "открыто",
            "closed": "закрыто",
            "reopened": "открыто снова",
            "open_gaps": "всего открытых",
        }
    ),
)

CATALOGUE: tuple[Entry, ...] = (SCAN,)
