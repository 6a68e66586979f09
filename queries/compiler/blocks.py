"""Nodes, links and pages as Cypher: each nested one a subquery that gives one list.

What a subquery gives is a row of values by position, not a map that repeats every name; beside
its text stands the shape that makes the answer of such a row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.declaration import Property
from graph.model import MODEL
from queries.compiler.building import Building, Sight, consented, where
from queries.compiler.conditions import of_list
from queries.compiler.made import MadeValue, made_of
from queries.compiler.ordering import Ordering, behind, ordering
from queries.compiler.selection import (
    EdgeField,
    EdgeKind,
    Field,
    Made,
    Many,
    One,
    PageArguments,
    Part,
    PartKind,
    TypeName,
    Value,
)
from queries.compiler.shaping import (
    Shape,
    at,
    column,
    constant,
    converted,
    listed,
    optional,
    structured,
    told_of,
)
from queries.compiler.steps import values_of
from queries.compiler.valuing import answered, happened, sent, value
from queries.compiler.ways import Pattern, along


@dataclass(slots=True)
class Lines:
    """A node in the making: subqueries to run for it, columns of its row."""

    build: Building
    label: str
    variable: str
    edge: str | None = None
    told_by_edge: Mapping[str, Property] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    _consent: str | None = None

    def column(self, text: str) -> int:
        """Where in the row this value stands."""
        if text not in self.columns:
            self.columns.append(text)
        return self.columns.index(text)

    def consent(self) -> str:
        """The variable that tells whether the child that this node is of may be named."""
        if self._consent is None:
            self._consent = self.build.name("ok")
            self.calls.append(_consent_call(self.build, self.label, self.variable, self._consent))
        return self._consent

    def row(self) -> str:
        return f"[{', '.join(self.columns)}]"


# Where a record about a child names the child.
_CHILD_OF = {"StageResult": "RESULT_OF", "Recommendation": "RECOMMENDS_TO"}


def _consent_call(build: Building, label: str, variable: str, name: str) -> str:
    if label == "Student":
        return f"CALL ({variable}) {{ RETURN {consented(variable)} AS {name} }}"
    child = f"child_{name}"
    match = f"MATCH ({variable})-[:{_CHILD_OF[label]}]->({child}:Student)"
    text = " ".join([match, *where([*build.scope("Student", child), consented(child)])])
    return f"CALL ({variable}) {{ RETURN EXISTS {{ {text} }} AS {name} }}"


def fields(lines: Lines, asked: Sequence[Field]) -> Shape:
    """Add what is asked of a node; returns what shapes its row."""
    return structured([(one.key, _field(lines, one)) for one in asked])


def _field(lines: Lines, asked: Field) -> Shape:
    if isinstance(asked, Value):
        return _value(lines, asked.name)
    if isinstance(asked, TypeName):
        return constant(asked.name)
    if isinstance(asked, Made):
        return _made(lines, made_of(lines.label)[asked.name])
    if isinstance(asked, One):
        return _one(lines, asked)
    return _many(lines, asked)


def _value(lines: Lines, name: str) -> Shape:
    declared = values_of(lines.label)[name]
    text = sent(declared.kind, _told(lines, declared))
    return _shown(lines.build.sight, lines.column(text), declared)


def _told(lines: Lines, declared: Property) -> str:
    """The value of a property; a child's own words and name only by consent."""
    text = value(lines.build.sight, lines.label, lines.variable, declared)
    if declared.personal_of_child:
        return f"CASE WHEN {lines.consent()} THEN {text} END"
    return text


def _shown(sight: Sight, position: int, declared: Property) -> Shape:
    make = answered(sight, declared)
    return column(position) if make is None else converted(make, [position])


def _made(lines: Lines, made: MadeValue) -> Shape:
    declared = values_of(lines.label)
    positions = [lines.column(_told(lines, declared[name])) for name in made.of]
    return converted(made.make, positions)


def _one(lines: Lines, asked: One) -> Shape:
    name = lines.build.name("v")
    branches = [_branch(lines, asked, label, i) for i, label in enumerate(asked.step.targets)]
    shapes = [shape for _, shape in branches]
    if len(branches) == 1:
        body = branches[0][0]
    else:
        union = "\nUNION ALL\n".join(text for text, _ in branches)
        body = f"CALL ({lines.variable}) {{\n{union}\n}}\nWITH b ORDER BY b[0] LIMIT 1"
    lines.calls.append(
        f"CALL ({lines.variable}) {{\n{body}\nRETURN collect(b)[0] AS {name}\n}}"
        if len(branches) > 1
        else f"CALL ({lines.variable}) {{\n{body} AS {name}\n}}"
    )
    return optional(lines.column(name), shapes)


def _branch(lines: Lines, asked: One, label: str, number: int) -> tuple[str, Shape]:
    build, step = lines.build, asked.step
    there = build.name("n")
    pattern = along(build, step, lines.variable, label, there, lasting=not step.history)
    inner = Lines(build, label, there, pattern.edge)
    several = len(step.targets) > 1
    if several:
        inner.column(str(number))
    shape = fields(inner, asked.fields.get(label, ()))
    text = [
        f"MATCH {pattern.text}",
        *where(list(pattern.conditions)),
        f"WITH {there} ORDER BY {there}.id LIMIT 1",
        *inner.calls,
        f"RETURN {inner.row()} AS b" if several else f"RETURN collect({inner.row()})[0]",
    ]
    return "\n".join(text), shape


def _many(lines: Lines, asked: Many) -> Shape:
    build, step = lines.build, asked.step
    there = build.name("n")
    lasting = asked.page.lasting and not step.history
    pattern = along(build, step, lines.variable, step.target, there, lasting=lasting)
    told = {declared.name: declared for declared in step.properties}
    inner = Lines(build, step.target, there, pattern.edge, told)
    made = page(inner, pattern, step.interval, asked.page, asked.parts)
    rows = count = ""
    if made.text:
        name = build.name("v")
        lines.calls.append(f"CALL ({lines.variable}) {{\n{made.text} AS {name}\n}}")
        rows = at(lines.column(name))
    if made.count:
        count = at(lines.column(made.count))
    return made.shape(rows, count)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the text that collects its rows ("" if none are asked for), the text that counts.

    `shape` makes the connection, of the expressions that find the rows and the count in a row.
    """

    text: str
    count: str
    shape: Callable[[str, str], Shape]


def page(
    lines: Lines,
    pattern: Pattern,
    interval: bool,
    asked: PageArguments,
    parts: Sequence[Part],
) -> Page:
    """The page of the nodes that the pattern finds; `lines` are of a node in it."""
    build = lines.build
    conditions = [
        *pattern.conditions,
        *of_list(build, lines.label, lines.variable, asked.filter),
    ]
    edge = pattern.edge if interval else None
    order = ordering(build, lines.label, lines.variable, edge, asked.order)
    with build.page(asked.first) as number:
        makers = [(part.key, _part(lines, order, asked, number, part)) for part in parts]
    counted = any(part.kind is PartKind.COUNT for part in parts)
    listed = any(part.kind in (PartKind.EDGES, PartKind.INFO) for part in parts)
    count = " ".join(["COUNT {", f"MATCH {pattern.text}", *where(conditions), "}"])
    text = _page_text(lines, pattern, conditions, order, asked) if listed else ""

    def shape(rows: str, total: str) -> Shape:
        return structured([(key, make(rows, total)) for key, make in makers])

    return Page(text, count if counted else "", shape)


def _page_text(
    lines: Lines,
    pattern: Pattern,
    conditions: list[str],
    order: Ordering,
    asked: PageArguments,
) -> str:
    build = lines.build
    carried = ", ".join(name for name in (lines.variable, pattern.edge) if name)
    limit = build.parameter(asked.first, _one_more)
    return "\n".join(
        [
            f"MATCH {pattern.text}",
            *where([*conditions, *behind(build, order, asked)]),
            f"WITH {carried} ORDER BY {order.text} LIMIT {limit}",
            *lines.calls,
            f"RETURN collect({lines.row()})",
        ]
    )


def _one_more(first: int) -> int:
    """One more than is shown tells whether there is a next page without counting."""
    return first + 1


PartShape = Callable[[str, str], Shape]


def _part(
    lines: Lines, order: Ordering, asked: PageArguments, number: int, part: Part
) -> PartShape:
    if part.kind is PartKind.COUNT:
        return lambda _rows, total: Shape(total)
    if part.kind is PartKind.TYPE:
        return lambda _rows, _total: constant(part.name)
    if part.kind is PartKind.INFO:
        return _info(lines, order, asked, number, part)
    edge = structured([(one.key, _edge(lines, order, one)) for one in part.edges])
    return lambda rows, _total: listed(rows, edge, number)


_CURSORS = frozenset({"startCursor", "endCursor"})


def _info(
    lines: Lines, order: Ordering, asked: PageArguments, number: int, part: Part
) -> PartShape:
    told_by = {name for _, name in part.info}
    cursor = _cursor(lines, order) if told_by & _CURSORS else constant(None)
    has_previous = asked.after is not None
    told: dict[str, Callable[[Any, int], Any]] = {
        "hasNextPage": lambda rows, first: len(rows) > first,
        "hasPreviousPage": lambda _rows, _first: has_previous,
        "startCursor": lambda rows, _first: cursor(rows[0], {}) if rows else None,
        "endCursor": lambda rows, first: cursor(rows[:first][-1], {}) if rows else None,
        "__typename": lambda _rows, _first: "PageInfo",
    }
    entries = [(key, told[name]) for key, name in part.info]
    return lambda rows, _total: structured(
        [(key, told_of(rows, make, number)) for key, make in entries]
    )


def _edge(lines: Lines, order: Ordering, asked: EdgeField) -> Shape:
    if asked.kind is EdgeKind.CURSOR:
        return _cursor(lines, order)
    if asked.kind is EdgeKind.TYPE:
        return constant(asked.name)
    if asked.kind is EdgeKind.NODE:
        return fields(lines, asked.fields)
    return _edge_value(lines, asked.name)


def _cursor(lines: Lines, order: Ordering) -> Shape:
    positions = [lines.column(text) for text in order.columns]
    return converted(order.cursor(), positions)


def _edge_value(lines: Lines, name: str) -> Shape:
    declared = lines.told_by_edge[name]
    regional = lines.variable if MODEL.nodes[lines.label].has_region else None
    text = happened(lines.build.sight, f"{lines.edge}.{name}", declared, regional)
    return _shown(lines.build.sight, lines.column(sent(declared.kind, text)), declared)
