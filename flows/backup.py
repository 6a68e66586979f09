"""The daily copy of the graph, and the weekly drill: the newest one put back and compared."""

from __future__ import annotations

from prefect import flow

from flows.by_region import Row
from flows.catalogue import BACKUP, RESTORE_DRILL
from flows.whole import Run, once, whole_task
from queries.backup.drill import drill
from queries.backup.file import Header, copies, copies_folder
from queries.backup.making import make_copy


async def _backup(run: Run) -> Row:
    folder = copies_folder(run.settings)
    kept = run.settings.backups_kept
    if run.dry_run:
        found = copies(folder)
        return _nothing(found[0].path.name if found else "копий нет")
    made = await make_copy(run.graph, folder, run.real, kept)
    size = round(made.copy.size_bytes / 1e6, 1)
    return _row(made.copy.path.name, made.copy.header) | {
        "megabytes": size,
        "deleted": len(made.deleted),
        "quiet": "нет" if made.copy.header.content.quiet else "да",
    }


async def _drill(run: Run) -> Row:
    if run.dry_run:
        found = copies(copies_folder(run.settings))
        return _nothing(found[0].path.name if found else "копий нет")
    done = await drill(run.settings)
    return _row(done.path.name, done.restored.header) | {
        "lost_links": done.restored.lost_links,
        "audit_entries": done.restored.audit.entries,
        "equal": "да",
    }


def _row(name: str, header: Header) -> Row:
    content = header.content
    return {"file": name, "nodes": content.nodes, "links": content.links}


def _nothing(name: str) -> Row:
    """What a dry run says: which copy is the newest now."""
    keys = {*BACKUP.columns, *RESTORE_DRILL.columns} - {"file"}
    return {"file": name} | dict.fromkeys(keys)


backup_once = whole_task(BACKUP, _backup)
drill_once = whole_task(RESTORE_DRILL, _drill)


@flow(name=BACKUP.name, description=BACKUP.about)
async def backup(
    regions: list[str] | None = None, as_of: str | None = None, dry_run: bool = False
) -> list[Row]:
    """Make a copy of the whole graph as it is now; one row. A dry run tells which is the newest.

    `regions` and `as_of` are not used: part of a graph, or its past, is no copy of it.
    """
    return await once(BACKUP, backup_once, dry_run)


@flow(name=RESTORE_DRILL.name, description=RESTORE_DRILL.about)
async def restore_drill(
    regions: list[str] | None = None, as_of: str | None = None, dry_run: bool = False
) -> list[Row]:
    """Restore the newest copy into a Neo4j of its own, compare all of it, throw it away; one row.

    RestoredError if it is not what it was. A dry run only tells which copy it would be.
    `regions` and `as_of` are not used.
    """
    return await once(RESTORE_DRILL, drill_once, dry_run)
