"""A root field as a plan: its statement, the parameters to send, the shape of its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from graph.errors import InputError
from graph.session import Statement
from queries.compiler.blocks import Lines, Page, fields, page
from queries.compiler.building import Asked, Building, Parameter, Sight, where
from queries.compiler.conditions import of_list
from queries.compiler.grouping import Group, groups_of
from queries.compiler.selection import (
    AnyById,
    ById,
    Field,
    Grouped,
    GroupField,
    Listed,
    Many,
    One,
    PageArguments,
    Root,
)
from queries.compiler.shaping import (
    Firsts,
    Shape,
    at,
    column,
    constant,
    converted,
    optional,
    structured,
)
from queries.compiler.steps import LABELS, Step, Way
from queries.compiler.valuing import answered, sent, value
from queries.compiler.ways import all_of, along, region_of

MAX_FIRST = 100
MAX_GROUPS = 1000


class PageSizeError(InputError):
    """`first` outside what a page may hold."""

    code = "BAD_PAGE_SIZE"


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything about one root field but its values.

    The statement returns at most one row; `shape(row, firsts)` is the answer, the row None if
    there was none. `shared` names those of the statement's parameters that are no values of the
    question: the viewer's scope and the moment.
    """

    key: str
    statement: Statement
    parameters: tuple[Parameter, ...]
    pages: tuple[Asked, ...]
    shared: tuple[str, ...]
    shape: Callable[[Sequence[Any] | None, Firsts], Any] = field(compare=False)

    def values(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters of the question itself; CursorError for a cursor of another list."""
        found = {}
        for parameter in self.parameters:
            given = parameter.slot.read(variables)
            found[parameter.name] = parameter.convert(given) if parameter.convert else given
        return found

    def firsts(self, variables: Mapping[str, Any]) -> dict[int, int]:
        """How many each page shows, by its number; PageSizeError."""
        return {i: checked_first(one.first.read(variables)) for i, one in enumerate(self.pages)}

    def nodes(self, firsts: Firsts) -> int:
        """The most nodes that the pages may hold together."""
        sizes: list[int] = []
        for i, one in enumerate(self.pages):
            sizes.append(firsts[i] * (1 if one.within is None else sizes[one.within]))
        return sum(sizes)


def checked_first(first: Any) -> int:
    """`first` of a page; PageSizeError outside 1 to 100."""
    if not isinstance(first, int) or not 1 <= first <= MAX_FIRST:
        raise PageSizeError(f"first должно быть от 1 до {MAX_FIRST}, а дано {first}.")
    return first


SHARED = (
    "ahead",
    "at",
    "consent_day",
    "now",
    "scope_person",
    "scope_regions",
    "today",
    "tomorrow",
)


def compiled(root: Root, sight: Sight) -> Plan:
    """The plan of a root field for viewers of this sight."""
    build = Building(sight)
    text, shape = _root(root, build)
    return _plan(root.key, text, build, shape)


def _plan(
    key: str, text: str, build: Building, shape: Callable[[Sequence[Any] | None, Firsts], Any]
) -> Plan:
    shared = tuple(name for name in SHARED if f"${name}" in text)
    return Plan(key, Statement(text), tuple(build.parameters), tuple(build.pages), shared, shape)


Made = tuple[str, Callable[[Sequence[Any] | None, Firsts], Any]]


@singledispatch
def _root(root: Any, build: Building) -> Made:
    raise TypeError(type(root).__name__)


@_root.register
def _by_id(root: ById, build: Building) -> Made:
    text, lines, shape = _found(build, root.label, build.parameter(root.id), root.fields, ())
    text += f"\nRETURN {lines.row()}"

    def shaped(row: Sequence[Any] | None, firsts: Firsts) -> Any:
        return None if row is None else shape(row[0], firsts)

    return text, shaped


def _found(
    build: Building, label: str, identity: str, asked: Sequence[Any], first: Sequence[str]
) -> tuple[str, Lines, Any]:
    variable = build.name("n")
    pattern = all_of(build, label, variable)
    lines = Lines(build, label, variable, columns=list(first))
    shape = fields(lines, asked)
    match = f"MATCH ({variable}:{label} {{id: {identity}}})"
    text = "\n".join([match, *where(list(pattern.conditions)), *lines.calls])
    return text, lines, shape


@_root.register
def _any_by_id(root: AnyById, build: Building) -> Made:
    identity = build.parameter(root.id)
    branches, shapes = [], []
    for i, label in enumerate(LABELS):
        text, lines, shape = _found(build, label, identity, root.fields[label], (str(i),))
        branches.append(f"{text}\nRETURN {lines.row()} AS b")
        shapes.append(shape)
    union = "\nUNION ALL\n".join(branches)
    text = f"CALL () {{\n{union}\n}}\nWITH b ORDER BY b[0] LIMIT 1\nRETURN b"

    def shaped(row: Sequence[Any] | None, firsts: Firsts) -> Any:
        return None if row is None else shapes[row[0][0]](row[0], firsts)

    return text, shaped


@_root.register
def _listed(root: Listed, build: Building) -> Made:
    variable = build.name("n")
    pattern = all_of(build, root.label, variable)
    made = page(Lines(build, root.label, variable), pattern, False, root.page, root.parts)
    return _page_statement(made)


def _page_statement(made: Page) -> Made:
    if made.text and made.count:
        text = f"CALL () {{\n{made.text} AS rows\n}}\nRETURN rows, {made.count} AS total"
    elif made.text:
        text = f"{made.text} AS rows"
    else:
        text = f"RETURN {made.count or 'null'} AS total"

    shape = made.shape(at(0), at(-1))

    def shaped(row: Sequence[Any] | None, firsts: Firsts) -> Any:
        assert row is not None  # noqa: S101 - an aggregate always gives a row
        return shape(row, firsts)

    return text, shaped


@_root.register
def _grouped(root: Grouped, build: Building) -> Made:
    variable = build.name("n")
    pattern = all_of(build, root.label, variable)
    conditions = [*pattern.conditions, *of_list(build, root.label, variable, root.filter)]
    lines = [f"MATCH {pattern.text}", *where(conditions)]
    known = groups_of(root.label)
    names = [build.name("g") for _ in root.groups]
    places = dict(zip(root.groups, names, strict=True))
    far = {name: known[group] for group, name in places.items() if _by_region(known[group])}
    keys = [
        f"{variable}.region AS {name}"
        if name in far
        else f"{_key(build, root.label, variable, known[group], lines)} AS {name}"
        for group, name in places.items()
    ]
    lines.append(f"WITH {', '.join([*keys, 'count(*) AS count'])}")
    if far:
        ends = {name: _from_region(build, name, group, lines) for name, group in far.items()}
        same = [f"{ends.get(name, name)} AS {name}" for name in names]
        lines.append(f"WITH {', '.join([*same, 'sum(count) AS count'])}")
    order = [f"{n}.id" if known[g].steps else n for g, n in places.items()]
    lines.append(f"ORDER BY {', '.join(['count DESC', *order])} LIMIT {MAX_GROUPS}")
    columns: list[str] = []
    one = structured(
        [(one.key, _group_field(build, one, known, places, lines, columns)) for one in root.rows]
    )
    lines.append(f"RETURN collect([{', '.join(columns)}])")

    def shaped(row: Sequence[Any] | None, firsts: Firsts) -> Any:
        assert row is not None  # noqa: S101 - an aggregate always gives a row
        return [one(group, firsts) for group in row[0]]

    return "\n".join(lines), shaped


def _key(build: Building, label: str, variable: str, group: Group, lines: list[str]) -> str:
    """What is grouped by; nodes are found by lines of their own."""
    if group.declared is not None:
        return value(build.sight, label, variable, group.declared)
    return _walked(build, group.steps, variable, lines)


def _by_region(group: Group) -> bool:
    """Whether it is found by the region, whose id each node has: it is looked up once a region."""
    return bool(group.steps) and group.steps[0].way is Way.UP


def _from_region(build: Building, identity: str, group: Group, lines: list[str]) -> str:
    region = build.name("n")
    found = region_of(build, identity, region)
    lines += [f"OPTIONAL MATCH {found.text}", *where(list(found.conditions))]
    return _walked(build, group.steps[1:], region, lines)


def _walked(build: Building, steps: Sequence[Step], here: str, lines: list[str]) -> str:
    for step in steps:
        there = build.name("n")
        found = along(build, step, here, step.target, there, lasting=True)
        lines += [f"OPTIONAL MATCH {found.text}", *where(list(found.conditions))]
        here = there
    return here


def _group_field(
    build: Building,
    asked: GroupField,
    known: Mapping[str, Group],
    places: Mapping[str, str],
    lines: list[str],
    columns: list[str],
) -> Shape:
    position = len(columns)
    if asked.name == "count":
        columns.append("count")
        return column(position)
    name = places.get(asked.name)
    if name is None:
        # A group that the rows are not grouped by is nothing.
        return constant(asked.type_name or None)
    group = known[asked.name]
    if group.declared is not None:
        columns.append(sent(group.declared.kind, name))
        make = answered(build.sight, group.declared)
        return column(position) if make is None else converted(make, [position])
    inner = Lines(build, group.target, name)
    shape = fields(inner, asked.fields)
    lines += inner.calls
    columns.append(f"CASE WHEN {name} IS NOT NULL THEN {inner.row()} END")
    return optional(position, [shape])


def along_step(step: Step, asked: PageArguments | None, parts: Any, sight: Sight) -> Plan:
    """The same step from many nodes at once, `$ids`: rows of an id and what is found there.

    For fields that are executed one by one. `asked` is None for a to-one step, whose `parts` are
    the fields by label; otherwise they are those of the page. `shape` takes a row without its id.
    """
    it = One("it", step, parts) if asked is None else Many("it", step, asked, parts)
    return _of_ids(step.source, (it,), sight, lambda found: found["it"])


def by_ids(label: str, asked: Sequence[Field], sight: Sight) -> Plan:
    """These nodes, `$ids`: rows of an id and the node. `shape` takes a row without its id."""
    return _of_ids(label, asked, sight, lambda found: found)


def _of_ids(
    label: str, asked: Sequence[Field], sight: Sight, pick: Callable[[dict[str, Any]], Any]
) -> Plan:
    build = Building(sight)
    text, lines, shape = _found(build, label, "id", asked, ())
    statement = f"UNWIND $ids AS id\n{text}\nRETURN id, {lines.row()}"

    def shaped(row: Sequence[Any] | None, firsts: Firsts) -> Any:
        return None if row is None else pick(shape(row[0], firsts))

    return _plan("it", statement, build, shaped)
