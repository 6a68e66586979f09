"""How the command line shows an import: numbers, what is wrong, what would change.

Personal values go to the person's own terminal only: what is written into a file or a pipe says
where and what, not whom.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

from cli.output import console, say

if TYPE_CHECKING:
    from graph.session import Graph
    from imports.batch import Candidate, Fate, RowProblem, RowView, Summary

_SHOWN: Final = 20
_SAMPLES: Final = 5
_PAGE: Final = 500
_NOTHING: Final = "ничего"


class Wish(Protocol):
    """What of an import a person wants to see."""

    @property
    def every_problem(self) -> bool: ...

    @property
    def silent(self) -> bool: ...


async def show(graph: Graph, found: Summary, wish: Wish) -> None:
    """An import as a person looks at it before deciding; nothing with `silent`."""
    if wish.silent:
        return
    from imports.batch import Fate
    from imports.telling import in_words, sentence

    _head(found)
    print_line(in_words(found))
    values = _values_shown(found)
    for one in found.problems:
        print_line(f"- {sentence(one, None, value=values)}")
    rejected = await _of(graph, found, Fate.REJECTED, every=wish.every_problem)
    _problems(found, rejected)
    _rest(found, Fate.REJECTED, len(rejected))
    _changes(found, await _of(graph, found, Fate.CHANGED, _SAMPLES))
    twins = await _of(graph, found, Fate.DUPLICATE, every=wish.every_problem)
    _twins(found, twins)
    _rest(found, Fate.DUPLICATE, len(twins))


async def problems(graph: Graph, found: Summary) -> list[dict[str, Any]]:
    """All that is wrong, for programs; personal values are left out."""
    from imports.batch import Fate
    from imports.telling import is_personal

    rows = [row async for row in _all(graph, found, (Fate.REJECTED,))]
    listed: list[tuple[int | None, RowProblem]] = [(None, one) for one in found.problems]
    listed += [(row.number, one) for row in rows for one in row.problems]
    return [
        {
            "row": number,
            "column": one.column,
            "value": None if is_personal(found.kind, one.key) else one.value or None,
            "what": one.what,
            "how_to_fix": one.fix,
        }
        for number, one in listed
    ]


def as_json(found: Summary) -> dict[str, Any]:
    """An import for programs."""
    return {
        "id": found.id,
        "file": found.file,
        "sheet": found.sheet or None,
        "kind": found.kind,
        "region": found.region,
        "state": found.state.value,
        "rows": found.total,
        "counts": {fate.value: count for fate, count in sorted(found.counts.items())},
        "columns": [
            {"header": one.header, "column": one.key, "how": one.how} for one in found.columns
        ],
    }


def print_line(text: str) -> None:
    """One line of the result, exactly as it is."""
    console().print(text, markup=False, soft_wrap=True)


def _head(found: Summary) -> None:
    from imports.telling import guessed, kind_of, label_of, left_out

    sheet = f", лист «{found.sheet}»" if found.sheet else ""
    print_line(
        f"{found.file}{sheet}: {kind_of(found)}, строк {found.total}, "
        f"заголовки в строке {found.header_row}"
    )
    if found.sheet:
        say("В книге есть и другие листы: загрузите их отдельно, --sheet «название».")
    if similar := guessed(found):
        said = "; ".join(f"«{one.header}» — это «{label_of(found, one.key)}»" for one in similar)
        print_line(f"Колонки узнаны по сходству, проверьте: {said}")
    if others := left_out(found):
        said = ", ".join(f"«{one.header}»" for one in others)
        print_line(f"Не загружаются колонки: {said}")


def _problems(found: Summary, rows: Sequence[RowView]) -> None:
    from imports.telling import is_personal, sentence

    for row in rows:
        for one in row.problems:
            shown = sys.stdout.isatty() or not is_personal(found.kind, one.key)
            print_line(f"- {sentence(one, row.number, value=shown)}")


def _changes(found: Summary, rows: Sequence[RowView]) -> None:
    if not rows:
        return
    print_line("Что изменится, например:")
    shown = _values_shown(found)
    for row in rows:
        for one in row.changes:
            was, now = (one.was or _NOTHING, one.now or _NOTHING) if shown else ("…", "…")
            record = one.record if shown else ""
            print_line(f"- строка {row.number}: {record}, {one.name}: {was} → {now}")


def _twins(found: Summary, rows: Sequence[RowView]) -> None:
    if not rows:
        return
    print_line("Возможные повторы:")
    shown = _values_shown(found)
    for row in rows:
        # The likeliest stands first.
        for place, one in enumerate(row.candidates):
            where = "  или" if place else f"- строка {row.number}:"
            print_line(f"{where} {_candidate(one, named=shown)}")


def _candidate(one: Candidate, *, named: bool) -> str:
    """Who it may be and why; another row of the file is no record yet."""
    known = f"{one.evidence}; запись {one.id}" if one.id else f"{one.evidence}; {one.name}"
    return f"{one.name}: {known}" if named and one.id else known


def _rest(found: Summary, fate: Fate, shown: int) -> None:
    if (left := found.counts.get(fate, 0) - shown) > 0:
        say(f"…и ещё строк: {left}; все: --problems.")


def _values_shown(found: Summary) -> bool:
    from imports.telling import is_personal

    return sys.stdout.isatty() or not is_personal(found.kind, None)


async def _of(
    graph: Graph, found: Summary, fate: Fate, most: int = _SHOWN, *, every: bool = False
) -> list[RowView]:
    if not found.counts.get(fate):
        return []
    if every:
        return [row async for row in _all(graph, found, (fate,))]
    return await _page(graph, found, (fate,), 0, most)


async def _all(graph: Graph, found: Summary, fates: Sequence[Fate]) -> AsyncIterator[RowView]:
    after = 0
    while page := await _page(graph, found, fates, after, _PAGE):
        for row in page:
            yield row
        after = page[-1].number


async def _page(
    graph: Graph, found: Summary, fates: Sequence[Fate], after: int, first: int
) -> list[RowView]:
    from imports import viewing
    from imports.acting import COMMAND
    from queries import clock

    now = await clock.now(graph)
    return await graph.read(
        lambda reader: viewing.rows(
            reader, COMMAND, found.id, now, fates=fates, after=after, first=first
        )
    )
