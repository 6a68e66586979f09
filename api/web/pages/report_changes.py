"""Page of what is different: two versions of a report, or a version and what the graph says."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web import report_words as told
from api.web.asking import ask
from api.web.choice import cursor
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.page import render
from api.web.report_sheet import Sheet, version_sheet
from api.web.report_words import Node

CELLS: Final = 100
_ALL: Final = 1000
_WITH: Final = "with"
_NOW: Final = "now"
_THEN: Final = "then"
_SUMMARY: Final = "Главное число"
_HEAD: Final = ("Таблица", "Строка", "Столбец", "Было", "Стало")


async def changes(request: Request) -> Response:
    """What differs cell by cell; as a file all of it."""
    who = await viewer(request)
    sheet = await version_sheet(request, who, request.path_params["version"])
    known = request.query_params.get(_WITH, "")
    points, title = _points(sheet, known)
    if wanted(request):
        rows = await _all(request, who, points)
        return await sent_out(
            request, who, f"Отчёт {sheet.duty['form']}, что изменилось", _HEAD, rows,
            filters=[("Регион", sheet.duty["region"]["name"]), ("Сравнение", title)],
            ascii_name="report-changes",
        )  # fmt: skip
    after = cursor(request)
    found = await _compared(request, who, points, CELLS, after)
    cells = found["differences"]["cells"]
    values = {
        "who": who,
        "sheet": sheet,
        "region": sheet.duty["region"],
        "title": title,
        "known": known,
        "count": found["differences"]["count"],
        "rows": [_row(one, _titles(found)) for one in cells],
        "after": after,
        "page_info": {
            "hasNextPage": len(cells) == CELLS,
            "endCursor": cells[-1]["cursor"] if cells else None,
        },
        "told_by": told,
        "files": downloads(request),
    }
    return render(request, "pages/report_changes.html", values)


def _points(sheet: Sheet, known: str) -> tuple[dict[str, Any], str]:
    """The two states and what they are called; MissingError if there is nothing to compare with."""
    if sheet.version is None or not sheet.frozen:
        raise MissingError
    own = {"version": sheet.version["id"]}
    number = sheet.version["number"]
    if known == _NOW:
        return {"from": own, "to": {}}, f"версия {number} и граф сейчас"
    if known == _THEN:
        graph = {"asOf": sheet.version["asOf"]}
        return {"from": own, "to": graph}, f"версия {number} и граф на тот же момент"
    other = next((one for one in sheet.versions if one["id"] == known), sheet.previous)
    if other is None:
        raise MissingError
    return {"from": {"version": other["id"]}, "to": own}, f"версии {other['number']} и {number}"


async def _compared(
    request: Request, who: Viewer, points: dict[str, Any], first: int, after: str | None
) -> Node:
    found = await ask(request, who, "reports/changes", first=first, after=after, **points)
    comparison: Node | None = found["compareReports"]
    if comparison is None:
        raise MissingError
    return comparison


async def _all(request: Request, who: Viewer, points: dict[str, Any]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    after = None
    while len(rows) < MOST_ROWS:
        found = await _compared(request, who, points, _ALL, after)
        cells = found["differences"]["cells"]
        rows += [_row(one, _titles(found)) for one in cells]
        if len(cells) < _ALL:
            break
        after = cells[-1]["cursor"]
    return rows


def _titles(found: Node) -> dict[str, tuple[str, dict[str, str]]]:
    """Of each table its title, and its columns' upper headings by key."""
    return {
        part["key"]: (part["title"], {one["key"]: one["group"] for one in part["columns"]})
        for part in found["now"]["parts"]
    }


def _row(one: Node, titles: dict[str, tuple[str, dict[str, str]]]) -> tuple[str, ...]:
    part, groups = titles.get(one["part"], (_SUMMARY, {}))
    group = groups.get(one["column"], "")
    column = told.column_title({"group": group, "title": one["title"]})
    then, now = (one[side]["text"] if one[side] else "строки нет" for side in ("then", "now"))
    return part, one["rowTitle"], column, then, now


ROUTES = [Route("/reports/versions/{version}/changes", changes)]
