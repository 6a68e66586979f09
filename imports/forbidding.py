"""What forbids writing a row although all that it names is there. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from imports.batch import RowProblem
from imports.compared import CHILD
from imports.comparing import Operation
from imports.resolving import Record, Target
from imports.sheet import SheetKind
from imports.typed import Typed, problem_at
from queries.changes.reading import Known

STOPPED: Final = RowProblem(
    None,
    None,
    "",
    "согласие отозвано или в нём отказано: обрабатывать данные ребёнка нельзя",
    "Уберите строку или сначала внесите новое согласие.",
)


def refused_of(
    kind: SheetKind, typed: Typed, records: Sequence[Record], was: Callable[[Record], Known]
) -> RowProblem | None:
    """What a record of the row has and must not have, by its draft; None if there is nothing.

    `was` gives a known record as the rows before this one leave it.
    """
    for record in (one for one in records if not one.new):
        for said in record.draft.unless:
            if was(record).fields.get(said.name) is not None:
                return problem_at(kind, typed, said.column, said.what, said.fix)
    return None


def held(
    operations: Sequence[Operation], records: Sequence[Record], was: Callable[[Record], Known]
) -> list[Operation]:
    """Operations that write nothing: the row stands only while these records are as they were."""
    written = {(one.label, one.id) for one in operations}
    return [
        Operation(one.label, one.id, was(one).version)
        for one in records
        if one.draft.unless and not one.new and (one.label, one.id) not in written
    ]


def of_children(records: Sequence[Record]) -> list[Target]:
    """Children that a row is about, or whose records lead to them."""
    own = [
        Target(one.label, one.id, {}, {})
        for one in records
        if one.label == CHILD and not one.new and not _only_came(one)
    ]
    led = [
        target
        for one in records
        for targets in one.links.values()
        for target in targets
        if target.label == CHILD
    ]
    return own + led


def _only_came(record: Record) -> bool:
    """Who came is entered as it was: a rule finds what should not have been."""
    return record.links.keys() <= {"attendances"} and not record.draft.fields
