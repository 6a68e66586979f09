"""Page of what is behind a number of a report: its records, and comments to the number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError, RequestError
from api.web import report_words as told
from api.web import words
from api.web.acting import Sent, acted, fields_of, new_key
from api.web.asking import PAGE, ask, nodes
from api.web.choice import cursor
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.page import link, render
from api.web.report_sheet import as_known, duty_address, version_address
from api.web.report_words import Node

RECORDS: Final = 50
_HEAD: Final = ("Запись", "Кто или что", "Номер записи", "Сколько раз посчитана")


@dataclass(frozen=True, slots=True)
class Spot:
    """One number of a report: of a row of a table, or of its totals."""

    part: str
    column: str
    row: str

    @property
    def parameters(self) -> dict[str, str]:
        """For the address of its records."""
        return {"part": self.part, "column": self.column, "row": self.row}

    def asked(self, first: int, after: str | None) -> dict[str, Any]:
        """The variables that ask for a page of its records."""
        total = told.is_total(self.row)
        keys = [] if total else [told.key_of(self.row)]
        place = {"part": self.part, "column": self.column, "total": total, "keys": keys}
        return place | {"first": first, "after": after}


@dataclass(frozen=True, slots=True)
class Behind:
    """What is behind a number; `version` is None for a report that has none yet."""

    version: Node | None
    duty: Node
    report: Node
    frozen: bool
    comments: Sequence[Node]

    @property
    def base(self) -> str:
        """The address of the report's page."""
        if self.version is None:
            return duty_address(self.duty["id"])
        return version_address(self.version["id"])

    @property
    def cell(self) -> Node:
        """The number with a page of its records; MissingError if the report has no such row."""
        part = self.report["part"]
        if "total" in part:
            found: Node | None = part["total"]
        else:
            found = next((row["cell"] for row in part["rowsOf"]), None)
        if found is None:
            raise MissingError
        return found

    @property
    def row_title(self) -> str:
        """What the row is called."""
        part = self.report["part"]
        return "Итого" if "total" in part else next((row["title"] for row in part["rowsOf"]), "")

    def column(self, key: str) -> Node:
        """The column of this key; MissingError if the table has no such column."""
        for one in self.report["part"]["columns"]:
            if one["key"] == key:
                return dict(one)
        raise MissingError


async def records(request: Request) -> Response:
    """The records, a page of them, or all as a file."""
    return await _show(request, await viewer(request), None)


async def comment(request: Request) -> Response:
    """A note about this number."""
    who, fields = await viewer(request), await fields_of(request)
    spot, id_ = _spot(request), request.path_params["version"]
    given = {"id": id_, "text": fields.get("text", ""), **spot.parameters}
    return await acted(
        request, who, "reports/comment", {"input": given, "key": fields.get("key")},
        fields=fields, back=_address(version_address(id_), spot), told="noted", again=_show,
    )  # fmt: skip


async def _show(request: Request, who: Viewer, sent: Sent | None) -> Response:
    spot, after = _spot(request), cursor(request)
    found = await _behind(request, who, spot, PAGE if wanted(request) else RECORDS, after)
    column = told.column_title(found.column(spot.column))
    place = " · ".join(
        word for word in (found.report["part"]["title"], found.row_title, column) if word
    )
    if wanted(request):
        return await _file(request, who, spot, found, place)
    page = found.cell["records"]
    values = {
        "who": who,
        "behind": found,
        "cell": found.cell,
        "region": found.duty["region"],
        "spot": spot,
        "row_title": found.row_title,
        "column": column,
        "records": nodes(page) if page else [],
        "page_info": page["pageInfo"] if page else {"hasNextPage": False},
        "after": after,
        "told_by": told,
        "files": downloads(request),
        "new_key": new_key,
        "sent": sent,
    }
    status = sent.status if sent else HTTPStatus.OK
    return render(request, "pages/report_records.html", values, status)


async def _behind(
    request: Request, who: Viewer, spot: Spot, first: int, after: str | None
) -> Behind:
    """What is behind the number of the version, or of the duty, that the address names."""
    if "duty" in request.path_params:
        asked = {"id": request.path_params["duty"]}
        duty = (await ask(request, who, "reports/duty", **asked))["reportDuty"]
        if duty is None:
            raise MissingError
        report = await _live(request, who, duty, None, spot, first, after)
        return Behind(None, duty, report, frozen=False, comments=[])
    id_ = request.path_params["version"]
    found = await ask(
        request, who, "reports/version_records", id=id_, row=spot.row, **spot.asked(first, after)
    )
    edition, node = found["reportEdition"], found["reportVersion"]
    if edition is None or node is None:
        raise MissingError
    report, duty = edition.pop("report"), node["duty"]
    frozen = report is not None
    if not frozen:
        report = await _live(request, who, duty, edition["asOf"], spot, first, after)
    comments = nodes(node["comments"])
    return Behind(edition | {"id": id_}, duty, report, frozen, comments)


async def _live(
    request: Request,
    who: Viewer,
    duty: Node,
    as_of: str | None,
    spot: Spot,
    first: int,
    after: str | None,
) -> Node:
    asked = as_known(duty, as_of) | spot.asked(first, after)
    report: Node | None = (await ask(request, who, "reports/live_records", **asked))["report"]
    if report is None:
        raise MissingError
    return report


async def _file(request: Request, who: Viewer, spot: Spot, found: Behind, place: str) -> Response:
    """All records of the number; the page that was read is the first of them."""
    rows: list[tuple[str, str, str, int]] = []
    page: Mapping[str, Any] | None = found.cell["records"]
    while page is not None:
        rows += [_row(edge["node"]) for edge in page["edges"]]
        info = page["pageInfo"]
        if not info["hasNextPage"] or len(rows) >= MOST_ROWS:
            break
        again = await _behind(request, who, spot, PAGE, info["endCursor"])
        page = again.cell["records"]
    title = f"Отчёт {found.duty['form']}, записи за числом"
    region = found.duty["region"]
    return await sent_out(
        request, who, title, _HEAD, rows,
        filters=[
            ("Регион", region["name"]),
            ("Период", told.period(found.duty)),
            ("Версия", str(found.version["number"]) if found.version else "не составлена"),
            ("Число", f"{place}: {found.cell['text']}"),
        ],
        zone=region["zone"], ascii_name="report-records",
    )  # fmt: skip


def _row(record: Node) -> tuple[str, str, str, int]:
    return words.label_word(record["label"]), record["text"], record["id"], record["times"]


def _spot(request: Request) -> Spot:
    query = request.query_params
    part, column = query.get("part", ""), query.get("column", "")
    if not part or not column:
        raise RequestError("Откройте число из отчёта: в адресе нет таблицы или столбца.")
    return Spot(part, column, query.get("row", ""))


def _address(base: str, spot: Spot) -> str:
    return link(f"{base}/records", **spot.parameters)


ROUTES = [
    Route("/reports/versions/{version}/records", records),
    Route("/reports/versions/{version}/records", comment, methods=["POST"]),
    Route("/reports/duties/{duty}/records", records),
]
