"""Page «Отчёты»: of one region a list of what it owes, of several a matrix; who is in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.web import form
from api.web import report_words as told
from api.web.acting import Sent, acted, fields_of, new_key
from api.web.asking import ask
from api.web.listing import downloads, sent_out, wanted
from api.web.page import link, render
from api.web.report_choice import EVERY_PERIOD, Choice, Offered, chosen, offered
from api.web.report_words import Node
from queries.report.forms import forms

HOME: Final = "/reports"
_LIST: Final = (
    "Регион", "№", "Отчёт", "Период с", "Период по", "Срок", "Состояние", "В срок ли",
    "Версия", "Главное число", "Представлен", "Возвращён", "Принят",
)  # fmt: skip
_TIMELINESS: Final = {
    "regionName": "Регион",
    "coordinatorName": "Координатор",
    "duties": "Отчётов",
    "onTime": "В срок",
    "late": "С опозданием",
    "overdue": "Просрочено",
    "ahead": "Срок впереди",
    "accepted": "Принято",
    "returns": "Возвратов",
    "lateDays": "Дней опоздания",
    "mostLateDays": "Худшее, дней",
    "percent": "% в срок",
}


@dataclass(slots=True)
class Line:
    """A region in the matrix: its reports by form, and what part of all of them came in time."""

    region: Node
    reports: dict[int, Node] = field(default_factory=dict)
    percent: float | None = None


async def reports(request: Request) -> Response:
    """The list or the matrix, as a page or as a file."""
    return await _show(request, await viewer(request), None)


async def assign(request: Request) -> Response:
    """A curator says what a region owes and by when."""
    who, fields = await viewer(request), await fields_of(request)
    given = {
        "form": _number(fields.get("form", "")),
        "inRegion": fields.get("region", ""),
        "campaign": fields.get("campaign", ""),
        "periodFrom": fields.get("from", ""),
        "periodTo": fields.get("to", ""),
        "dueOn": fields.get("due", ""),
    }
    back = link(HOME, region=given["inRegion"], campaign=given["campaign"])
    return await acted(
        request, who, "reports/assign", {"input": given, "key": fields.get("key")},
        fields=fields, back=back, told="assigned", again=_show,
    )  # fmt: skip


async def timeliness(request: Request) -> Response:
    """Who sends reports in time, by region and coordinator; also as a file."""
    who = await viewer(request)
    of = offered(await ask(request, who, "reports/chooser"))
    choice = chosen(request.query_params, of, form.local(who.now, form.MOSCOW).date())
    found = await ask(
        request, who, "reports/timeliness", campaign=choice.campaign, region=choice.region or None
    )
    rows = found["timeliness"]
    if wanted(request):
        cells = [[row[name] for name in _TIMELINESS] for row in rows]
        return await sent_out(
            request, who, "Своевременность отчётов", tuple(_TIMELINESS.values()), cells,
            filters=_filters(choice, of), ascii_name="timeliness",
        )  # fmt: skip
    values = {"who": who, "rows": rows, "of": of, "choice": choice, "files": downloads(request)}
    return render(request, "pages/reports_timeliness.html", values)


async def _show(request: Request, who: Viewer, sent: Sent | None) -> Response:
    of = offered(await ask(request, who, "reports/chooser"))
    choice = chosen(request.query_params, of, form.local(who.now, form.MOSCOW).date())
    found = await ask(
        request, who, "reports/owed",
        campaign=choice.campaign, region=choice.region or None, kind=choice.form or None,
        periodTo=choice.period_to,
    )  # fmt: skip
    regions = {one["id"]: one for one in of.regions}
    rows = [one for one in found["owedReports"] if choice.has(one, regions)]
    if choice.alone:
        rows.sort(key=_urgency)
    lines = _lines(rows, regions, found["timeliness"])
    numbers = [choice.form] if choice.form else list(forms())
    if wanted(request):
        return await _file(request, who, choice, of, rows, lines, numbers)
    values = {
        "who": who,
        "of": of,
        "choice": choice,
        "every_period": EVERY_PERIOD,
        "rows": rows,
        "lines": lines,
        "numbers": numbers,
        "percent": _percent(found["timeliness"]),
        "overdue": sum(row["overdue"] for row in found["timeliness"]),
        "told_by": told,
        "files": downloads(request),
        "new_key": new_key,
        "sent": sent,
    }
    return render(request, "pages/reports.html", values, sent.status if sent else HTTPStatus.OK)


def _urgency(report: Node) -> tuple[bool, str]:
    """What waits for the coordinator first, by its due day; the rest in the answer's order."""
    waits = report["step"] in ("DUE", "DRAFT", "RETURNED")
    return not waits, report["dueOn"] if waits else ""


def _lines(rows: Iterable[Node], regions: Mapping[str, Node], timely: Iterable[Node]) -> list[Line]:
    lines: dict[str, Line] = {}
    for row in rows:
        region = regions.get(row["region"])
        if region is not None:
            line = lines.setdefault(row["region"], Line(region))
            line.reports[row["form"]] = row
    of_region: dict[str, list[Node]] = {}
    for one in timely:
        of_region.setdefault(one["region"], []).append(one)
    for id_, line in lines.items():
        line.percent = _percent(of_region.get(id_, ()))
    return list(lines.values())


def _percent(timely: Iterable[Node]) -> float | None:
    """What part of what came, or should have, came in time; None of nothing."""
    rows = list(timely)
    in_time = sum(row["onTime"] for row in rows)
    due = in_time + sum(row["late"] + row["overdue"] for row in rows)
    return round(100 * in_time / due, 1) if due else None


async def _file(
    request: Request,
    who: Viewer,
    choice: Choice,
    of: Offered,
    rows: Iterable[Node],
    lines: Iterable[Line],
    numbers: list[int],
) -> Response:
    """What is on the screen: the list's rows, or the matrix with words in its cells."""
    columns: tuple[str, ...] = _LIST
    cells: list[tuple[Any, ...]] = [_row(one) for one in rows]
    if not choice.alone:
        titles = (f"{number}. {told.form_title(number)}" for number in numbers)
        columns = ("Регион", *titles, "% в срок")
        cells = [
            (line.region["name"], *(_words(line.reports.get(n)) for n in numbers), line.percent)
            for line in lines
        ]
    return await sent_out(
        request, who, "Отчёты регионов", columns, cells,
        filters=_filters(choice, of), ascii_name="reports",
    )  # fmt: skip


def _filters(choice: Choice, of: Offered) -> list[tuple[str, str]]:
    campaigns = {one["id"]: one["name"] for one in of.campaigns}
    regions = {one["id"]: one["name"] for one in of.regions}
    known = (
        ("Кампания", campaigns.get(choice.campaign, "")),
        ("Период по", form.day(choice.period_to) if choice.period_to else "все периоды"),
        ("Регион", regions.get(choice.region, "")),
        ("Федеральный округ", of.districts.get(choice.district, "")),
        ("Отчёт", str(choice.form or "")),
        ("Состояние", told.STEPS[choice.step].word if choice.step else ""),
        ("Только просроченные", "да" if choice.overdue else ""),
    )
    return [(word, value) for word, value in known if value]


def _row(one: Node) -> tuple[Any, ...]:
    mark = told.in_time(one)
    return (
        one["regionName"], one["form"], one["title"],
        *(form.as_day(one[name]) for name in ("periodFrom", "periodTo", "dueOn")),
        told.STEPS[one["step"]].word, mark.word if mark else "срок идёт",
        one["number"], one["total"],
        *(form.as_moment(one[name]) for name in ("submittedAt", "returnedAt", "acceptedAt")),
    )  # fmt: skip


def _words(report: Node | None) -> str:
    if report is None:
        return "не назначен"
    mark, step = told.in_time(report), told.STEPS[report["step"]].word
    return f"{step}, {mark.word}" if mark in (told.LATE, told.OVERDUE) else step


def _number(text: str) -> int | str:
    """A number, or the text as it is: the change says what is wrong with it."""
    return int(text) if text.isascii() and text.isdigit() else text


ROUTES = [
    Route(HOME, reports),
    Route(HOME, assign, methods=["POST"]),
    Route(f"{HOME}/timeliness", timeliness),
]
