"""Page «Регион»: who coordinates it and whom to call, its gaps, terms, reports and requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web import form, words
from api.web.asking import ask, nodes
from api.web.coordinator import card_of
from api.web.duties import calendar_of, reports_of, request_of
from api.web.gap_list import (
    SHOWN,
    GapChoice,
    facets_of,
    foreseen,
    gap_choice,
    gaps_sent_out,
)
from api.web.listing import downloads, sent_out, wanted
from api.web.page import render
from api.web.sections import may
from graph.model.gap import Severity

COMING: Final = 12
PLACES: Final = 12
_GAPS: Final = tuple(f"Пробелы {one}" for one in Severity)


@dataclass(frozen=True, slots=True)
class Table:
    """One of the page's lists as a file."""

    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


async def region(request: Request) -> Response:
    """One region; as a file whichever of its lists `list` names, the gaps without it."""
    who = await viewer(request)
    identity = request.path_params["region"]
    frame = await _frame(request, who, identity)
    choice = gap_choice(request.query_params)
    place = {"regionId": {"eq": identity}}
    today = form.local(who.now, frame["numbers"]["zone"]).date()
    asked = choice.asked(today, **place)
    if wanted(request) and request.query_params.get("list", "") not in _FILES:
        return await _gaps(request, who, frame, choice, asked)
    campaign = _campaign(frame["region"], today)
    answered = await ask(
        request,
        who,
        "regions/page",
        region=identity,
        campaign=campaign["id"] if campaign else "",
        today=today.isoformat(),
        counted=choice.counted(**place),
        first=SHOWN,
        after=choice.after or None,
        **asked,
    )
    contacts = None
    if may(who.actor, "Person.phone"):
        contacts = (await ask(request, who, "regions/contacts", region=identity))["region"]
    values = _values(who, frame, answered, contacts, campaign, today)
    if wanted(request):
        return await _list(request, who, values)
    values |= {
        "choice": choice,
        "foreseen": foreseen(choice),
        "facets": facets_of(answered["facets"]),
        "gaps": answered["gaps"],
        "files": downloads(request),
        "files_of": lambda name: downloads(request, list=name),
    }
    return render(request, "pages/region.html", values)


async def _frame(request: Request, who: Viewer, identity: str) -> dict[str, Any]:
    """The region's numbers, people and schools; MissingError if it is not to be seen."""
    found = await ask(request, who, "regions/frame", region=identity)
    if not found["regionNumbers"] or found["region"] is None:
        raise MissingError
    return {
        "numbers": found["regionNumbers"][0],
        "region": found["region"],
        "schools": found["schoolNumbers"],
    }


def _campaign(region: Mapping[str, Any], today: date) -> Mapping[str, Any] | None:
    """The campaign that began last: the one whose duties the rules ask about."""
    begun = [
        edge["node"]
        for edge in region["campaigns"]["edges"]
        if date.fromisoformat(edge["from"]) <= today
    ]
    return begun[0] if begun else None


def _values(
    who: Viewer,
    frame: Mapping[str, Any],
    answered: Mapping[str, Any],
    contacts: Mapping[str, Any] | None,
    campaign: Mapping[str, Any] | None,
    today: date,
) -> dict[str, Any]:
    numbers = frame["numbers"]
    zone = numbers["zone"]
    requests = [*answered["unanswered"]["edges"], *answered["answered"]["edges"]]
    return {
        "who": who,
        "today": today,
        "region": numbers,
        "campaign": campaign,
        "card": card_of(frame["region"], contacts, campaign["id"] if campaign else "", today),
        "contacts_shown": contacts is not None,
        "schools": frame["schools"],
        "by_rule": facets_of(answered["facets"]).by_rule,
        "places": answered["gapsByMunicipality"],
        "calendar": calendar_of(answered, campaign, numbers["region"], today),
        "shown": {"calendar": COMING, "places": PLACES},
        "reports": reports_of(answered["reportDuties"], who.now, zone),
        "requests": [request_of(edge["node"], who.now, zone) for edge in requests],
        "unanswered": answered["unanswered"]["totalCount"],
        "answered": answered["answered"]["totalCount"],
        "scans": nodes(answered["scans"]),
        "timeliness": answered["timeliness"],
    }


async def _gaps(
    request: Request,
    who: Viewer,
    frame: Mapping[str, Any],
    choice: GapChoice,
    asked: Mapping[str, Any],
) -> Response:
    numbers = frame["numbers"]
    filters = [("Регион", numbers["name"]), *choice.told(await _place_name(request, who, choice))]
    return await gaps_sent_out(
        request, who, "Пробелы региона", asked, filters=filters, zone=numbers["zone"]
    )


async def _place_name(request: Request, who: Viewer, choice: GapChoice) -> str:
    if not choice.municipality:
        return ""
    found = await ask(request, who, "regions/place", municipality=choice.municipality)
    return (found["municipality"] or {}).get("name") or ""


async def _list(request: Request, who: Viewer, values: Mapping[str, Any]) -> Response:
    name = request.query_params["list"]
    table, numbers = _FILES[name](values), values["region"]
    return await sent_out(
        request,
        who,
        table.title,
        table.head,
        table.rows,
        filters=[("Регион", numbers["name"])],
        zone=numbers["zone"],
        ascii_name=name,
    )


def _rules(values: Mapping[str, Any]) -> Table:
    rows = [
        (rule, words.rule_title(rule), *(counts[one] for one in Severity), counts["overdue"])
        for rule, counts in values["by_rule"].items()
    ]
    return Table("Пробелы по правилам", ("Правило", "Название", *_GAPS, "Просрочено"), rows)


def _places(values: Mapping[str, Any]) -> Table:
    rows = [
        (one["name"] or "регион в целом", one["gapsA"], one["gapsB"], one["gapsC"], one["overdue"])
        for one in values["places"]
    ]
    return Table("Пробелы по муниципалитетам", ("Муниципалитет", *_GAPS, "Просрочено"), rows)


def _calendar(values: Mapping[str, Any]) -> Table:
    rows = [(one.day, one.what, one.count, one.severity, one.rule) for one in values["calendar"]]
    return Table("Сроки", ("Срок", "Что", "Сколько", "Тяжесть", "Правило"), rows)


def _reports(values: Mapping[str, Any]) -> Table:
    rows = [
        (
            one.form,
            one.title,
            one.state.word,
            *(one.period or (None, None)),
            one.due_on,
            one.timely.word if one.timely else "",
            one.accepted,
            one.duties,
            one.reason,
        )
        for one in values["reports"]
    ]
    head = (
        "№",
        "Отчёт",
        "Состояние",
        "Период с",
        "по",
        "Срок",
        "В срок",
        "Принято",
        "Из",
        "Почему возвращён",
    )
    return Table("Отчёты региона", head, rows)


def _requests(values: Mapping[str, Any]) -> Table:
    rows = [
        (one.subject, one.asked_by, one.asked_at, one.due_on, one.answered_at, one.state.word)
        for one in values["requests"]
    ]
    head = ("О чём", "Направил", "Направлен", "Срок", "Дан ответ", "Состояние")
    return Table("Запросы куратора", head, rows)


def _scans(values: Mapping[str, Any]) -> Table:
    rows = [(form.as_moment(one["asOf"]), one["openGaps"]) for one in values["scans"]]
    return Table("Открытых пробелов по проверкам", ("Проверка на момент", "Открыто"), rows)


def _schools(values: Mapping[str, Any]) -> Table:
    rows = [school_row(edge["node"]) for edge in values["schools"]["edges"]]
    return Table("Школы, где пробелов больше всего", SCHOOL_HEAD, rows)


SCHOOL_HEAD: Final = ("Школа", "Муниципалитет", "Участников", *_GAPS)


def school_row(one: Mapping[str, Any]) -> tuple[Any, ...]:
    """A school in numbers as a row of a file."""
    return (
        one["name"],
        one["municipality"],
        one["students"],
        one["gapsA"],
        one["gapsB"],
        one["gapsC"],
    )


_FILES: Final[Mapping[str, Callable[[Mapping[str, Any]], Table]]] = {
    "rules": _rules,
    "places": _places,
    "calendar": _calendar,
    "reports": _reports,
    "requests": _requests,
    "scans": _scans,
    "schools": _schools,
}

ROUTES = [Route("/regions/{region}", region)]
