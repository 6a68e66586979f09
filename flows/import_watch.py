"""Sheets that somebody puts into the watched folder are loaded as `orientir import` loads them.

What a killed worker left, of whatever sheet, is done too: nobody has to remember it.
"""

from __future__ import annotations

from pathlib import Path

from prefect import flow, get_run_logger

from flows.by_region import RUNNER, Asked, Row, each_region, region_task
from flows.catalogue import IMPORT_WATCH
from flows.import_marked import write_marked
from flows.region import select_regions
from graph.errors import ConfigurationError
from graph.opening import open_graph
from graph.session import Graph
from graph.settings import settings
from imports.watch import refuse_strays, take, waiting
from imports.watch_report import Fate, Taken
from imports.working import work_off


async def _import(graph: Graph, asked: Asked) -> Row:
    taken: list[Taken] = []
    for path in waiting(_folder() / asked.region):
        one = await take(
            graph, asked.region, path, asked.now, dry_run=asked.dry_run, mark=write_marked
        )
        taken += [one] if one else []
    return {
        "region": asked.region,
        "as_of": asked.as_of,
        "loaded": sum(one.fate is Fate.LOADED for one in taken),
        "known": sum(one.fate is Fate.KNOWN for one in taken),
        "refused": sum(one.fate is Fate.REFUSED for one in taken),
        "created": sum(one.created for one in taken),
        "updated": sum(one.updated for one in taken),
    }


import_one = region_task(IMPORT_WATCH, _import)


@flow(name=IMPORT_WATCH.name, description=IMPORT_WATCH.about, task_runner=RUNNER)
async def import_watch(
    regions: list[str] | None = None, as_of: str | None = None, dry_run: bool = False
) -> list[Row]:
    """Load what waits for regions by id, or for all; one row a region that had files, by id.

    Before that the imports that were cut off are finished, in whatever region, unless it is a dry
    run. Without a folder that is all. ConfigurationError for one that isn't there; OrientirError
    names the regions where it failed.
    """
    async with open_graph(settings()) as graph:
        chosen = await select_regions(graph, regions)
        resumed = [] if dry_run else await work_off(graph)
    if resumed:
        get_run_logger().info("Прерванных загрузок закончено: %d", len(resumed))
    if settings().import_folder is None:
        get_run_logger().info("Папка загрузки не задана: ORIENTIR_IMPORT_FOLDER.")
        return []
    folder = _folder()
    if not dry_run and (strays := refuse_strays(folder)):
        get_run_logger().warning("Файлов не в папке региона: %d", len(strays))
    busy = [region.id for region in chosen if waiting(folder / region.id)]
    if not busy:
        return []
    return await each_region(IMPORT_WATCH, import_one, busy, None, as_of, dry_run)


def _folder() -> Path:
    folder = settings().import_folder
    if folder is None or not folder.is_dir():
        raise ConfigurationError(
            f"Папки загрузки {folder} нет. Создайте её или исправьте ORIENTIR_IMPORT_FOLDER."
        )
    return folder.absolute()
