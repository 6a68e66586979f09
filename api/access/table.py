"""The access table, read and applied to whole documents before anything is executed."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    visit,
)

from graph.errors import AccessError, ConfigurationError
from graph.model.account import Role

TABLE: Final = Path(__file__).parent / "table.csv"
YES, NO = "да", "нет"
FOREIGN: Final = "чужое"
COLUMNS: Final = ("поле", *(role.value for role in Role), FOREIGN)
PROPOSE: Final = "заготовки строк печатает python -m api.access.proposing."
_META: Final = "__"


class FieldError(AccessError):
    """A field that is not for this role."""

    code = "FORBIDDEN_FIELD"

    def __init__(self, field: str) -> None:
        super().__init__(f"Поле {field} недоступно вашей роли. Уберите его из запроса.")


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask for a field of an own record; whether a foreign record shows it too."""

    roles: frozenset[Role]
    foreign: bool


@cache
def access_table() -> Mapping[str, Access]:
    """The table by `Type.field`; ConfigurationError for a row that can't be understood."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter=";")
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ConfigurationError(f"{TABLE.name}: столбцы должны быть {', '.join(COLUMNS)}.")
        return {row["поле"]: _access(row) for row in reader}


def _access(row: Mapping[str, str]) -> Access:
    for column in COLUMNS[1:]:
        if row[column] not in (YES, NO):
            raise ConfigurationError(f"{TABLE.name}: {row['поле']}, {column}: нужно да или нет.")
    roles = frozenset(role for role in Role if row[role.value] == YES)
    return Access(roles, row[FOREIGN] == YES)


def fields_of(schema: GraphQLSchema) -> Iterator[str]:
    """Every `Type.field` that a schema serves, introspection apart."""
    for name, kind in schema.type_map.items():
        if name.startswith(_META) or not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            continue
        for field in kind.fields:
            yield f"{name}.{field}"


def check_complete(schema: GraphQLSchema) -> None:
    """ConfigurationError if the schema and the table don't name the very same fields."""
    served, listed = set(fields_of(schema)), set(access_table())
    lacking, left = sorted(served - listed), sorted(listed - served)
    if lacking or left:
        raise ConfigurationError(
            f"Таблица доступа {TABLE.name} расходится со схемой: нет строк {lacking[:5]} "
            f"({len(lacking)}), лишние строки {left[:5]} ({len(left)}). "
            f"{PROPOSE}"
        )


def used(schema: GraphQLSchema, document: DocumentNode) -> frozenset[str]:
    """Every `Type.field` that a valid document names."""
    types = TypeInfo(schema)
    finder = _Finder(types)
    visit(document, TypeInfoVisitor(types, finder))
    return frozenset(finder.found)


class _Finder(Visitor):
    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._types = types

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        parent, name = self._types.get_parent_type(), node.name.value
        if parent is not None and not any(one.startswith(_META) for one in (name, parent.name)):
            self.found.add(f"{parent.name}.{name}")


def check(fields: frozenset[str], role: Role) -> None:
    """FieldError for the first of these fields that this role may not ask for."""
    table = access_table()
    for field in sorted(fields):
        row = table.get(field)
        if row is None:
            raise ConfigurationError(f"В {TABLE.name} нет строки {field}: {PROPOSE}")
        if role not in row.roles:
            raise FieldError(field)
