"""What a file's marked copy is made of: the whole of an import, then its rows part by part.

The book itself is made in `exports`, which knows nothing of imports; whoever knows both brings them
together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

import anyio.to_thread

from graph.model.importing import ImportState as State
from graph.session import Graph
from imports import viewing
from imports.batch import Fate, RowProblem, RowView, Summary
from imports.kept import batches
from imports.telling import kind_of
from queries.changes.refusing import StepError
from queries.scope import Actor

_COMPARING = frozenset({State.RECEIVING, State.READ})


class Whole(NamedTuple):
    """What is known of the whole file, in the order that exports.marked.Sheet takes it."""

    headers: Sequence[str]
    places: Mapping[str, int]
    counts: Mapping[str, int]
    problems: Sequence[RowProblem]
    told: Sequence[tuple[str, str]]


def whole_of(found: Summary) -> Whole:
    """What a marked file tells of the whole import."""
    return Whole(
        [one.header for one in found.columns],
        {one.key: one.index for one in found.columns if one.key is not None},
        {fate.value: count for fate, count in found.counts.items()},
        found.problems,
        [
            ("Файл", found.file),
            ("Лист", found.sheet),
            ("Вид листа", kind_of(found)),
            ("Регион", found.region),
            ("Строк в файле", str(found.total)),
        ],
    )


async def each_part(
    graph: Graph,
    actor: Actor,
    found: Summary,
    now: datetime,
    add: Callable[[list[RowView]], object],
    *,
    fates: Sequence[Fate] = (),
) -> None:
    """Give the rows of an import to `add`, in order and some at a time, in a thread.

    StepError while the file is being compared, or anew meanwhile, or once its rows are gone.
    """
    if found.state in _COMPARING:
        raise StepError("id", "Файл ещё сверяется: подождите предпросмотра.")
    kept = await graph.read(partial(batches.parts, actor=actor, batch=found.id))
    if not kept:
        raise StepError("id", "Строки этой загрузки уже уничтожены по сроку.")
    for part in kept:
        read = partial(
            viewing.rows_of_part,
            actor=actor,
            batch=found.id,
            part=part["number"],
            now=now,
            fates=fates,
        )
        await anyio.to_thread.run_sync(add, await graph.read(read))
    after = await graph.read(partial(viewing.summary, actor=actor, batch=found.id))
    if after.digest != found.digest:
        raise StepError("id", "Пока файл готовился, предпросмотр изменился. Повторите.")
