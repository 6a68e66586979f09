"""Sheets that somebody puts into the watched folder are loaded as `orientir import` loads them."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, get_run_logger

from flows.by_region import RUNNER, Asked, Row, each_region, region_task
from flows.catalogue import IMPORT_WATCH
from flows.region import select_regions
from graph.errors import ConfigurationError
from graph.opening import open_graph
from graph.session import Graph
from graph.settings import settings
from imports.watch import Fate, Taken, refuse_strays, take, waiting


async def _import(graph: Graph, asked: Asked) -> Row:
    taken: list[Taken] = []
    for path in waiting(_folder() / asked.region):
        one = await take(graph, asked.region, path, asked.now, dry_run=asked.dry_run)
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

    Nothing while no folder is set. ConfigurationError for one that isn't there; OrientirError names
    the regions where it failed.
    """
    if settings().import_folder is None:
        get_run_logger().info("Папка загрузки не задана: ORIENTIR_IMPORT_FOLDER.")
        return []
    folder = _folder()
    if not dry_run and (strays := refuse_strays(folder)):
        get_run_logger().warning("Файлов не в папке региона: %d", len(strays))
    async with open_graph(settings()) as graph:
        chosen = await select_regions(graph, regions)
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
