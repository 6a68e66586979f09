"""Page of a report: its tables as they go out, what distorts it, comments, and what may be done."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.web import report_words as told
from api.web.acting import Sent, acted, fields_of, guards, new_key
from api.web.asking import ask
from api.web.page import TOLD, link, render
from api.web.report_sheet import (
    LIVE,
    ROWS,
    Sheet,
    around,
    duty_address,
    duty_sheet,
    version_address,
    version_sheet,
)
from api.web.report_words import Node
from queries.rules import CATALOGUE

VERSIONS: Final = "/reports/versions/{version}"
DUTIES: Final = "/reports/duties/{duty}"


async def version(request: Request) -> Response:
    """A version of a report."""
    return await show_version(request, await viewer(request), None)


async def duty(request: Request) -> Response:
    """A report that a region owes: its newest version, or what it would say."""
    return await show_duty(request, await viewer(request), None)


async def show_version(request: Request, who: Viewer, sent: Sent | None) -> Response:
    """A version's page; with `sent`, why a form of it was not accepted."""
    sheet = await version_sheet(request, who, request.path_params["version"])
    return await _page(request, who, sheet, sent)


async def show_duty(request: Request, who: Viewer, sent: Sent | None) -> Response:
    """The newest version, if there is one and nothing was refused; else the duty's own page."""
    sheet = await duty_sheet(request, who, request.path_params["duty"])
    if sheet.versions and sent is None:
        newest = version_address(sheet.versions[0]["id"])
        address = link(newest, **{TOLD: request.query_params.get(TOLD)})
        return RedirectResponse(address, HTTPStatus.SEE_OTHER)
    return await _page(request, who, sheet, sent)


async def _page(request: Request, who: Viewer, sheet: Sheet, sent: Sent | None) -> Response:
    nearby = await around(request, who, sheet)
    values = nearby | {
        "who": who,
        "sheet": sheet,
        "region": sheet.duty["region"],
        "notes": await _placed(request, who, sheet),
        "told_by": told,
        "rule_title": lambda rule: CATALOGUE[rule].title if rule in CATALOGUE else rule,
        "live": LIVE,
        "rows": ROWS,
        "after": request.query_params.get("after", ""),
        "only": request.query_params.get("part", ""),
        "new_key": new_key,
        "sent": sent,
    }
    return render(request, "pages/report.html", values, sent.status if sent else HTTPStatus.OK)


async def _placed(request: Request, who: Viewer, sheet: Sheet) -> list[dict[str, Any]]:
    """The comments, each with the words for what it is about and the address of its number."""
    rows = {one["row"] for one in sheet.comments if one["row"] and not told.is_total(one["row"])}
    parts: list[Node] = []
    if any(one["part"] for one in sheet.comments) and sheet.version:
        keys = [told.key_of(row) for row in sorted(rows)]
        found = await ask(request, who, "reports/rows", id=sheet.version["id"], keys=keys)
        parts = (found["reportEdition"]["report"] or {}).get("parts", [])
    return [
        comment | {"where": _where(comment, parts), "href": _number(sheet, comment)}
        for comment in sheet.comments
    ]


def _where(comment: Node, parts: Iterable[Node]) -> str:
    """«Школы · Лицей № 1 · Классы: 6»; nothing for the report as a whole."""
    part = next((one for one in parts if one["key"] == comment["part"]), None)
    if part is None:
        return "" if comment["part"] is None else "таблица отчёта"
    named = {told.row_name(row["key"]): row["title"] for row in part["rowsOf"]}
    columns = {one["key"]: told.column_title(one) for one in part["columns"]}
    row = comment["row"] or ""
    words = (
        part["title"],
        "Итого" if told.is_total(row) else named.get(row, ""),
        columns.get(comment["column"] or "", ""),
    )
    return " · ".join(word for word in words if word)


def _number(sheet: Sheet, comment: Node) -> str:
    """Where the records of the commented number are, if it is about one."""
    if not (comment["column"] and comment["row"] is not None):
        return ""
    place = {name: comment[name] for name in ("part", "column", "row")}
    return link(f"{sheet.base}/records", **place)


async def draft(request: Request) -> Response:
    """Draw the report of a duty up as of now; on to the draft."""
    who, fields = await viewer(request), await fields_of(request)
    id_ = request.path_params["duty"]
    return await acted(
        request, who, "reports/draft", {"input": {"duty": id_}, "key": fields.get("key")},
        fields=fields, back=duty_address(id_), told="drafted", again=show_duty,
    )  # fmt: skip


async def deadline(request: Request) -> Response:
    """Another due day, by a curator."""
    who, fields = await viewer(request), await fields_of(request)
    id_ = request.path_params["duty"]
    given = {"input": {"id": id_, "dueOn": fields.get("due", "")}, **guards(fields)}
    return await acted(
        request, who, "reports/deadline", given,
        fields=fields, back=duty_address(id_), told="redated", again=show_duty,
    )  # fmt: skip


async def submit(request: Request) -> Response:
    """The coordinator's word that this is the report."""
    fields = await fields_of(request)
    given = {
        "emptyAnswer": fields.get("answer") or None,
        "emptyReason": fields.get("reason") or None,
    }
    more = {name: value for name, value in given.items() if value}
    return await _about(request, "reports/submit", fields, "submitted", **more)


async def send_back(request: Request) -> Response:
    """The curator's remarks: what has to be put right."""
    fields = await fields_of(request)
    reason = fields.get("reason", "")
    return await _about(request, "reports/send_back", fields, "returned", returnReason=reason)


async def accept(request: Request) -> Response:
    """The curator takes the report."""
    return await _about(request, "reports/accept", await fields_of(request), "accepted")


async def comment(request: Request) -> Response:
    """A note about the report as a whole, or one of its tables."""
    fields = await fields_of(request)
    more = {"part": fields["part"]} if fields.get("part") else {}
    text = fields.get("text", "")
    return await _about(request, "reports/comment", fields, "noted", text=text, **more)


async def _about(
    request: Request, name: str, fields: dict[str, str], done: str, **given: str
) -> Response:
    who, id_ = await viewer(request), request.path_params["version"]
    return await acted(
        request, who, name, {"input": {"id": id_, **given}, **guards(fields)},
        fields=fields, back=version_address(id_), told=done, again=show_version,
    )  # fmt: skip


ROUTES = [
    Route(VERSIONS, version),
    Route(f"{VERSIONS}/submit", submit, methods=["POST"]),
    Route(f"{VERSIONS}/return", send_back, methods=["POST"]),
    Route(f"{VERSIONS}/accept", accept, methods=["POST"]),
    Route(f"{VERSIONS}/comments", comment, methods=["POST"]),
    Route(DUTIES, duty),
    Route(f"{DUTIES}/draft", draft, methods=["POST"]),
    Route(f"{DUTIES}/deadline", deadline, methods=["POST"]),
]
