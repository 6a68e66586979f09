"""Filters and orders of the schema, made of the declarations.

Personal data and what says of a child's health can be neither filtered nor ordered by: an answer's
length would tell it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, Final

import strawberry

from api.declared import enumeration, many_of
from api.node.naming import camel
from graph.declaration import Kind, Personal, Property
from graph.model import MODEL
from queries.compiler.grouping import groups_of
from queries.compiler.steps import LABELS, filter_steps, filter_values, values_of

MODULE: Final = "api.node.inputs"


class Direction(StrEnum):
    """Which way an order goes."""

    ASC = "asc"
    DESC = "desc"


strawberry.enum(Direction, description="направление порядка")

_COMPARED: Final = ("eq", "ne", "in", "lt", "lte", "gt", "gte", "is_null")
_CHOSEN: Final = ("eq", "ne", "in", "is_null")
_WORDS: Final[Mapping[str, str]] = {
    "eq": "равно",
    "ne": "не равно",
    "in": "одно из",
    "lt": "меньше",
    "lte": "не больше",
    "gt": "больше",
    "gte": "не меньше",
    "contains": "содержит, без учёта регистра букв",
    "starts_with": "начинается с, без учёта регистра букв",
    "has": "содержит",
    "is_null": "пусто",
}


def _input(name: str, description: str, fields: Mapping[str, tuple[Any, str]]) -> Any:
    """An input type all of whose fields may be left out; `fields`: name → (type, description)."""
    made = type(name, (), {"__annotations__": {}, "__module__": MODULE})
    for field, (kind, text) in fields.items():
        attribute = f"{field}_"
        made.__annotations__[attribute] = kind | None if isinstance(kind, type) else _maybe(kind)
        setattr(
            made,
            attribute,
            strawberry.field(name=camel(field), description=text, default=strawberry.UNSET),
        )
    return strawberry.input(made, name=name, description=description)


def _maybe(kind: Any) -> Any:
    return kind | None


def _lazy(name: str) -> Any:
    return Annotated[name, strawberry.lazy(MODULE)]


def _comparison(name: str, kind: Any, operators: tuple[str, ...], word: str) -> Any:
    types = {"in": list[kind], "is_null": bool}
    return _input(name, word, {op: (types.get(op, kind), _WORDS[op]) for op in operators})


_SCALARS: Final[Mapping[Kind, Any]] = {
    Kind.TEXT: _comparison(
        "TextFilter",
        str,
        ("eq", "ne", "in", "contains", "starts_with", "is_null"),
        "условие на текст",
    ),
    Kind.INTEGER: _comparison("IntFilter", int, _COMPARED, "условие на целое число"),
    Kind.NUMBER: _comparison("FloatFilter", float, _COMPARED, "условие на число"),
    Kind.BOOLEAN: _comparison("BooleanFilter", bool, ("eq", "is_null"), "условие на да и нет"),
    Kind.DATE: _comparison("DateFilter", date, _COMPARED, "условие на день"),
    Kind.INSTANT: _comparison("DateTimeFilter", datetime, _COMPARED, "условие на момент"),
    Kind.TEXTS: _comparison("TextsFilter", str, ("has", "is_null"), "условие на список"),
}
_ID: Final = _comparison("IDFilter", strawberry.ID, ("eq", "ne", "in"), "условие на запись")


@cache
def _of_choices(choices: type[StrEnum], many: bool) -> Any:
    kind: Any = enumeration(choices)
    if many:
        return _comparison(f"{choices.__name__}sFilter", kind, ("has", "is_null"), "условие")
    return _comparison(f"{choices.__name__}Filter", kind, _CHOSEN, "условие на значение")


def filterable(declared: Property) -> bool:
    """Whether a property may be asked for by its value."""
    return declared.personal is Personal.NO


def orderable(declared: Property) -> bool:
    """Whether nodes may be ordered by a property."""
    return filterable(declared) and declared.kind is not Kind.TEXTS


def _condition(declared: Property) -> Any:
    if declared.name in ("id", "region"):
        return _ID
    if declared.choices is not None:
        return _of_choices(declared.choices, declared.kind is Kind.TEXTS)
    return _SCALARS[declared.kind]


def _filter(label: str) -> Any:
    own = _lazy(f"{label}Filter")
    fields: dict[str, tuple[Any, str]] = {
        "and": (many_of(own), "все из них"),
        "or": (many_of(own), "хотя бы одно из них"),
        "not": (own, "неверно, что"),
    }
    for name, declared in filter_values(label).items():
        if filterable(declared) and name != "version":
            fields[name] = (_condition(declared), declared.ru)
    for name, step in filter_steps(label).items():
        if step.personal is Personal.NO:
            fields[name] = (_lazy(f"{step.target}Quantified"), step.ru)
    return _input(f"{label}Filter", f"Условия: {MODEL.nodes[label].ru}", fields)


def _quantified(label: str) -> Any:
    own = _lazy(f"{label}Filter")
    words = {"some": "хотя бы одна", "none": "ни одной", "all": "все"}
    fields = {name: (own, text) for name, text in words.items()}
    return _input(f"{label}Quantified", f"Связанные записи: {MODEL.nodes[label].ru}", fields)


def _order(label: str) -> Any:
    names = [n for n, p in values_of(label).items() if orderable(p) and n != "version"]
    members = {value_name_upper(name): name for name in names}
    field = _members(f"{label}OrderField", members, "по чему упорядочить")
    made = type(
        f"{label}Order",
        (),
        {
            "__annotations__": {"field": field, "direction": Direction},
            "__module__": MODULE,
            "field": strawberry.field(description="поле"),
            "direction": strawberry.field(default=Direction.ASC, description="направление"),
        },
    )
    return strawberry.input(made, description="Порядок списка; равные — по идентификатору")


def value_name_upper(name: str) -> str:
    """A property as a member of an enumeration: `DUE_ON`."""
    return "REGION_ID" if name == "region" else name.upper()


def _groups(label: str) -> Any:
    members = {
        (value_name_upper(name) if group.declared else name.upper()): name
        for name, group in groups_of(label).items()
    }
    return _members(f"{label}GroupBy", members, "по чему сгруппировать")


def _members(name: str, members: Mapping[str, str], description: str) -> Any:
    make: Any = Enum
    made = make(name, dict(members), module=MODULE)
    return strawberry.enum(made, description=description)


FILTERS: Final[Mapping[str, Any]] = {label: _filter(label) for label in LABELS}
QUANTIFIED: Final[Mapping[str, Any]] = {label: _quantified(label) for label in LABELS}
ORDERS: Final[Mapping[str, Any]] = {label: _order(label) for label in LABELS}
GROUPS: Final[Mapping[str, Any]] = {label: _groups(label) for label in LABELS if groups_of(label)}

# Where lazy references look.
globals().update({f"{label}Filter": made for label, made in FILTERS.items()})
globals().update({f"{label}Quantified": made for label, made in QUANTIFIED.items()})


def names_of(label: str) -> Mapping[str, str]:
    """The names in the schema of everything a filter may name, with the model's."""
    found = {camel(name): name for name in filter_values(label)}
    return found | {camel(name): name for name in filter_steps(label)}


OPERATORS: Final[Mapping[str, str]] = {camel(name): name for name in _WORDS}
