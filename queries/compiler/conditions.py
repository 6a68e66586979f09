"""Filters as Cypher conditions; every step of a filter is within scope, like any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph.declaration import Kind, Property
from graph.errors import InputError
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


def condition(build: Building, label: str, variable: str, asked: Filter) -> str:
    """The filter as one condition on a node; FilterError for a null where a value is needed."""
    parts = [_part(build, label, variable, name, inner) for name, inner in asked.items()]
    return " AND ".join(parts) if parts else "true"


def _part(build: Building, label: str, variable: str, name: str, inner: Any) -> str:
    if inner is None:
        raise FilterError(f"Условие {name} пусто: уберите его или задайте.")
    if name in _JOINED:
        return _JOINED[name](build, label, variable, inner)
    if name in filter_steps(label):
        return _through(build, label, variable, name, inner)
    declared = filter_values(label)[name]
    text = value(build.sight, label, variable, declared)
    return _all([_compared(build, text, declared, op, given) for op, given in inner.items()])


def _and(build: Building, label: str, variable: str, inner: Any) -> str:
    return _all([f"({condition(build, label, variable, one)})" for one in inner or ()])


def _or(build: Building, label: str, variable: str, inner: Any) -> str:
    parts = [f"({condition(build, label, variable, one)})" for one in inner or ()]
    return f"({' OR '.join(parts)})" if parts else "false"


def _not(build: Building, label: str, variable: str, inner: Any) -> str:
    return f"NOT {_certain(condition(build, label, variable, inner or {}))}"


_JOINED: dict[str, Callable[[Building, str, str, Any], str]] = {"and": _and, "or": _or, "not": _not}


def _certain(text: str) -> str:
    """What is unknown does not hold: the opposite of a comparison with nothing then does."""
    return f"coalesce({text}, false)"


def _all(parts: list[str]) -> str:
    return " AND ".join(parts) if parts else "true"


def _compared(build: Building, text: str, declared: Property, op: str, given: Any) -> str:
    if given is None:
        raise FilterError(f"{declared.name}: сравнение {op} с null; для пустых есть isNull.")
    if op == "is_null":
        return f"{text} IS NULL" if given else f"{text} IS NOT NULL"
    parameter = build.parameter(given, _converted(declared, op))
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


def _through(build: Building, label: str, variable: str, name: str, inner: Any) -> str:
    """Some, none or all of the nodes at the end of a step fulfil a filter of their own."""
    step = filter_steps(label)[name]
    parts = []
    for quantifier, asked in inner.items():
        there = build.name("n")
        pattern = along(build, step, variable, step.target, there, lasting=True)
        own = condition(build, step.target, there, asked or {})
        if quantifier == "all":
            own = f"NOT {_certain(own)}"
        conditions = [*pattern.conditions, *([] if own == "true" else [f"({own})"])]
        exists = " ".join([f"EXISTS {{ MATCH {pattern.text}", *where(conditions), "}"])
        parts.append(exists if quantifier == "some" else f"NOT {exists}")
    return _all(parts)
