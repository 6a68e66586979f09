"""Page «Регионы»: the regions in sight by their gaps, found by whatever people call them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import viewer
from api.web import form
from api.web.asking import ask
from api.web.choice import one_of
from api.web.listing import downloads, sent_out, wanted
from api.web.page import render
from graph.model.gap import Severity

LONGEST_SEARCH: Final = 100
SORTS: Final = {
    "gaps": "по пробелам, тяжёлые первыми",
    "overdue": "по просроченным",
    "students": "по участникам",
    "district": "по федеральным округам",
    "name": "по названию",
}
_HEAD: Final = (
    "Регион",
    "Федеральный округ",
    "Участников",
    "Школ",
    *(f"Пробелы {one}" for one in Severity),
    "Просрочено",
)
_COLUMNS: Final = (
    "name",
    "district",
    "students",
    "schools",
    "gapsA",
    "gapsB",
    "gapsC",
    "overdue",
)


async def regions(request: Request) -> Response:
    """The regions in scope, those with the worst gaps first; as a file the same rows."""
    who = await viewer(request)
    search = request.query_params.get("q", "")[:LONGEST_SEARCH]
    sort = one_of(request.query_params.get("sort", ""), SORTS, "gaps")
    found = await ask(request, who, "regions/list", search=search, order=sort.upper())
    rows = found["regionNumbers"]
    if wanted(request):
        filters = [("Порядок", SORTS[sort]), *([("Поиск", search)] if search else [])]
        return await sent_out(
            request, who, "Регионы", _HEAD, [_row(one) for one in rows],
            filters=filters, ascii_name="regions",
        )  # fmt: skip
    values = {
        "who": who,
        "rows": rows,
        "q": search,
        "sort": sort,
        "sorts": SORTS,
        "scanned_at": scanned_at(rows),
        "files": downloads(request),
    }
    return render(request, "pages/regions.html", values)


def scanned_at(rows: list[Mapping[str, Any]]) -> Any:
    """The oldest scan: no number on the page is older than it says; None if one is lacking."""
    moments = [form.as_moment(row["scannedAt"]) for row in rows]
    known = [one for one in moments if one is not None]
    return min(known) if known and len(known) == len(rows) else None


def _row(one: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(one[name] for name in _COLUMNS)


ROUTES = [Route("/regions", regions)]
