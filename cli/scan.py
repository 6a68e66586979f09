"""`orientir scan`: checks regions right now, without Prefect."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output import print_rows, say
from cli.progress import bar

if TYPE_CHECKING:
    from graph.session import Graph
    from queries.rules.scan import ScanResult

Row = dict[str, Any]

AT_ONCE = 2
"""Regions checked at one moment: a small machine has two cores, and each check keeps one busy."""


def scan(
    region: Annotated[
        list[str] | None, typer.Option(help="Регион по ISO 3166-2; можно несколько раз.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="На какой день или момент; без него — на сейчас.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Посчитать и не записывать.")] = False,
    list_regions: Annotated[bool, typer.Option("--list", help="Показать регионы графа.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Для программ: JSON.")] = False,
) -> None:
    """Проверить регионы: открыть, закрыть и обновить пробелы.

    День означает его конец, 24:00 по времени региона.

    Примеры: `orientir scan`; `orientir scan --region RU-TA --as-of 2019-10-01 --dry-run`;
    `orientir scan --region RU-TA --region RU-SA --json`; `orientir scan --list`.
    """
    if list_regions:
        columns = {"id": "код", "name": "регион", "zone": "часовой пояс"}
        print_rows(asyncio.run(_regions()), columns, as_json=as_json)
        return
    from flows.catalogue import SCAN

    rows = asyncio.run(_scan(region, as_of, dry_run))
    if dry_run:
        say("Пробный запуск: ничего не записано.")
    print_rows(rows, SCAN.columns, as_json=as_json)


async def _regions() -> list[Row]:
    from flows.region import select_regions
    from graph.opening import open_graph
    from graph.settings import settings

    async with open_graph(settings()) as graph:
        return [region._asdict() for region in await select_regions(graph)]


async def _scan(ids: list[str] | None, as_of: str | None, dry_run: bool) -> list[Row]:
    from graph.opening import open_graph
    from graph.settings import settings

    async with open_graph(settings()) as graph:
        return [_row(result) for result in await scan_regions(graph, ids, as_of, dry_run)]


async def scan_regions(
    graph: Graph, ids: list[str] | None, as_of: str | None, dry_run: bool
) -> list[ScanResult]:
    """Check these regions, or all, two at a time; results by region, a bar on a terminal."""
    from anyio import CapacityLimiter, create_task_group

    from flows.moment import moment
    from flows.region import RegionZone, select_regions
    from graph.errors import first_of_group
    from queries import clock
    from queries.rules.scan import scan_region

    now = await clock.now(graph)
    chosen = await select_regions(graph, ids)
    results: list[ScanResult] = []
    limiter = CapacityLimiter(AT_ONCE)

    async def check(region: RegionZone) -> None:
        async with limiter:
            at = moment(as_of, region.zone, now)
            results.append(await scan_region(graph, region.id, at, dry_run=dry_run))
            advance()

    with bar("Проверка регионов", len(chosen)) as advance, first_of_group():
        async with create_task_group() as group:
            for region in chosen:
                group.start_soon(check, region)
    return sorted(results, key=lambda result: result.region)


def _row(result: ScanResult) -> Row:
    return {
        "region": result.region,
        "as_of": result.as_of,
        "opened": result.opened,
        "closed": result.closed,
        "reopened": result.reopened,
        "open_gaps": result.open_gaps,
        "by_rule": dict(result.by_rule),
    }
