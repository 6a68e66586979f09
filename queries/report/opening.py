"""What is behind a cell: its records, by the same pattern that counted it.

A child is told by grade and id, as everywhere in lists. What is told in steps doesn't open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.errors import InputError
from graph.session import Reader
from queries.measures.compiling import Group, listing
from queries.report.building import Asked, frame_of
from queries.report.forms import form_of
from queries.report.layout import PartLayout, Shows

MOST: int = 500
"""How many records a page may have."""


@dataclass(frozen=True, slots=True)
class Behind:
    """One record that a cell counts, and how often it does; `text` is what to call it."""

    label: str
    id: str
    text: str
    times: int


async def records(
    reader: Reader,
    asked: Asked,
    part: str,
    column: str,
    key: Sequence[str] | None,
    *,
    first: int = 50,
    after: str = "",
) -> list[Behind]:
    """The records behind a cell of a line, or with `key` None behind the column's total, by id.

    In the country's report a line is a region: what opens is the region's total. InputError for a
    cell that there isn't, that is no number, or that is told in steps only.
    """
    if not 0 < first <= MOST:
        raise InputError(f"На странице может быть от 1 до {MOST} записей.")
    layout, shows = _find(asked.form, part, column)
    if asked.region is None:
        if layout.same_everywhere or not key:
            raise InputError("Записи открываются по регионам: выберите строку региона.")
        return await records(
            reader, replace(asked, region=key[0]), part, column, None, first=first, after=after
        )
    if shows.figure is None:
        raise InputError(f"За числом «{shows.column.title}» нет списка записей.")
    frame = await frame_of(reader, asked)
    by = layout.by if key is not None else ()
    group = Group() if key is None else await _group(reader, layout, frame.parameters, key)
    compiled = listing(shows.figure, by, group)
    page = {"first": first, "after": after}
    rows = await reader.rows(compiled.statement, frame.parameters | compiled.parameters | page)
    return [Behind(row["label"], row["id"], row["text"], row["times"]) for row in rows]


async def _group(
    reader: Reader, layout: PartLayout, parameters: dict[str, object], key: Sequence[str]
) -> Group:
    """The line's group; that of the line without a row is all that belongs to no other."""
    if tuple(key) == ("",) and layout.stray:
        rows = await reader.rows(layout.rows, parameters | dict(layout.constants))
        return Group(others=tuple(row["key"][0] for row in rows))
    if len(key) != len(layout.by):
        raise InputError(f"Ключ строки — из {len(layout.by)} частей, а здесь их {len(key)}.")
    return Group(tuple(one or None for one in key))


def _find(form: int, part: str, column: str) -> tuple[PartLayout, Shows]:
    layout = form_of(form).part(part)
    if layout is None:
        raise InputError(f"В отчёте № {form} нет части «{part}».")
    for shows in layout.shows:
        if shows.column.key == column:
            return layout, shows
    raise InputError(f"В части «{part}» отчёта № {form} нет столбца «{column}».")
