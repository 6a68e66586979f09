"""Page «Практикумы»: the list and the calendar of a region's practicums, conflicts marked."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web import form
from api.web import practicum_words as told
from api.web.asking import Data, all_of, ask, nodes
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.page import link, render
from api.web.practicum_choice import (
    CHANGED,
    FORMATS,
    STATES,
    WHEN,
    Choice,
    Filter,
    choice,
    month_end,
    month_of,
)
from graph.errors import CalendarError
from graph.policy.calendar import CALENDAR, local_day

PATH: Final = "/practicums"
SHOWN: Final = 30
IDS: Final = 250
"""How many practicums the rules may name in one filter: as many as the API takes."""
_WEEK: Final = 7
_SATURDAY: Final = 5
MONTHS: Final = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь",
    "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_HEAD: Final = (
    "День",
    "Время",
    "Практикум",
    "Формат",
    "Компетенция",
    "Площадка",
    "Место",
    "Ведёт",
    "Мест",
    "Записано",
    "Пришло",
    "Состояние",
    "Что не так",
)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the list: the region, its day, and what its filters choose from."""

    region: Mapping[str, Any]
    today: date
    regions: list[Data]
    venues: list[Data]
    competences: list[Data]
    chosen: Choice

    @property
    def zone(self) -> str:
        zone: str = self.region["zone"]
        return zone


@dataclass(slots=True)
class Day:
    """A day of the calendar: its practicums, as far as they are shown, and how many are wrong."""

    on: date
    shown: bool
    works: bool
    count: int = 0
    practicums: list[Data] = field(default_factory=list)
    conflicts: int = 0


async def practicums(request: Request) -> Response:
    """The practicums of one region as a list, a calendar, or a file."""
    who = await viewer(request)
    region = request.query_params.get("region", "") or _own_region(who)
    found = await ask(request, who, "practicums/choices", region=region)
    regions = nodes(found["regions"])
    if not region and regions:
        here = link(PATH, **dict(request.query_params), region=regions[0]["id"])
        return RedirectResponse(here, HTTPStatus.SEE_OTHER)
    around = _around(who, found, regions, choice(request.query_params, region))
    if request.query_params.get("view") == "calendar":
        return await _calendar(request, who, around)
    return await _list(request, who, around)


def _own_region(who: Viewer) -> str:
    return min(who.actor.regions, default="") if not who.actor.everything else ""


def _around(who: Viewer, found: Data, regions: list[Data], chosen: Choice) -> Around:
    region = next((one for one in regions if one["id"] == chosen.region), None)
    if region is None:
        raise MissingError
    today = local_day(who.now, ZoneInfo(region["zone"]))
    venues, competences = (
        sorted(
            (one[name] | {"count": one["count"]} for one in found[groups] if one[name]),
            key=lambda one: str(one["name"]),
        )
        for groups, name in (("venues", "venue"), ("competences", "competence"))
    )
    return Around(region, today, regions, venues, competences, chosen)


async def _list(request: Request, who: Viewer, around: Around) -> Response:
    asked = around.chosen.filter(around.today)
    wrong, cut = None, False
    if around.chosen.by_rule:
        wrong = await _wrong(request, who, around, *around.chosen.days(around.today))
        asked, cut = _narrowed(asked, wrong, around.chosen)
    if wanted(request):
        return await _file(request, who, around, asked, wrong)
    after = request.query_params.get("after", "")
    answered = await ask(
        request, who, "practicums/list", filter=asked, first=SHOWN, after=after or None
    )
    rows = nodes(answered["practicums"])
    days = [one["onDay"] for one in rows if one["onDay"]]
    if wrong is None and days:
        wrong = await _wrong(request, who, around, min(days), max(days))
    values = _frame(who, around) | {
        "rows": rows,
        "total": answered["practicums"]["totalCount"],
        "page_info": answered["practicums"]["pageInfo"],
        "after": after,
        "wrong": wrong or {},
        "cut": cut,
        "files": downloads(request),
    }
    return render(request, "pages/practicums.html", values)


async def _wrong(
    request: Request,
    who: Viewer,
    around: Around,
    since: date | str | None,
    until: date | str | None,
) -> told.Conflicts:
    asked = {"from": since and str(since), "to": until and str(until)}
    found = await ask(request, who, "practicums/conflicts", region=around.chosen.region, **asked)
    return told.by_practicum(found["practicumConflicts"])


def _narrowed(asked: Filter, wrong: told.Conflicts, chosen: Choice) -> tuple[Filter, bool]:
    """Only those that the rules name; whether there were more than can be asked for at once."""
    ids = [
        practicum
        for practicum, found in wrong.items()
        if chosen.state != CHANGED or any(one["case"] == told.CHANGED_CASE for one in found)
    ]
    named = {"id": {"in": ids[:IDS]}}
    return {"and": [*asked["and"], named]}, len(ids) > IDS


async def _file(
    request: Request, who: Viewer, around: Around, asked: Filter, wrong: told.Conflicts | None
) -> Response:
    rows = await all_of(request, who, "practicums/list", "practicums", MOST_ROWS, filter=asked)
    known = wrong or await _wrong(request, who, around, *around.chosen.days(around.today))
    return await sent_out(
        request, who, f"Практикумы {around.region['name']}", _HEAD,
        [_row(one, known.get(one["id"], []), around) for one in rows],
        filters=_filters(around), zone=around.zone, ascii_name="practicums",
    )  # fmt: skip


def _row(one: Data, wrong: list[Mapping[str, Any]], around: Around) -> tuple[Any, ...]:
    return (
        form.as_day(one["onDay"]),
        told.hours(one, around.zone),
        one["title"],
        told.format_word(one["format"]),
        (one["competence"] or {}).get("name"),
        (one["venue"] or {}).get("name"),
        one["place"],
        told.mentors_of(one),
        one["capacity"],
        one["enrolled"]["totalCount"],
        one["attended"]["totalCount"],
        told.state_of(one, around.today).word,
        "; ".join(conflict["title"] for conflict in wrong),
    )


def _filters(around: Around) -> list[tuple[str, str]]:
    chosen = around.chosen
    names = {one["id"]: one["name"] for one in (*around.venues, *around.competences)}
    since, until = chosen.days(around.today)
    told_of = {
        "Регион": around.region["name"],
        "С": form.day(since) if since else "",
        "По": form.day(until) if until else "",
        "Состояние": STATES.get(chosen.state, ""),
        "Площадка": names.get(chosen.venue, ""),
        "Компетенция": names.get(chosen.competence, ""),
        "Формат": FORMATS.get(chosen.format, ""),
        "Только": "с расхождениями" if chosen.conflicts else "",
    }
    return [(word, value) for word, value in told_of.items() if value]


async def _calendar(request: Request, who: Viewer, around: Around) -> Response:
    month = month_of(request.query_params.get("month", ""), around.today)
    wrong = await _wrong(request, who, around, month, month_end(month))
    asked = around.chosen.of_month(month, around.today)
    troubled, cut = _narrowed(asked, wrong, around.chosen)
    shown = troubled if around.chosen.by_rule else asked
    found = await ask(request, who, "practicums/month", filter=shown, troubled=troubled)
    before, following = month - timedelta(days=1), month_end(month) + timedelta(days=1)
    values = _frame(who, around) | {
        "weeks": _weeks(month, around, found),
        "cut": cut,
        "total": found["practicums"]["totalCount"],
        "named": len(found["practicums"]["edges"]) == found["practicums"]["totalCount"],
        "month": month,
        "month_word": f"{MONTHS[month.month - 1]} {month.year}",
        "month_end": month_end(month),
        "before": f"{before:%Y-%m}",
        "following": f"{following:%Y-%m}",
        "wrong": wrong,
    }
    return render(request, "pages/practicums_calendar.html", values)


def _weeks(month: date, around: Around, found: Data) -> list[list[Day]]:
    counts, troubled = (
        {form.as_day(one["onDay"]): one["count"] for one in found[name]}
        for name in ("practicumsBy", "troubled")
    )
    listed: dict[date | None, list[Data]] = defaultdict(list)
    for edge in found["practicums"]["edges"]:
        listed[form.as_day(edge["node"]["onDay"])].append(edge["node"])
    days = [
        Day(
            on, on.month == month.month, _works(on, around.chosen.region),
            counts.get(on, 0), listed[on], troubled.get(on, 0),
        )
        for on in calendar.Calendar().itermonthdates(month.year, month.month)
    ]  # fmt: skip
    return [days[at : at + _WEEK] for at in range(0, len(days), _WEEK)]


def _works(day: date, region: str) -> bool:
    try:
        return CALENDAR.is_working_day(day, region)
    except CalendarError:
        return day.weekday() < _SATURDAY  # a year whose moved days aren't known yet


def _frame(who: Viewer, around: Around) -> dict[str, Any]:
    return {
        "who": who,
        "around": around,
        "chosen": around.chosen,
        "practicum": told,
        "choices": {"states": STATES, "formats": FORMATS, "when": WHEN},
        "base": PATH,
    }


ROUTES = [Route(PATH, practicums)]
