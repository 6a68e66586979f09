"""The rows of a file against the graph: each gets its fate, and what writing it would do.

Goes through a file part by part, in order, and only reads. What it makes of a row is plain data
(`Plan`): the preview shows it, the commit carries it out, and neither asks the file again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, Final, NamedTuple

from graph.model import MODEL
from graph.session import Reader
from imports.batch import Candidate, Decision, Fate, RowProblem
from imports.comparing import Difference, Operation, changed, created, names_in, overlaid
from imports.draft import Draft
from imports.finding import Directory
from imports.forbidding import STOPPED, held, of_children, refused_of
from imports.likeness import Likeness
from imports.resolving import Record, Resolver, UnresolvedError, ways_of
from imports.sheet import Cell, Place, SheetKind
from imports.titles import title_of, titles
from imports.turns import in_turns
from imports.typed import Typed, drafts_of, problem_at, read_row
from imports.wording import worded
from queries.changes.consenting import consented_among, stopped_among
from queries.changes.reading import Known, snapshots


@dataclass(slots=True)
class Plan:
    """What is to become of one row."""

    number: int
    fate: Fate
    operations: list[Operation] = field(default_factory=list)
    changes: list[tuple[str, str, str, str]] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    decision: Decision | None = None
    why: str = ""
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person decided of a row: `same` is the id of the candidate that it is."""

    decision: Decision
    same: str = ""


class _Resolved(NamedTuple):
    """A row whose records are known, still to be compared with the graph."""

    plan: Plan
    typed: Typed
    records: list[Record]


_KnownRecords = Mapping[tuple[str, str], Known]


@dataclass
class Planner:
    """One walk through one file; call `part` for its parts in order."""

    kind: SheetKind
    columns: Mapping[int, str]
    place: Place
    batch: str
    directory: Directory = field(init=False)
    resolver: Resolver = field(init=False)
    likeness: Likeness = field(init=False)
    _claimed: dict[str, tuple[int, int]] = field(default_factory=dict)
    _said: set[tuple[str, int]] = field(default_factory=set)
    _changed: dict[tuple[str, str], Known] = field(default_factory=dict)
    _in_part: set[tuple[str, str]] = field(default_factory=set)
    _titles: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.directory = Directory(self.place.region)
        self.resolver = Resolver(self.batch, self.directory)
        self.likeness = Likeness(self.directory)

    async def part(
        self,
        reader: Reader,
        rows: Sequence[Sequence[Any]],
        said: Mapping[int, Said],
        now: datetime,
    ) -> list[Plan]:
        """The plans of some rows `(number, cells)`, given what people said of them.

        A row that is not to be taken at its word says why as its third.
        """
        read = [self._read(*row) async for row in in_turns(rows)]
        drafts = [drafts_of(self.kind, typed, self.place) async for typed in in_turns(read)]
        await self.directory.load(reader, {way for one in drafts for way in ways_of(one)})
        await self.likeness.load(reader, [one[0] for one in drafts if one], now)
        plans: list[Plan] = []
        resolved: list[_Resolved] = []
        asking = zip(rows, read, drafts, strict=True)
        async for (number, *_), typed, asked in in_turns(asking):
            plan, records = self._resolve(number, typed, asked, said.get(number))
            plans.append(plan)
            if records:
                resolved.append(_Resolved(plan, typed, records))
        await self._compare(reader, resolved, now)
        await self._word(reader, plans, now)
        self._end_part()
        return plans

    def _read(self, _: int, cells: Sequence[Cell], wrong: str = "") -> Typed:
        if wrong:
            return Typed(problems=[RowProblem(None, None, "", wrong, _SPLIT)])
        return read_row(self.kind, self.columns, cells, self.place)

    def _resolve(
        self, number: int, typed: Typed, drafts: Sequence[Draft], said: Said | None
    ) -> tuple[Plan, list[Record]]:
        """A plan, and the records still to be compared with the graph; none if it has its fate."""
        if not drafts:
            return Plan(number, Fate.REJECTED, problems=typed.problems), []
        if said is not None and said.decision is Decision.SKIP:
            return Plan(number, Fate.SKIPPED, decision=said.decision), []
        plan = Plan(number, Fate.SAME, decision=said.decision if said else None)
        fresh = said is not None and said.decision is Decision.NEW
        try:
            records = self.resolver.records(
                number, drafts, same=said.same if said else "", fresh=fresh
            )
        except UnresolvedError as error:
            return self._unresolved(plan, typed, error), []
        if self._repeats(plan, records[0], typed):
            return plan, []
        if said is None and records[0].new and records[0].draft.twins:
            plan.candidates = self.likeness.of(records[0], number)
            if plan.candidates:
                plan.fate = Fate.DUPLICATE
                return plan, []
        return plan, records

    def _unresolved(self, plan: Plan, typed: Typed, error: UnresolvedError) -> Plan:
        if error.several:
            plan.fate = Fate.DUPLICATE
            plan.candidates = [Candidate(id_, "", _AGREES) for id_ in error.several]
            return plan
        plan.fate = Fate.REJECTED
        plan.problems = [problem_at(self.kind, typed, error.column, error.what, error.fix)]
        return plan

    def _repeats(self, plan: Plan, own: Record, typed: Typed) -> bool:
        """Whether an earlier row is about the same record; the plan then says which."""
        if self.kind.repeats:
            return False
        whole, same = _print(typed.values), _print(typed.values, self.kind.varying)
        row, said = self._claimed.setdefault(own.id, (plan.number, same))
        again = (own.id, whole) in self._said
        self._said.add((own.id, whole))
        if row == plan.number or (said == same and not again):
            return False
        if again:
            plan.why = f"повторяет строку {row}"
        else:
            plan.fate = Fate.REJECTED
            what = f"об этой же записи уже говорит строка {row}, и по-другому"
            fix = "Оставьте одну из двух строк."
            plan.problems = [RowProblem(None, None, "", what, fix)]
        return True

    async def _compare(self, reader: Reader, resolved: Sequence[_Resolved], now: datetime) -> None:
        known = await self._known(reader, (one for row in resolved for one in row.records))
        stopped = await self._stopped(reader, resolved, now)
        async for plan, typed, records in in_turns(resolved):
            was = partial(self._was, known=known)
            refused = refused_of(self.kind, typed, records, was)
            if any(one.id in stopped for one in of_children(records)):
                refused = STOPPED
            if refused is not None:
                plan.fate = Fate.REJECTED
                plan.problems = [refused]
                continue
            for record in reversed(records):
                self._operate(plan, record, known)
            if plan.operations:
                plan.fate = Fate.NEW if records[0].new else Fate.CHANGED
                plan.operations += held(plan.operations, records, was)

    def _was(self, record: Record, known: _KnownRecords) -> Known:
        """A known record as the rows before this one leave it."""
        key = (record.label, record.id)
        return self._changed.get(key) or known[key]

    def _operate(self, plan: Plan, record: Record, known: _KnownRecords) -> None:
        if record.new:
            self._titles.setdefault(record.id, title_of(record.draft))
            made = created(record)
            if record.draft.twins:
                made.keys = [*made.keys, *self.likeness.watched(record)]
            plan.operations.append(made)
            return
        if not record.writes:
            return
        key = (record.label, record.id)
        was = self._was(record, known)
        operation, differences = changed(record, was, self.place.today)
        if operation is not None:
            plan.operations.append(operation)
            plan.differences += differences
            self._changed[key] = overlaid(was, operation)
            self._in_part.add(key)

    async def _known(
        self, reader: Reader, records: Iterable[Record]
    ) -> dict[tuple[str, str], Known]:
        ids: defaultdict[str, set[str]] = defaultdict(set)
        for one in records:
            looked_at = one.writes or one.draft.unless
            if not one.new and looked_at and (one.label, one.id) not in self._changed:
                ids[one.label].add(one.id)
        return {
            (label, one.id): one
            for label in sorted(ids)
            for one in await snapshots(reader, label, sorted(ids[label]))
        }

    async def _stopped(
        self, reader: Reader, resolved: Sequence[_Resolved], now: datetime
    ) -> frozenset[str]:
        """Children of these rows whose data may not be processed."""
        if self.kind.of_stopped:
            return frozenset()
        ids = {one.id for row in resolved for one in of_children(row.records)}
        return await stopped_among(reader, ids, self.place.region, now, self.place.today)

    async def _word(self, reader: Reader, plans: Sequence[Plan], now: datetime) -> None:
        """Say in words what would change."""
        names = {one for plan in plans for one in names_in(plan.differences)}
        unknown = {one for one in names if one.id not in self._titles}
        self._titles |= await titles(reader, unknown)
        children = {one.id for plan in plans for one in plan.differences if one.of_child}
        shown = await consented_among(reader, children, self.place.region, now, self.place.today)
        async for plan in in_turns(plans):
            plan.changes = [
                worded(one, self._titles, hidden=one.of_child and one.id not in shown)
                for one in plan.differences
            ]
            if plan.fate is Fate.CHANGED:
                plan.changes += [
                    (MODEL.nodes[one.label].ru, "новая запись", "", self._titles.get(one.id, ""))
                    for one in plan.operations
                    if one.version is None
                ]

    def _end_part(self) -> None:
        """A record's version grows by one with each part that changes it."""
        for key in self._in_part:
            was = self._changed[key]
            self._changed[key] = replace(was, version=was.version + 1)
        self._in_part.clear()


_SPLIT: Final = (
    'Поправьте кавычки и разделители этой строки: кавычку внутри ячейки пишут дважды («""»).'
)
_AGREES: Final = "всё, что сказано в строке, совпадает"


def _print(values: Mapping[str, object], without: frozenset[str] = frozenset()) -> int:
    """A fingerprint of a row's values, some columns left out."""
    return hash(repr(sorted((k, v) for k, v in values.items() if k not in without)))
