"""The daily tidying: what nobody needs any more, in the graph and in the store of files."""

from __future__ import annotations

from functools import partial

from prefect import flow

from flows.by_region import Row
from flows.catalogue import TIDY
from flows.whole import Run, once, whole_task
from graph.session import Graph
from imports import cleaning
from imports.watch import forget_files
from queries.media.orphans import named
from queries.tidying import tidy as forget
from store import open_store
from store.cleaning import clean


async def _tidy(run: Run) -> Row:
    forgotten = await forget(run.graph, run.real, run.now, dry_run=run.dry_run)
    sheets = await cleaning.clean(run.graph, run.now, dry_run=run.dry_run)
    files = 0
    if not run.dry_run:
        files = await clean(open_store(run.settings), partial(_named, run.graph), run.real)
        files += _put_away(run)
    return {
        "as_of": run.now,
        "keys": forgotten.keys,
        "sign_ins": forgotten.sign_ins,
        "tokens": forgotten.tokens,
        "sheets": sheets.parts,
        "files": files,
    }


def _put_away(run: Run) -> int:
    """Sheets of the watched folder are kept no longer than their rows in the graph."""
    folder = run.settings.import_folder
    if folder is None or not folder.is_dir():
        return 0
    before = (run.real - cleaning.KEPT).timestamp()
    return sum(forget_files(one, before) for one in (folder, *folder.iterdir()))


async def _named(graph: Graph, fingerprints: list[str]) -> set[str]:
    return await graph.read(partial(named, fingerprints=fingerprints))


tidy_once = whole_task(TIDY, _tidy)


@flow(name=TIDY.name, description=TIDY.about)
async def tidy(
    regions: list[str] | None = None, as_of: str | None = None, dry_run: bool = False
) -> list[Row]:
    """Tidy the graph and the store as of now; one row. A dry run counts no files.

    It is of the whole graph and of the present: `regions` and `as_of` are not used.
    """
    return await once(TIDY, tidy_once, dry_run)
