"""Whom to enrol in a practicum, and who came: lists of children by name, for their coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web import form
from api.web.acting import Sent, new_key
from api.web.asking import ask
from api.web.choice import PAGE_SIZE
from api.web.page import render
from api.web.pages.practicum import BASE, card_of, steps_of
from api.web.practicum_forms import picked

MOST: Final = 100
"""How many one form takes; more are brought as a table."""
_GRADES: Final = range(6, 12)
_LONGEST_SEARCH: Final = 100


async def enrol(request: Request) -> Response:
    """The students of a school who have not been to this format yet."""
    return await enrolling(request, await viewer(request))


async def attendance(request: Request) -> Response:
    """Everybody enrolled, to be ticked."""
    return await attending(request, await viewer(request))


async def enrolling(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    """The list to choose from, once a school is named: a region has too many for one."""
    card = await card_of(request, who)
    if not steps_of(who, card).may_enrol and sent is None:
        raise MissingError
    given = sent.fields if sent else request.query_params
    school, grade = given.get("school", "")[:_LONGEST_SEARCH].strip(), given.get("grade", "")
    after = request.query_params.get("after", "")
    found = None
    if school:
        found = await ask(
            request, who, "today/students", filter=_without(card, school, grade),
            consent=_valid(card), first=PAGE_SIZE, after=after or None,
        )  # fmt: skip
    values = _values(who, card, sent) | {
        "school": school,
        "grade": grade,
        "grades": _GRADES,
        "students": found["students"] if found else None,
        "after": after,
    }
    return render(request, "pages/practicum_enrol.html", values, _status(sent))


async def attending(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    """Who is enrolled and who was entered already, ticked if they came."""
    card = await card_of(request, who)
    if not steps_of(who, card).may_record and sent is None:
        raise MissingError
    found = await ask(request, who, "today/enrolled", id=card["id"], first=MOST)
    lists = found["practicum"]
    came = {edge["node"]["id"] for edge in lists["attended"]["edges"]}
    people = {
        edge["node"]["id"]: edge["node"]
        for name in ("enrolled", "attended")
        for edge in lists[name]["edges"]
    }
    values = _values(who, card, sent) | {
        "people": list(people.values()),
        "came": set(picked(sent.fields)) if sent else came,
        "too_many": max(lists[name]["totalCount"] for name in ("enrolled", "attended")) > MOST,
    }
    return render(request, "pages/practicum_attendance.html", values, _status(sent))


def _values(who: Viewer, card: Mapping[str, Any], sent: Sent | None) -> dict[str, Any]:
    return {
        "who": who,
        "card": card,
        "sent": sent,
        "ticked": set(picked(sent.fields)) if sent else set(),
        "key": new_key(),
        "here": f"{BASE}/{form.segment(card['id'])}",
    }


def _status(sent: Sent | None) -> HTTPStatus:
    return sent.status if sent else HTTPStatus.OK


def _without(card: Mapping[str, Any], school: str, grade: str) -> dict[str, Any]:
    """Of this school, not yet at a practicum of this format, nor enrolled in one."""
    of_format = {"none": {"format": {"eq": card["format"]}}}
    narrow: dict[str, Any] = {
        "regionId": {"eq": card["regionId"]},
        "school": {"some": {"name": {"contains": school}}},
        "processingStoppedAt": {"isNull": True},
        "enrolments": of_format,
        "attendances": of_format,
    }
    if grade.isascii() and grade.isdigit() and int(grade) in _GRADES:
        narrow["grade"] = {"eq": int(grade)}
    return narrow


def _valid(card: Mapping[str, Any]) -> dict[str, Any]:
    """Consents that hold on the practicum's day."""
    nothing = {"isNull": True}
    return {
        "withdrawnAt": nothing,
        "refusedOn": nothing,
        "purposes": {"has": "PROCESSING"},
        "or": [
            {"validUntil": nothing},
            {"validUntil": {"gte": card["onDay"]}} if card["onDay"] else {"validUntil": nothing},
        ],
    }


ROUTES = [
    Route(BASE + "/{practicum}/enrol", enrol),
    Route(BASE + "/{practicum}/attendance", attendance),
]
