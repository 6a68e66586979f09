"""Filters as Cypher conditions; every step of a filter is within scope, like any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph.declaration import Kind, Property
from graph.errors import InputError
from graph.model import MODEL
from queries.compiler.building import Building, Convert, where
from queries.compiler.selection import Filter
from queries.compiler.steps import filter_steps, filter_values
from queries.compiler.valuing import value
from queries.compiler.ways import along


class FilterError(InputError):
    """A filter that can't be understood as it is."""

    code = "BAD_FILTER"


_COMPARISONS = {"eq": "=", "ne": "<>", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_TEXTS = {"contains": "CONTAINS", "starts_with": "STARTS WITH"}


def of_list(build: Building, label: str, variable: str, asked: Filter | None) -> list[str]:
    """The conditions of a list of nodes, as they are asked for.

    What is set aside (graph.declaration.Node) is there only where the filter itself asks about it.
    """
    found = [f"({condition(build, label, variable, asked)})"] if asked else []
    aside = MODEL.nodes[label].aside
    if aside and not _names(asked or {}, aside[0]):
        text = value(build.sight, label, variable, filter_values(label)[aside[0]])
        values = ", ".join(f"'{one}'" for one in sorted(aside[1]))
        found.append(f"NOT {text} IN [{values}]")
    return found


def _names(asked: Filter, name: str) -> bool:
    """Whether a filter says anything of this property of the node itself."""
    parts = [*(asked.get("and") or ()), *(asked.get("or") or ()), asked.get("not") or {}]
    return name in asked or any(_names(part, name) for part in parts if part)


def condition(
    build: Building, label: str, variable: str, asked: Filter, *, certain: bool = False
) -> str:
    """The filter as one condition on a node; FilterError for a null where a value is needed.

    What is unknown (a comparison with nothing) does not hold; where that is to be denied, it must
    be `certain`: false and not unknown.
    """
    place = _Place(build, label, variable, certain)
    return _all([_part(place, name, inner) for name, inner in asked.items()])


@dataclass(frozen=True, slots=True)
class _Place:
    """Which node is asked about, and whether each comparison must be certain."""

    build: Building
    label: str
    variable: str
    certain: bool

    def condition(self, asked: Filter, *, certain: bool) -> str:
        return condition(self.build, self.label, self.variable, asked, certain=certain)


def _part(place: _Place, name: str, inner: Any) -> str:
    if inner is None:
        raise FilterError(f"Условие {name} пусто: уберите его или задайте.")
    if name in _JOINED:
        return _JOINED[name](place, inner)
    if name in filter_steps(place.label):
        return _through(place, name, inner)
    declared = filter_values(place.label)[name]
    text = value(place.build.sight, place.label, place.variable, declared)
    return _all([_compared(place, text, declared, op, given) for op, given in inner.items()])


def _and(place: _Place, inner: Any) -> str:
    return _all([f"({place.condition(one, certain=place.certain)})" for one in inner])


def _or(place: _Place, inner: Any) -> str:
    parts = [f"({place.condition(one, certain=place.certain)})" for one in inner]
    return f"({' OR '.join(parts)})" if parts else "false"


def _not(place: _Place, inner: Any) -> str:
    return f"NOT ({place.condition(inner, certain=True)})"


_JOINED: dict[str, Callable[[_Place, Any], str]] = {"and": _and, "or": _or, "not": _not}


def _all(parts: list[str]) -> str:
    return " AND ".join(parts) if parts else "true"


def _compared(place: _Place, text: str, declared: Property, op: str, given: Any) -> str:
    if given is None:
        raise FilterError(f"{declared.name}: сравнение {op} с null; для пустых есть isNull.")
    if op == "is_null":
        return f"{text} IS NULL" if given else f"{text} IS NOT NULL"
    found = _comparison(text, op, place.build.parameter(given, _converted(declared, op)))
    # Each by itself: the planner takes minutes for subqueries inside a function's argument.
    return f"coalesce({found}, false)" if place.certain else found


def _comparison(text: str, op: str, parameter: str) -> str:
    if op == "in":
        return f"{text} IN {parameter}"
    if op == "has":
        return f"{parameter} IN {text}"
    if op in _TEXTS:
        return f"toLower({text}) {_TEXTS[op]} {parameter}"
    return f"{text} {_COMPARISONS[op]} {parameter}"


def _converted(declared: Property, op: str) -> Convert | None:
    if op in _TEXTS:
        return str.lower
    return _instants if declared.kind is Kind.INSTANT else None


def _instants(given: Any) -> Any:
    """Moments that can be compared with others; FilterError for one without an offset."""
    for one in given if isinstance(given, list) else [given]:
        if one.tzinfo is None:
            raise FilterError("У момента нет смещения. Допишите его: 2019-11-01T12:00:00+03:00.")
    return given


def _through(place: _Place, name: str, inner: Any) -> str:
    """Some, none or all of the nodes at the end of a step fulfil a filter of their own."""
    build, step = place.build, filter_steps(place.label)[name]
    parts = []
    for quantifier, asked in inner.items():
        there = build.name("n")
        pattern = along(build, step, place.variable, step.target, there, lasting=True)
        own = condition(build, step.target, there, asked, certain=quantifier == "all")
        if quantifier == "all":
            own = f"NOT ({own})"
        conditions = [*pattern.conditions, *([] if own == "true" else [f"({own})"])]
        exists = " ".join([f"EXISTS {{ MATCH {pattern.text}", *where(conditions), "}"])
        parts.append(exists if quantifier == "some" else f"NOT {exists}")
    return _all(parts)
