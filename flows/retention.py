"""The daily destruction of children's data whose consent was withdrawn or refused long enough ago.

Nothing of such a child is shown from the moment of the withdrawal on: every question asks for a
consent in force. Here what is no longer shown is destroyed, and the act of it made.
Source: clause 5.2.3; 152-ФЗ, art. 21, parts 3 and 5.
"""

from __future__ import annotations

from functools import partial

from prefect import flow

from flows.by_region import RUNNER, Asked, Row, each_region, region_task
from flows.catalogue import RETENTION
from graph.session import Graph
from graph.settings import settings
from imports.watch import forget_files
from queries.audit.writing import BY_SCHEDULE
from queries.backup.ended import keep_ended
from queries.backup.file import copies_folder
from queries.media.orphans import named
from queries.retention.destroying import destroy_due
from store import open_store
from store.cleaning import discard


async def _retention(graph: Graph, asked: Asked) -> Row:
    own = settings()
    if not asked.dry_run:
        await keep_ended(graph, copies_folder(own), asked.region, asked.now)
    done = await destroy_due(
        graph,
        asked.region,
        asked.as_of,
        asked.now,
        own.retention_days,
        BY_SCHEDULE,
        dry_run=asked.dry_run,
    )
    if done.files:
        await discard(open_store(own), partial(_named, graph), list(done.files))
    if done.children and not asked.dry_run and own.import_folder is not None:
        forget_files(own.import_folder / asked.region)
    return {
        "region": asked.region,
        "as_of": asked.as_of,
        "children": len(done.children),
        "records": done.records,
        "values": done.values,
        "files": len(done.files),
    }


async def _named(graph: Graph, fingerprints: list[str]) -> set[str]:
    return await graph.read(partial(named, fingerprints=fingerprints))


retention_one = region_task(RETENTION, _retention)


@flow(name=RETENTION.name, description=RETENTION.about, task_runner=RUNNER)
async def retention(
    regions: list[str] | None = None,
    zone: str | None = None,
    as_of: str | None = None,
    dry_run: bool = False,
) -> list[Row]:
    """Destroy what is due in regions by id, or those of a time zone, or all; one row a region.

    OrientirError names the regions where it failed; the others are done all the same.
    """
    return await each_region(RETENTION, retention_one, regions, zone, as_of, dry_run)
