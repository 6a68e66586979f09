"""What a row of a node or link must look like, compiled from the model into pydantic validators.

A node's row is `{"id": …, property: value, …, link: target}` where a link's target is an id, or
`{"id": …, "label": …, property: value}` when the link has properties or several target labels.
Only links with at most one target stand in a row; others are written by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, NotRequired, Required, cast

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from graph.declaration import Cardinality, Kind, Property, Relationship
from graph.errors import InvalidWriteError
from graph.model import MODEL
from graph.session import Row

_PROBLEMS = {
    "missing": "поле обязательно",
    "extra_forbidden": "такого поля нет в модели",
    "string_type": "нужен текст",
    "int_type": "нужно целое число",
    "float_type": "нужно число",
    "bool_type": "нужно да или нет",
    "date_type": "нужна дата",
    "datetime_type": "нужны дата и время",
    "timezone_aware": "у времени нет часового пояса",
    "list_type": "нужен список",
    "dict_type": "нужна связь: id и её свойства",
    "greater_than_equal": "значение меньше допустимого",
    "less_than_equal": "значение больше допустимого",
    "string_too_short": "пусто",
}


def validated(label: str, rows: Iterable[Row]) -> list[Row]:
    """The rows as they will be written; InvalidWriteError names the first wrong field."""
    return _checked(_node_adapter(label), label, list(rows))


def validated_links(source: str, link: str, rows: Iterable[Row]) -> list[Row]:
    """Rows `{"source": id, "target": id, property: value}` of one relationship, checked."""
    return _checked(_link_adapter(source, link), f"{source}.{link}", list(rows))


def validated_values(name: str, values: Sequence[tuple[Property, bool]], row: Row) -> Row:
    """A row of values by their properties, each required or not; `name` tells it in an error.

    A value that is not required may be None. InvalidWriteError names the first wrong one.
    """
    return _checked(_values_adapter(name, tuple(values)), name, [row])[0]


def row_links(label: str) -> tuple[Relationship, ...]:
    """The links that stand in a node's own row."""
    return tuple(r for r in MODEL.links_of(label) if r.cardinality is not Cardinality.MANY)


def _checked(adapter: TypeAdapter[list[Row]], label: str, rows: list[Row]) -> list[Row]:
    try:
        return adapter.validate_python(rows)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"][1:]) or "(строка)"
        problem = _PROBLEMS.get(first["type"], first["msg"].removeprefix("Value error, "))
        raise InvalidWriteError(
            label, field, f"{problem} (строка {_number(first['loc'])})"
        ) from None


def _number(location: tuple[int | str, ...]) -> int:
    return int(location[0]) + 1 if location else 1


@cache
def _node_adapter(label: str) -> TypeAdapter[list[Row]]:
    node = MODEL.nodes[label]
    fields: dict[str, Any] = {"id": Required[_ID]}
    fields |= _property_fields(node.properties)
    for relationship in row_links(label):
        target = _link_value(relationship)
        if relationship.cardinality is Cardinality.ONE:
            fields[relationship.link] = Required[target]
        else:
            fields[relationship.link] = NotRequired[target | None]
    return _adapter(f"{label}Row", fields)


@cache
def _values_adapter(name: str, values: tuple[tuple[Property, bool], ...]) -> TypeAdapter[list[Row]]:
    given = tuple(replace(one, required=required) for one, required in values)
    return _adapter(name, _property_fields(given))


@cache
def _link_adapter(source: str, link: str) -> TypeAdapter[list[Row]]:
    relationship = MODEL.link(source, link)
    fields: dict[str, Any] = {"source": Required[_ID], "target": Required[_ID]}
    fields |= _property_fields(relationship.all_properties)
    if len(relationship.targets) > 1:
        fields["label"] = Required[_label(relationship)]
    return _adapter(f"{source}_{link}", fields)


def _link_value(relationship: Relationship) -> Any:
    plain = len(relationship.targets) == 1
    properties = relationship.all_properties
    if plain and not properties:
        return _ID
    fields: dict[str, Any] = {"id": Required[_ID]} | _property_fields(properties)
    if not plain:
        fields["label"] = Required[_label(relationship)]
    return _typed_dict(f"{relationship.source}_{relationship.link}_value", fields)


def _label(relationship: Relationship) -> Any:
    return Annotated[str, AfterValidator(_one_of(relationship.targets))]


def _property_fields(properties: tuple[Property, ...]) -> dict[str, Any]:
    return {
        p.name: Required[_value(p)] if p.required else NotRequired[_value(p) | None]
        for p in properties
    }


def _value(p: Property) -> Any:
    checks: list[Any] = []
    if p.minimum is not None or p.maximum is not None:
        checks.append(Field(ge=p.minimum, le=p.maximum))
    if p.choices is not None:
        allowed = tuple(str(choice) for choice in p.choices)
        checks.append(
            AfterValidator(_all_of(allowed) if p.kind is Kind.TEXTS else _one_of(allowed))
        )
    if p.kind is Kind.INSTANT:
        checks.append(AfterValidator(_utc))
    if p.kind is Kind.TEXT and p.required:
        checks.append(Field(min_length=1))
    base = p.kind.python_type
    return Annotated[(base, *checks)] if checks else base


_ID = Annotated[str, Field(min_length=1, max_length=200)]


def _adapter(name: str, fields: dict[str, Any]) -> TypeAdapter[list[Row]]:
    rows: Any = list[_typed_dict(name, fields)]  # type: ignore[misc] # a type made at run time
    return TypeAdapter(rows)


def _typed_dict(name: str, fields: dict[str, Any]) -> Any:
    # The functional form is what TypedDict offers for names known only at run time (`from`, too).
    made = cast("Any", TypedDict)(name, fields)
    return with_config(ConfigDict(extra="forbid", strict=True))(made)


def _one_of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"не из списка: {', '.join(allowed)}")
        return str(value)

    return check


def _all_of(allowed: tuple[str, ...]) -> Callable[[list[str]], list[str]]:
    one = _one_of(allowed)
    return lambda values: [one(value) for value in values]


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("у времени нет часового пояса")
    return value.astimezone(UTC)
