"""The card of any record: its values, what it is linked with, its open gaps, its history."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.node.naming import node_steps, node_values
from api.web import form, words
from api.web import record as told
from api.web import record_document as documents
from api.web.asking import all_of_text, ask, ask_text, nodes
from api.web.choice import cursor
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.page import render
from api.web.terms import term_word
from queries.compiler.steps import LABELS, Step

SHOWN: Final = 20
GAPS: Final = 10
_NOBODY: Final = "Запись вам не видна"


@dataclass(frozen=True, slots=True)
class Of:
    """Whose card it is: the record's type and id."""

    label: str
    id: str


@dataclass(frozen=True, slots=True)
class Was:
    """One change of a field: the value, or the record it links to, before and after."""

    title: str
    hidden: bool
    before: str
    after: str


async def record(request: Request) -> Response:
    """The card; as a file the list of the relationship that is shown."""
    who = await viewer(request)
    of = Of(request.path_params["label"], request.path_params["id"])
    if of.label == "Gap":
        return RedirectResponse(told.record_path("Gap", of.id), HTTPStatus.SEE_OTHER)
    if of.label not in LABELS:
        raise MissingError
    role = who.actor.role
    if not documents.may_ask(role, "Query", documents.root_field(of.label)):
        return _closed(request, who, of, HTTPStatus.FORBIDDEN)
    found = (await ask_text(request, who, documents.card(of.label, role), id=of.id))["record"]
    if found is None:
        return _closed(request, who, of, HTTPStatus.NOT_FOUND)
    zone = found.get("zone") or (found.get("region") or {}).get("zone") or form.MOSCOW
    step = documents.steps(of.label, role, many=True).get(request.query_params.get("along", ""))
    if step is not None and wanted(request):
        return await _file(request, who, of, step, zone)
    return await _page(request, who, of, found, step, zone)


async def _page(
    request: Request,
    who: Viewer,
    of: Of,
    found: Mapping[str, Any],
    step: Step | None,
    zone: str,
) -> Response:
    role, asked = who.actor.role, request.query_params
    history = await ask(
        request, who, "links/history", id=of.id, first=SHOWN, after=asked.get("was") or None
    )
    values = {
        "who": who,
        "of": of,
        "kind": words.label_word(of.label),
        "title": told.heading(of.label, found, role),
        "zone": zone,
        "region": found.get("region"),
        "own_page": told.own_page(of.label, of.id),
        "facts": list(told.facts(of.label, found, role, zone)),
        "withheld": documents.withheld(of.label, role),
        "closed": told.closed(of.label, found, role),
        "ones": list(told.ones(of.label, found, role, zone)),
        "ways": told.ways(of.label, found, role),
        "gaps_total": (found.get("openGaps") or {}).get("totalCount"),
        "gaps": await _open_gaps(request, who, of, found),
        "history": history["history"],
        "was": asked.get("was"),
        "changes": lambda entry: [_was(entry["label"], one) for one in entry["changes"]],
        **await _along(request, who, of, step, zone),
    }
    return render(request, "pages/record.html", values)


async def _open_gaps(
    request: Request, who: Viewer, of: Of, found: Mapping[str, Any]
) -> Sequence[Mapping[str, Any]]:
    if not (found.get("openGaps") or {}).get("totalCount"):
        return []
    text = documents.open_gaps(of.label, who.actor.role)
    record = (await ask_text(request, who, text, id=of.id, first=GAPS))["record"]
    return nodes((record or {"openGaps": {"edges": []}})["openGaps"])


async def _along(
    request: Request, who: Viewer, of: Of, step: Step | None, zone: str
) -> dict[str, Any]:
    """The list of one relationship, if the address names one."""
    if step is None:
        return {"along": None}
    name, after = request.query_params["along"], cursor(request)
    text = documents.along(of.label, name, who.actor.role)
    found = (await ask_text(request, who, text, id=of.id, first=SHOWN, after=after))["record"]
    if found is None:
        raise MissingError
    page = found["along"]
    return {
        "along": name,
        "along_word": told.way_word(step),
        "lines": [_line(who, step, edge, zone) for edge in page["edges"]],
        "total": page.get("totalCount"),
        "page_info": page["pageInfo"],
        "after": after,
        "files": downloads(request),
    }


def _line(who: Viewer, step: Step, edge: Mapping[str, Any], zone: str) -> tuple[told.Line, str]:
    line = told.line(step.target, edge["node"], who.actor.role, zone)
    return line, told.lasting(step, edge, zone)


async def _file(request: Request, who: Viewer, of: Of, step: Step, zone: str) -> Response:
    text = documents.along(of.label, request.query_params["along"], who.actor.role)
    edges = await all_of_text(request, who, text, ("record", "along"), MOST_ROWS, id=of.id)
    rows = [
        (line.kind, line.name, line.told, lasting)
        for line, lasting in (_line(who, step, edge, zone) for edge in edges)
    ]
    title = f"{words.label_word(of.label)}: {told.way_word(step)}"
    return await sent_out(
        request, who, title, ("Вид записи", "Запись", "Сведения", "Связь"), rows,
        zone=zone, ascii_name="records",
    )  # fmt: skip


def _closed(request: Request, who: Viewer, of: Of, status: HTTPStatus) -> Response:
    """Why there is no card: not for this role, or not among the records in sight."""
    values = {
        "who": who,
        "title": _NOBODY,
        "kind": words.label_word(of.label),
        "role": words.ROLES[who.actor.role],
        "forbidden": status is HTTPStatus.FORBIDDEN,
    }
    return render(request, "pages/record_closed.html", values, status)


def _was(label: str, change: Mapping[str, Any]) -> Was:
    before, after = (_text(label, change["field"], change[side]) for side in ("before", "after"))
    return Was(change["title"], change["hidden"], before, after)


def _text(label: str, field: str, value: str | None) -> str:
    """A value of the history, which tells all of them as texts, as a card shows it."""
    if value is None:
        return ""
    declared = node_values(label).get(field)
    if declared is None:
        step = node_steps(label).get(field)
        return _linked(step, value) if step else value
    if declared.choices is not None:
        known = {one.value: term_word(one) for one in declared.choices}
        return ", ".join(known.get(one, one) for one in value.split("; "))
    return _days(value)


def _linked(step: Step, value: str) -> str:
    """Which records a relationship led to: their kind, since they are told by their ids."""
    kinds = " или ".join(words.label_word(one).lower() for one in step.targets)
    several = value.count("; ") + 1
    since = " ".join(_SINCE.findall(value))
    return " ".join(one for one in (f"{kinds} ({several})" if several > 1 else kinds, since) if one)


_SINCE: Final = re.compile(r"\b(?:с|до) \d\d\.\d\d\.\d{4}")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)(?:\[[^\]]+\])?")
_DAY: Final = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def _days(value: str) -> str:
    value = _MOMENT.sub(
        lambda one: form.moment(datetime.fromisoformat(one[0].partition("[")[0])), value
    )
    return _DAY.sub(lambda one: form.day(date.fromisoformat(one[0])), value)


ROUTES = [Route("/links/record/{label}/{id:path}", record)]
