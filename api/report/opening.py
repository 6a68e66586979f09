"""The records behind the numbers of a request: all its lists together, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import strawberry

from api.connection import Edge, PageInfo, decode, encode
from api.context import Context
from api.limits.rows import LimitError
from graph.session import Reader
from queries.compiler.plan import checked_first
from queries.report.building import Asked
from queries.report.opening import Behind, records

MOST_LISTS: Final = 50
"""How many numbers one request may open: each is a statement of its own."""
_LISTS: Final = "lists of records"
_PERSON: Final = "Person"


class TooManyListsError(LimitError):
    """More numbers are opened than one request may; none of them is."""

    code = "TOO_MANY_LISTS"

    def __init__(self) -> None:
        super().__init__(
            f"Открыть можно не больше {MOST_LISTS} чисел за запрос, поэтому не открыто ни одно. "
            "Попросите меньше строк (first, after) или один столбец (cell)."
        )


@dataclass(frozen=True, slots=True)
class Opening:
    """One number of a report: of a line, or with `key` None of a column's total."""

    asked: Asked
    part: str
    column: str
    key: tuple[str, ...] | None
    named: bool


@strawberry.type(description="Запись, которую посчитало число")
class ReportRecord:
    label: str = strawberry.field(description="тип записи модели")
    id: strawberry.ID = strawberry.field(description="дальше — node(id: …)")
    text: str = strawberry.field(description="как её назвать; ребёнок — классом, без имени")
    times: int = strawberry.field(description="сколько раз она посчитана")


@strawberry.type(description="Страница записей за числом")
class RecordPage:
    edges: list[Edge[ReportRecord]]
    page_info: PageInfo


@dataclass(frozen=True, slots=True)
class _Page:
    """What is read for one number: how many records after which id."""

    opening: Opening
    limit: int
    after: str


async def open_cell(
    context: Context, opening: Opening, first: int, after: str | None
) -> RecordPage | None:
    """A page of a number's records; None once TooManyListsError was told of the request.

    PageSizeError, CursorError or TooLargeError before anything is read.
    """
    checked_first(first)
    position = "" if after is None else decode(after, 1)[0]
    context.budget.spend(first)
    asked = context.kept[_LISTS] = context.kept.get(_LISTS, 0) + 1
    if asked > MOST_LISTS:
        if asked == MOST_LISTS + 1:
            raise TooManyListsError
        return None

    async def read(reader: Reader, pages: list[_Page]) -> list[list[Behind] | None]:
        if context.kept[_LISTS] > MOST_LISTS:
            return [None for _ in pages]
        return [await _read(reader, one) for one in pages]

    found = await context.loaders.load(_LISTS, read, _Page(opening, first + 1, position))
    return None if found is None else _page(opening, found, first, begun=after is not None)


async def _read(reader: Reader, page: _Page) -> list[Behind]:
    one = page.opening
    return await records(
        reader, one.asked, one.part, one.column, one.key, first=page.limit, after=page.after
    )


def _page(opening: Opening, found: Sequence[Behind], first: int, *, begun: bool) -> RecordPage:
    edges = [
        Edge(cursor=encode((one.id,)), node=_record(one, named=opening.named))
        for one in found[:first]
    ]
    info = PageInfo(
        has_next_page=len(found) > first,
        has_previous_page=begun,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return RecordPage(edges=edges, page_info=info)


def _record(one: Behind, *, named: bool) -> ReportRecord:
    """Who may not read names of people gets the id instead."""
    text = one.text if named or one.label != _PERSON else one.id
    return ReportRecord(label=one.label, id=strawberry.ID(one.id), text=text, times=one.times)
