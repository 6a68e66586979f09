"""The names of whom a sheet is about: in one cell or in three.

Pure. `key` begins the keys of all four columns, so that a sheet can name two people.
"""

from __future__ import annotations

from dataclasses import replace

from imports import values as columns
from imports.cells.names import FullName
from imports.sheet import Column, RowError, Values

_PARTS = (
    ("family_name", "Фамилия"),
    ("given_name", "Имя"),
    ("patronymic", "Отчество"),
)


def name_columns(
    label: str, key: str, header: str, *synonyms: str, of: tuple[str, ...], example: str
) -> tuple[Column, ...]:
    """The column of the full name, and of each name alone, of a record of `label`.

    `of` are words that follow «Фамилия» in headers («участника»).
    """
    family, given, patronymic = example.split()
    parts = zip(_PARTS, (family, given, patronymic), strict=True)
    return (
        columns.full_name(
            key,
            header,
            *synonyms,
            example=example,
            personal=columns.of(label, "family_name", "").personal,
        ),
        *(_part(label, key, header, name, ru, of, said) for (name, ru), said in parts),
    )


def _part(
    label: str, key: str, whole: str, name: str, ru: str, of: tuple[str, ...], example: str
) -> Column:
    headers = [f"{ru} {whose}".strip() for whose in of]
    fix = f"Впишите: {ru.casefold()}; или всё имя в колонку «{whole}»."
    part = columns.of(
        label, name, *headers, key=f"{key}_{name}", required=False, example=example, fix=fix
    )
    return replace(part, offered=False)


def name_of(values: Values, key: str) -> FullName | None:
    """The full name that the row gives; None if it gives none, RowError if only a part."""
    if key in values:
        name: FullName = values[key]
        return name
    family, given, patronymic = (values.get(f"{key}_{name}") for name, _ in _PARTS)
    if family is None and given is None:
        return None
    if family is None or given is None:
        part, told = ("given_name", "имени") if given is None else ("family_name", "фамилии")
        raise RowError(f"{key}_{part}", f"нет {told}", "Впишите и фамилию, и имя.")
    return family, given, patronymic


def needed_name(values: Values, key: str) -> FullName:
    """As `name_of`; RowError if the row names nobody."""
    name = name_of(values, key)
    if name is None:
        raise RowError(key, "не сказано, о ком строка", "Впишите фамилию, имя и отчество.")
    return name
