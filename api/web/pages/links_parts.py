"""Parts of page «Связи», put in place where a stop is opened: what it is linked with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web import form
from api.web import record_document as documents
from api.web.asking import ask, ask_text
from api.web.choice import cursor
from api.web.page import render
from api.web.record import Line, Way, lasting, line, ones, record_path, ways
from api.web.stops import (
    Open,
    Stop,
    along_part,
    beside,
    gap_stop,
    more_stop,
    record_stop,
    rest_of,
    trace_path,
    way_stop,
)
from queries.compiler.steps import LABELS

PART: Final = 20
FARTHEST: Final = 50
_OF_GAP: Final = {"effects": "links/effects", "causes": "links/causes"}
_RECORDS: Final = "records"


async def around(request: Request) -> Response:
    """What a record is linked with: those it has one of, then its relationships to many."""
    who = await viewer(request)
    label, identity, column = _asked(request, who)
    if label == "Gap":
        stops = await _around_gap(request, who, identity, beside(column))
    else:
        stops = await _around(request, who, label, identity, beside(column))
    return _part(request, stops, whole=True)


async def along(request: Request) -> Response:
    """A page of the records to which one relationship leads."""
    who = await viewer(request)
    label, identity, column = _asked(request, who)
    name = request.query_params.get("along", "")
    if label == "Gap" and name in _OF_GAP:
        stops = await _gaps(request, who, identity, name, column)
    elif label == "Gap" and name == _RECORDS:
        stops = await _records(request, who, identity, column)
    else:
        stops = await _along(request, who, label, identity, column)
    return _part(request, stops, whole=not request.query_params.get("after"))


def _asked(request: Request, who: Viewer) -> tuple[str, str, int]:
    given = request.query_params
    label, column = given.get("label", ""), given.get("column", "0")
    known = label in LABELS and documents.may_ask(
        who.actor.role, "Query", documents.root_field(label)
    )
    if not known or not column.lstrip("-").isdecimal() or abs(int(column)) > FARTHEST:
        raise MissingError
    return label, given.get("id", ""), int(column)


def _part(request: Request, stops: list[Stop], *, whole: bool) -> Response:
    return render(request, "pages/links_part.html", {"stops": stops, "whole": whole})


async def _around_gap(request: Request, who: Viewer, gap: str, column: int) -> list[Stop]:
    answered = await ask(request, who, "links/around", gap=gap)
    found = answered["gap"]
    if found is None:
        raise MissingError
    unit, person = answered["told"]["unit"], found["answeredBy"]
    stops = []
    if unit:
        own = Line(unit["label"], unit["id"], unit["name"] or Line(unit["label"], "", "").kind)
        stops.append(record_stop(own, column, "у кого"))
    if person:
        name = person.get("fullName") or Line("Person", "", "").kind
        stops.append(record_stop(Line("Person", person["id"], name), column, "отвечает"))
    records = Way(_RECORDS, "Записи", found["count"])
    stops.append(way_stop("Gap", gap, records, column, f"{record_path('Gap', gap)}#records"))
    if found["causes"]["totalCount"] > 1 and column > 0:
        every = Way("causes", "Все причины", found["causes"]["totalCount"])
        stop = way_stop("Gap", gap, every, column, trace_path(gap))
        stop.opens = [Open("показать", trace_path(gap), "")]
        stops.append(stop)
    return stops


async def _around(
    request: Request, who: Viewer, label: str, identity: str, column: int
) -> list[Stop]:
    role = who.actor.role
    found = (await ask_text(request, who, documents.card(label, role), id=identity))["record"]
    if found is None:
        raise MissingError
    zone = (found.get("region") or {}).get("zone", form.MOSCOW)
    single = [
        record_stop(other, column, relation)
        for relation, other in ones(label, found, role, zone)
        if other.label != "Region"
    ]
    return single + [way_stop(label, identity, way, column) for way in ways(label, found, role)]


async def _gaps(request: Request, who: Viewer, gap: str, name: str, column: int) -> list[Stop]:
    after = cursor(request)
    found = (await ask(request, who, _OF_GAP[name], gap=gap, first=PART, after=after))["gap"]
    if found is None:
        raise MissingError
    stops = [gap_stop(edge["node"], beside(column)) for edge in found["found"]["edges"]]
    return stops + rest_of(gap, name, column, found["found"], 0, None)


async def _records(request: Request, who: Viewer, gap: str, column: int) -> list[Stop]:
    after = cursor(request)
    found = await ask(request, who, "links/records", gap=gap, first=PART, after=after)
    page = found["gapRecords"]
    stops = [
        record_stop(
            Line(node["label"], node["id"], node["text"]), beside(column), told=_proof(node)
        )
        for node in (edge["node"] for edge in page["edges"])
    ]
    return stops + _rest("Gap", gap, _RECORDS, column, page)


def _proof(node: Mapping[str, Any]) -> str:
    return "; ".join(fact["what"] for fact in node["evidence"])


async def _along(
    request: Request, who: Viewer, label: str, identity: str, column: int
) -> list[Stop]:
    role, name = who.actor.role, request.query_params.get("along", "")
    step = documents.steps(label, role, many=True).get(name)
    if step is None:
        raise MissingError
    after = cursor(request)
    text = documents.along(label, name, role)
    found = (await ask_text(request, who, text, id=identity, first=PART, after=after))["record"]
    if found is None:
        raise MissingError
    page = found["along"]
    stops = [
        record_stop(
            line(step.target, edge["node"], role),
            beside(column),
            told=lasting(step, edge, form.MOSCOW),
        )
        for edge in page["edges"]
    ]
    return stops + _rest(label, identity, name, column, page)


def _rest(label: str, identity: str, name: str, column: int, page: Mapping[str, Any]) -> list[Stop]:
    info = page["pageInfo"]
    if not info["hasNextPage"]:
        return []
    href = record_path(label, identity, along=name, after=info["endCursor"]) + "#along"
    part = along_part(label, identity, name, column, info["endCursor"])
    key = f"{label}:{identity}/{name}"
    return [more_stop(key, beside(column), 0, None, Open("ещё", href, part))]


ROUTES = [Route("/links/part/around", around), Route("/links/part/along", along)]
