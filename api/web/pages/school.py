"""Pages: the schools of a region, one school with its people and gaps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web import form, words
from api.web.asking import all_of, ask
from api.web.choice import PAGE_SIZE, one_of
from api.web.gap_list import (
    SHOWN,
    facets_of,
    foreseen,
    gap_choice,
    gaps_sent_out,
)
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.page import render
from api.web.pages.region import SCHOOL_HEAD, school_row
from api.web.sections import may


async def schools(request: Request) -> Response:
    """The schools of a region with their participants and gaps; as a file all of them."""
    who = await viewer(request)
    sort = one_of(request.query_params.get("sort", ""), words.SCHOOL_ORDERS, "gaps")
    asked = {"region": request.path_params["region"], "order": sort.upper()}
    after = request.query_params.get("after", "")
    first = 1 if wanted(request) else PAGE_SIZE
    found = await ask(request, who, "regions/schools", first=first, after=after or None, **asked)
    if not found["regionNumbers"]:
        raise MissingError
    region = found["regionNumbers"][0]
    if wanted(request):
        rows = await all_of(request, who, "regions/schools", "schoolNumbers", MOST_ROWS, **asked)
        filters = [("Регион", region["name"]), ("Порядок", words.SCHOOL_ORDERS[sort])]
        return await sent_out(
            request, who, "Школы региона", SCHOOL_HEAD, [school_row(one) for one in rows],
            filters=filters, zone=region["zone"], ascii_name="schools",
        )  # fmt: skip
    values = {
        "who": who,
        "region": region,
        "schools": found["schoolNumbers"],
        "sort": sort,
        "after": after,
        "files": downloads(request),
    }
    return render(request, "pages/schools.html", values)


async def school(request: Request) -> Response:
    """One school: who answers in it, and its gaps."""
    who = await viewer(request)
    identity = request.path_params["school"]
    frame = (await ask(request, who, "regions/school_frame", school=identity))["school"]
    if frame is None:
        raise MissingError
    choice = gap_choice(request.query_params)
    zone = frame["region"]["zone"]
    place = {"regionId": {"eq": frame["regionId"]}, "atSchool": {"some": {"id": {"eq": identity}}}}
    asked = choice.asked(form.local(who.now, zone).date(), **place)
    if wanted(request):
        filters = [("Школа", frame["name"]), *choice.told()]
        return await gaps_sent_out(request, who, "Пробелы школы", asked, filters=filters, zone=zone)
    found = await ask(
        request,
        who,
        "regions/school",
        school=identity,
        region=frame["regionId"],
        counted=choice.counted(**place),
        first=SHOWN,
        after=choice.after or None,
        **asked,
    )
    values = {
        "who": who,
        "school": frame | found["school"],
        "region": found["regionNumbers"][0],
        "people": await _people(request, who, identity, found["school"], zone),
        "choice": choice,
        "foreseen": foreseen(choice),
        "facets": facets_of(found["facets"]),
        "gaps": found["gaps"],
        "files": downloads(request),
    }
    return render(request, "pages/school.html", values)


async def _people(
    request: Request, who: Viewer, identity: str, school: Mapping[str, Any], zone: str
) -> list[dict[str, Any]]:
    """Who represents the school and who guides its participants, with how to reach them."""
    known: dict[str, Mapping[str, Any]] = {}
    if may(who.actor, "Person.phone"):
        found = await ask(request, who, "regions/school_contacts", school=identity)
        people = found["school"] or {}
        for role in _ROLES:
            known |= {one["node"]["id"]: one["node"] for one in people[role]["edges"]}
    return [
        {
            "role": word,
            "name": edge["node"]["fullName"],
            "registered_on": _day(edge["registeredAt"], zone),
            **{name: known.get(edge["node"]["id"], {}).get(name) for name in ("phone", "email")},
        }
        for role, word in _ROLES.items()
        for edge in school[role]["edges"]
    ]


_ROLES: Final = {"representatives": "представитель школы", "navigators": "педагог-навигатор"}


def _day(moment: str | None, zone: str) -> date | None:
    return form.local(datetime.fromisoformat(moment), zone).date() if moment else None


ROUTES = [
    Route("/regions/{region}/schools", schools),
    Route("/schools/{school:path}", school),
]
