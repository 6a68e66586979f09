"""Page «Мой день»: what a coordinator has to do, in order, each with what begins it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web.acting import new_key
from api.web.asking import Data, ask, nodes
from api.web.choice import one_of
from api.web.listing import downloads, sent_out, wanted
from api.web.page import link, render
from api.web.pages.practicum import DONE
from api.web.sections import SECTIONS, home_of
from api.web.work import SOON, Day, Place, When, day_of
from graph.policy.calendar import local_day

PATH: Final = "/today"
ASKED: Final = 50
SHOWN: Final = {When.LATE: 10, When.TODAY: 10, When.CONFIRM: 10, When.SOON: 10, When.LATER: 5}
HEADS: Final = {
    When.LATE: "Просрочено",
    When.TODAY: "Сегодня",
    When.CONFIRM: "Подтвердить практикумы",
    When.SOON: "В ближайшие 7 дней",
    When.LATER: "Позже и без срока",
}
_COLUMNS: Final = ("Когда", "Срок", "Тяжесть", "Что сделать", "У кого")
(_SECTION,) = (one for one in SECTIONS if one.path == PATH)


async def today(request: Request) -> Response:
    """The day of the coordinator; as a file all of it. Others are shown their own first page."""
    who = await viewer(request)
    if not _SECTION.has(who.actor):
        return RedirectResponse(home_of(who.actor), HTTPStatus.SEE_OTHER)
    found = await ask(request, who, "today/place")
    regions = nodes(found["regions"])
    asked = request.query_params.get("region", "")
    region = next((one for one in regions if one["id"] == asked), regions[0] if regions else None)
    if region is None:
        raise MissingError
    place = _place(who, region)
    work, live = await _asked(request, who, place)
    day = day_of(place, work, live)
    if wanted(request):
        return await _file(request, who, place, day)
    return _page(request, who, region, regions, place, day, work["alerts"]["edges"])


def _place(who: Viewer, region: Data) -> Place:
    on = local_day(who.now, ZoneInfo(region["zone"]))
    return Place(region["id"], region["zone"], on, who.actor.person or "")


async def _asked(request: Request, who: Viewer, place: Place) -> tuple[Data, Data]:
    work = await ask(
        request, who, "today/work", region=place.region, person=place.person, first=ASKED,
        today=place.today.isoformat(), soon=(place.today + SOON).isoformat(),
    )  # fmt: skip
    live = await ask(
        request, who, "today/live", region=place.region, today=place.today.isoformat(),
        ahead=(place.today + SOON).isoformat(),
    )  # fmt: skip
    return work, live


def _page(
    request: Request, who: Viewer, region: Data, regions: list[Data], place: Place, day: Day,
    alerts: list[Data],
) -> Response:  # fmt: skip
    only = one_of(request.query_params.get("when", ""), list(When), "")
    values: dict[str, Any] = {
        "who": who,
        "region": region,
        "regions": regions,
        "day": day,
        "heads": {when: HEADS[when] for when in When if only in ("", when)},
        "only": only,
        "pressing": day.pressing(place.today),
        "shown": {when: len(day.by_when[when]) if only else SHOWN[when] for when in When},
        "alerts": [edge["node"] for edge in alerts],
        "files": downloads(request),
        "key": new_key(),
        "done": DONE,
        "path_of": lambda when: link(PATH, region=_other(place, regions), when=when),
    }
    return render(request, "pages/today.html", values)


def _other(place: Place, regions: list[Data]) -> str:
    """The region to say in an address: none if there is but one."""
    return place.region if len(regions) > 1 else ""


async def _file(request: Request, who: Viewer, place: Place, day: Day) -> Response:
    only = one_of(request.query_params.get("when", ""), list(When), "")
    rows = [
        (HEADS[when], one.due, one.severity, one.what, one.whom)
        for when, pieces in day.by_when.items()
        if only in ("", when)
        for one in pieces
    ]
    filters = [("Когда", HEADS[When(only)])] if only else []
    return await sent_out(
        request, who, "Мой день", _COLUMNS, rows,
        filters=filters, zone=place.zone, ascii_name="today",
    )  # fmt: skip


ROUTES = [Route(PATH, today)]
