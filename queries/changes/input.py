"""An input, checked by the model before anything is asked of the graph."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from graph.declaration import Kind
from graph.errors import InvalidWriteError
from graph.rows import validated_values
from graph.session import Row
from queries.audit.sealing import canonical
from queries.changes.declaration import Change
from queries.changes.field import Field
from queries.changes.refusing import RefusedError

MOST_IN_LIST: Final = 250
LONGEST_ID: Final = 200
LONGEST_KEY: Final = 200
LONGEST_TEXT: Final = 4000


@dataclass(frozen=True, slots=True)
class Checked:
    """A request that fits its declaration; `body` tells two requests apart."""

    given: Row
    cleared: frozenset[str]
    key: str | None
    expected_version: int | None
    body: str


def checked(
    change: Change, given: Mapping[str, Any], key: str | None, expected_version: int | None
) -> Checked:
    """The request, its texts without spaces around them. RefusedError names the first wrong field.

    A field given as None is to be emptied, which only those that are not required can be.
    """
    row = _by_the_model(change, {name: _stripped(value) for name, value in given.items()})
    for one in change.fields:
        _check(one, row.get(one.name))
    _check_key(key)
    if expected_version is not None and not change.existing:
        raise RefusedError("expected_version", "Версии нет у записи, которой ещё нет.")
    body = canonical({"change": change.name, "given": row, "version": expected_version})
    return Checked(
        {name: value for name, value in row.items() if value is not None},
        frozenset(name for name, value in row.items() if value is None),
        key,
        expected_version,
        hashlib.sha256(body.encode()).hexdigest(),
    )


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _by_the_model(change: Change, row: Row) -> Row:
    """The row with its values checked by their properties' declarations; lists are not yet."""
    lists = {one.name for one in change.fields if one.many}
    # A field may have another name than its property.
    values = [
        (replace(one.declared, name=one.name), one.required)
        for one in change.fields
        if not one.many
    ]
    plain = {name: value for name, value in row.items() if name not in lists}
    try:
        return row | validated_values(change.name, values, plain)
    except InvalidWriteError as error:
        raise refused(error) from None


def refused(error: InvalidWriteError) -> RefusedError:
    """The model's refusal of a row, as one of a field."""
    problem = error.message.removeprefix(f"{error.label}.{error.field}: ")
    return RefusedError(error.field.split(".")[0], problem.removesuffix(" (строка 1)"))


def _check(one: Field, value: Any) -> None:
    if one.many:
        _check_list(one, value)
    elif isinstance(value, str):
        if not value:
            raise RefusedError(one.name, "пусто")
        longest = LONGEST_ID if one.refers else LONGEST_TEXT
        if len(value) > longest:
            raise RefusedError(one.name, f"длиннее {longest} знаков")
    elif one.declared.kind is Kind.TEXTS and value is not None and not value and one.required:
        raise RefusedError(one.name, "пусто")


def _check_list(one: Field, value: Any) -> None:
    if value is None:
        if one.required:
            raise RefusedError(one.name, "поле обязательно")
        return
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RefusedError(one.name, "нужен список")
    if len(value) > MOST_IN_LIST:
        raise RefusedError(one.name, f"в списке больше {MOST_IN_LIST}: разделите его")
    if len(set(value)) != len(value):
        raise RefusedError(one.name, "в списке есть повторы")
    if any(not 0 < len(item) <= LONGEST_ID for item in value):
        raise RefusedError(one.name, "в списке есть пустое или слишком длинное")


def _check_key(key: str | None) -> None:
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise RefusedError("idempotency_key", f"Ключ повтора — от 1 до {LONGEST_KEY} знаков.")
