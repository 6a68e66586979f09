"""Measures into Cypher: counting by groups, and listing one group. Text in, text out, no I/O.

Both begin with the same pattern, divide by the same expressions and choose by the same condition:
a number and its list can't disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.session import Statement
from queries.measures.declaration import (
    Counts,
    Dimension,
    Figure,
    Given,
    Population,
    shared_format,
)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement with the parameters that its own constants became."""

    statement: Statement
    parameters: dict[str, Any]


def counting(figures: Sequence[Figure], by: Sequence[Dimension]) -> Compiled:
    """One pass over a population for all of `figures`, which share it, a row a group.

    Rows: `key` (a list, one value a dimension of `by`), `numbers` (one a figure, in order).
    """
    population = figures[0].measure.population
    bound = _Bound()
    # A pass over what is in several groups at once sees a record as often, whichever figure asks.
    once = population.alone and not any(population.by[one].many for one in _dimensions(figures, by))
    numbers = ",\n  ".join(_number(figure, bound, once=once) for figure in figures)
    keys = ", ".join(f"by_{dimension}" for dimension in by)
    text = "\n".join(
        (
            _found(population, figures, by),
            # Without dimensions nothing is grouped by, so that even of no records there is a row.
            f"WITH {keys + ', ' if keys else ''}[\n  {numbers}\n] AS numbers",
            f"RETURN [{keys}] AS key, numbers",
        )
    )
    return Compiled(Statement(text), bound.parameters | {"format": shared_format(figures)})


def listing(figure: Figure, by: Sequence[Dimension], group: Group) -> Compiled:
    """The records behind one group's number, by id; needs $after (an id, «» at first) and $first.

    Rows: `label`, `id`, `text` (what to call it; a child by its grade), `times` it was counted.
    """
    population, bound = figure.measure.population, _Bound()
    conditions = [_condition(figure, bound), *_in_group(by, group, bound)]
    chosen = " AND ".join(f"({one})" for one in conditions)
    text = "\n".join(
        (
            _found(population, [figure], by),
            f"WITH * WHERE {chosen} AND record.id > $after",
            "WITH record, count(*) AS times ORDER BY record.id LIMIT $first",
            "RETURN labels(record)[0] AS label, record.id AS id, times,",
            "  coalesce(record.name, record.title, record.topic,",
            "    CASE WHEN record:Person THEN record.family_name + ' ' + record.given_name END,",
            "    toString(record.grade) + ' класс', record.id) AS text",
            "ORDER BY id",
        )
    )
    return Compiled(Statement(text), bound.parameters | {"format": shared_format([figure])})


@dataclass(frozen=True, slots=True)
class Group:
    """One group: of these values, one a dimension; or whatever is in none of the `others`."""

    key: tuple[Given | None, ...] = ()
    others: tuple[Given, ...] | None = None


def _in_group(by: Sequence[Dimension], group: Group, bound: _Bound) -> list[str]:
    if group.others is not None:
        (one,) = by
        bound.parameters["others"] = list(group.others)
        return [f"by_{one} IS NULL OR NOT by_{one} IN $others"]
    return [
        f"by_{one} IS NULL" if value is None else f"by_{one} = {bound.name(value)}"
        for one, value in zip(by, group.key, strict=True)
    ]


def inside(figure: Figure, **names: str) -> str:
    """The figure as a `COUNT { }` expression; `names` are variables instead of parameters.

    Of different records only. ValueError for anything else, and for values that need a parameter.
    """
    if figure.measure.counts is not Counts.RECORDS:
        raise ValueError(f"{figure.measure.name} does not count records")
    bound = _Bound(inline=True)
    text = "\n".join(
        (
            _found(figure.measure.population, [figure], ()),
            f"WITH * WHERE {_condition(figure, bound)}",
            "RETURN DISTINCT record",
        )
    )
    format_ = shared_format([figure])
    given = names | {"format": "NULL" if format_ is None else bound.name(format_)}
    for parameter, variable in given.items():
        text = re.sub(rf"\${parameter}\b", variable, text)
    # What stands around may call something else by this name, and would be seen inside.
    return "COUNT {\n" + re.sub(r"\brecord\b", "counted_record", text) + "\n}"


class _Bound:
    """Constants of figures as parameters; inline ones are words of the code, never of a user."""

    def __init__(self, *, inline: bool = False) -> None:
        self.parameters: dict[str, Any] = {}
        self._inline = inline

    def name(self, value: Given) -> str:
        if self._inline:
            if isinstance(value, str) and not value.isidentifier():
                raise ValueError(f"{value!r} needs a parameter")
            return f"'{value}'" if isinstance(value, str) else str(value)
        for name, known in self.parameters.items():
            if known == value and type(known) is type(value):
                return f"${name}"
        name = f"given_{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"


def _found(population: Population, figures: Sequence[Figure], by: Sequence[Dimension]) -> str:
    """The pattern, what divides it, and the facts that conditions name."""
    needed = _dimensions(figures, by)
    matches = [population.by[dimension].match.strip() for dimension in needed]
    divided = [f"{population.by[dimension].value} AS by_{dimension}" for dimension in needed]
    names = dict.fromkeys(name for figure in figures for name in figure.measure.facts)
    facts = [f"{population.facts[name].strip()} AS {name}" for name in names]
    lines = [population.match.strip(), *dict.fromkeys(one for one in matches if one)]
    carried = ", ".join((*population.binds, *divided))
    lines.append(f"WITH {carried}")
    if facts:
        # After what divides: a fact asked for before that would be asked again for every row.
        lines.append("WITH *, " + ",\n  ".join(facts))
    return "\n".join(lines)


def _dimensions(figures: Sequence[Figure], by: Iterable[Dimension]) -> list[Dimension]:
    wanted = [*by, *(dimension for figure in figures for dimension, _ in figure.only)]
    return list(dict.fromkeys(wanted))


def _condition(figure: Figure, bound: _Bound) -> str:
    slices = [f"by_{dimension} = {bound.name(value)}" for dimension, value in figure.only]
    where = figure.measure.where
    return " AND ".join([f"({where})", *slices] if where != "true" else slices) or "true"


def _number(figure: Figure, bound: _Bound, *, once: bool) -> str:
    condition, measure = _condition(figure, bound), figure.measure
    if measure.counts is Counts.SUM:
        if not once:
            raise ValueError(f"{measure.name}: what is in several groups can't be summed up")
        return f"sum(CASE WHEN {condition} THEN {measure.value} END)"
    if once:
        return f"count(CASE WHEN {condition} THEN 1 END)"
    counted = "record" if measure.counts is Counts.RECORDS else "link"
    return f"count(DISTINCT CASE WHEN {condition} THEN {counted} END)"
