"""A region's dated duties: what is due when, how the twelve reports and the requests stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from api.web import form
from api.web.asking import nodes
from api.web.page import link
from api.web.words import Mark
from graph.model.duty import ReportState
from graph.model.gap import GapState, Severity
from graph.policy.calendar import is_overdue
from queries.report.forms import forms
from queries.rules import CATALOGUE

_WINDOWS: Final = {
    "INTRODUCTORY": "ознакомительного формата",
    "ENGAGED": "вовлечённого выбора",
    "IN_DEPTH": "углублённого выбора",
}
# Reports and appeals stand in the calendar themselves, not by the gap they would become.
_SHOWN_THEMSELVES: Final = frozenset({"R25", "R28"})
_STATES: Final = {
    ReportState.DRAFT: Mark("upcoming", "◔", "черновик"),
    ReportState.SUBMITTED: Mark("today", "◔", "представлен, ждёт решения"),
    ReportState.RETURNED: Mark("late", "!", "возвращён"),
    ReportState.ACCEPTED: Mark("closed", "✓", "принят"),
}
_NOT_SENT: Final = Mark("waived", "–", "не представлен")
_NOT_DUE: Final = Mark("waived", "–", "не назначен")
_IN_TIME: Final = Mark("closed", "✓", "в срок")
_LATE: Final = Mark("late", "!", "с опозданием")
_OVERDUE: Final = Mark("late", "!", "просрочен")
_ANSWERED: Final = Mark("closed", "✓", "ответ дан")
_WAITING: Final = Mark("upcoming", "◔", "ждёт ответа")


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that is due on a day to come: what it is, how many, where it is shown."""

    day: date
    what: str
    count: int
    href: str
    severity: Severity | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One of the twelve reports: its duty that is to be done next, or else its last one.

    `timely` is None while nothing can be said of it; `accepted` of `duties` are done.
    """

    form: int
    title: str
    state: Mark
    due_on: date | None
    period: tuple[date, date] | None
    timely: Mark | None
    accepted: int
    duties: int
    reason: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A curator's request; `waits` while it is not answered."""

    id: str
    subject: str
    asked_at: datetime
    asked_by: str
    due_on: date | None
    answered_at: datetime | None
    state: Mark
    waits: bool


def reports_of(connection: Mapping[str, Any], now: datetime, zone: str) -> tuple[ReportRow, ...]:
    """A row for each of the twelve, whether it is owed or not."""
    owed: dict[int, list[Mapping[str, Any]]] = {number: [] for number in forms()}
    for edge in connection["edges"]:
        owed[edge["node"]["form"]].append(edge["node"])
    return tuple(_report(number, owed[number], now, zone) for number in owed)


def _report(number: int, duties: list[Mapping[str, Any]], now: datetime, zone: str) -> ReportRow:
    title = forms()[number].title
    if not duties:
        return ReportRow(number, title, _NOT_DUE, None, None, None, 0, 0, "")
    states = [_state(one) for one in duties]
    waiting = [i for i, state in enumerate(states) if state is not ReportState.ACCEPTED]
    place = waiting[0] if waiting else len(duties) - 1
    one, state = duties[place], states[place]
    due_on = due_of(one)
    period = date.fromisoformat(one["periodFrom"]), date.fromisoformat(one["periodTo"])
    return ReportRow(
        number,
        title,
        _STATES[state] if state else _NOT_SENT,
        due_on,
        period,
        _timely(_submitted_at(one), due_on, now, zone),
        accepted=len(duties) - len(waiting),
        duties=len(duties),
        reason=_reason(one) if state is ReportState.RETURNED else "",
    )


def _versions(duty: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return nodes(duty["reportVersions"])


def _state(duty: Mapping[str, Any]) -> ReportState | None:
    versions = _versions(duty)
    return ReportState[versions[-1]["state"]] if versions else None


def _reason(duty: Mapping[str, Any]) -> str:
    return _versions(duty)[-1]["returnReason"] or ""


def _submitted_at(duty: Mapping[str, Any]) -> datetime | None:
    """When it came first: what came once stays in time, whatever happens to it then."""
    moments = [one["submittedAt"] for one in _versions(duty) if one["submittedAt"]]
    return min(map(datetime.fromisoformat, moments), default=None)


def due_of(duty: Mapping[str, Any]) -> date:
    """The last day of a duty, as it was extended."""
    extended = [edge["node"]["until"] for edge in duty["extensions"]["edges"]]
    return date.fromisoformat(max([duty["dueOn"], *extended]))


def _timely(came: datetime | None, due_on: date, now: datetime, zone: str) -> Mark | None:
    late = is_overdue(due_on, now, ZoneInfo(zone), came)
    if came is None:
        return _OVERDUE if late else None
    return _LATE if late else _IN_TIME


def request_of(node: Mapping[str, Any], now: datetime, zone: str) -> RequestRow:
    """A request as it stands; the day it is due is the curator's, or that of its own gap."""
    own = [edge["node"]["dueOn"] for edge in node["gaps"]["edges"]]
    due_on = form.as_day(node["dueOn"] or next(iter(own), None))
    answered_at = form.as_moment(node["answeredAt"])
    late = due_on is not None and is_overdue(due_on, now, ZoneInfo(zone), answered_at)
    state = _WAITING if answered_at is None else _LATE if late else _ANSWERED
    return RequestRow(
        node["id"],
        node["subject"],
        datetime.fromisoformat(node["askedAt"]),
        (node["askedBy"] or {}).get("fullName") or "куратор",
        due_on,
        answered_at,
        state,
        waits=answered_at is None,
    )


def calendar_of(
    answered: Mapping[str, Any], campaign: Mapping[str, Any] | None, region: str, today: date
) -> list[Coming]:
    """Everything that is due today or later, by day."""
    found = [
        *(
            _of_gaps(group, region)
            for group in answered["coming"]
            if group["rule"] not in _SHOWN_THEMSELVES
        ),
        *_of_reports(answered["reportDuties"], region, today),
        *(_of_appeal(edge["node"], region) for edge in answered["appeals"]["edges"]),
        *_of_campaign(campaign, today),
    ]
    return sorted(found, key=lambda one: (one.day, one.severity or Severity.C, one.what))


def _of_gaps(group: Mapping[str, Any], region: str) -> Coming:
    rule, case = group["rule"], group["case"]
    known = CATALOGUE.get(rule)
    title = known.cases[case].title if known and case in known.cases else f"{rule}: {case}"
    state = GapState[group["state"]]
    shown = "" if state is GapState.OPEN else state
    href = link(f"/regions/{form.segment(region)}", rule=rule, state=shown, sort="due")
    severity = Severity[group["severity"]]
    day = date.fromisoformat(group["dueOn"])
    return Coming(day, title, group["count"], f"{href}#gaps", severity, rule)


def _of_reports(connection: Mapping[str, Any], region: str, today: date) -> Iterable[Coming]:
    """What has not come yet, a line a day: all twelve are often due on one."""
    by_day: dict[date, list[int]] = {}
    for edge in connection["edges"]:
        duty = edge["node"]
        day = due_of(duty)
        if day >= today and _submitted_at(duty) is None:
            by_day.setdefault(day, []).append(duty["form"])
    for day, numbers in by_day.items():
        yield Coming(day, _reports_named(sorted(numbers)), 1, link("/reports", region=region))


def _reports_named(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Отчёт № {numbers[0]} «{forms()[numbers[0]].title}»"
    return f"Отчёты № {', '.join(map(str, numbers))}"


def _of_appeal(appeal: Mapping[str, Any], region: str) -> Coming:
    day = date.fromisoformat(appeal["draftDueOn"])
    title = f"Проект ответа на обращение «{appeal['subject']}»"
    return Coming(day, title, 1, link("/appeals", region=region))


def _of_campaign(campaign: Mapping[str, Any] | None, today: date) -> Iterable[Coming]:
    if campaign is None:
        return
    for edge in campaign["formatWindows"]["edges"]:
        window = edge["node"]
        day = date.fromisoformat(window["endsOn"])
        if day >= today:
            yield Coming(day, f"Последний день практикумов {_WINDOWS[window['format']]}", 1, "")
    last = date.fromisoformat(campaign["endsOn"])
    if last >= today:
        yield Coming(last, f"Последний день кампании «{campaign['name']}»", 1, "")
