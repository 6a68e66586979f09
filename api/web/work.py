"""What a coordinator has to do, of all kinds in one order: late, today, soon, the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from api.web import form, import_words
from api.web import practicum_words as told
from api.web.asking import nodes
from api.web.page import link
from api.web.practicum_words import CHANGED_CASE
from graph.model.gap import Severity

SOON: Final = timedelta(days=7)
Answer = Mapping[str, Any]
_MENDED_ELSEWHERE: Final = frozenset({"R10", "R20", "R23"})


class When(StrEnum):
    """Where a piece of work stands in the day: how pressing it is; what is confirmed, together."""

    LATE = "late"
    TODAY = "today"
    CONFIRM = "confirm"
    SOON = "soon"
    LATER = "later"


class Kind(StrEnum):
    """What kind of work it is."""

    REQUEST = "request"
    CONFIRM = "confirm"
    AGAIN = "again"
    CONFLICT = "conflict"
    HOLD = "hold"
    ATTENDANCE = "attendance"
    REPORT = "report"
    CONTRACT = "contract"
    DOCUMENT = "document"
    IMPORT = "import"
    GAP = "gap"


_CONFIRMED: Final = frozenset({Kind.CONFIRM, Kind.AGAIN})


@dataclass(frozen=True, slots=True)
class Do:
    """The one thing that begins a piece of work: a form that is sent, or a page that is opened."""

    word: str
    href: str
    version: int | None = None

    @property
    def is_form(self) -> bool:
        return self.version is not None


@dataclass(frozen=True, slots=True)
class Work:
    """One piece: what, at whom, until when, what begins it; `href` opens what it is about."""

    kind: Kind
    what: str
    href: str
    do: Do
    whom: str = ""
    due: date | None = None
    severity: Severity = Severity.B

    def when(self, today: date) -> When:
        """By its due day, which is on time itself; confirmations are never buried by the rest."""
        if self.kind in _CONFIRMED:
            return When.CONFIRM
        if self.due is None or self.due > today + SOON:
            return When.LATER
        if self.due == today:
            return When.TODAY
        return When.LATE if self.due < today else When.SOON


@dataclass(frozen=True, slots=True)
class Place:
    """Whose day it is: a region, its zone, its day, and the person."""

    region: str
    zone: str
    today: date
    person: str


@dataclass(slots=True)
class Day:
    """All of it: by how pressing it is, and how much there is of each kind with its list."""

    by_when: dict[When, list[Work]] = field(default_factory=dict)
    kinds: list[tuple[str, int, str]] = field(default_factory=list)
    cut: bool = False

    def pressing(self, today: date) -> bool:
        """Whether anything is late or due today."""
        every = (one for pieces in self.by_when.values() for one in pieces)
        return any(one.due is not None and one.due <= today for one in every)


def day_of(place: Place, work: Answer, live: Answer) -> Day:
    """The day that these answers tell of, each list in the order of due days, then severity."""
    pieces = sorted(
        _all(place, work, live),
        key=lambda one: (one.due or date.max, one.severity, one.kind, one.what, one.href),
    )
    found = Day({when: [one for one in pieces if one.when(place.today) is when] for when in When})
    counts = _counts(place, work, live)
    found.kinds = [one for one in counts if one[1]]
    found.cut = any(
        answer["totalCount"] > len(answer["edges"])
        for name, answer in work.items()
        if name != "alerts"
    )
    return found


def _all(place: Place, work: Answer, live: Answer) -> Iterator[Work]:
    for name, make in _MAKERS.items():
        for edge in work[name]["edges"]:
            yield make(place, edge["node"])
    yield from _conflicts(place, live)
    yield from (_import(one) for one in _waiting(live))


def _request(place: Place, one: Answer) -> Work:
    asker = (one["askedBy"] or {}).get("fullName")
    return Work(
        Kind.REQUEST, f"Ответить на запрос: {one['subject']}", "/requests",
        Do("Ответить", "/requests"),
        f"спрашивает {asker}" if asker else "", form.as_day(one["dueOn"]) or _gap_due(one),
    )  # fmt: skip


def _report(place: Place, one: Answer) -> Work:
    states = [edge["node"]["state"] for edge in one["reportVersions"]["edges"]]
    returned = states == ["RETURNED"]
    what = "Исправить возвращённый отчёт" if returned else "Представить отчёт"
    period = f"за {form.day(one['periodFrom'])}–{form.day(one['periodTo'])}"
    return Work(
        Kind.REPORT, f"{what} № {one['form']}", "/reports", Do("К отчётам", "/reports"),
        period, form.as_day(one["dueOn"]),
    )  # fmt: skip


def _contract(place: Place, one: Answer) -> Work:
    what = "Добиться подписания договора" if one["sentOn"] else "Направить договор"
    number = f" № {one['number']}" if one["number"] else ""
    return Work(
        Kind.CONTRACT, f"{what}{number}", "/contracts", Do("К договорам", "/contracts"),
        (one["venue"] or {}).get("name", ""), form.as_day(one["dueOn"]),
    )  # fmt: skip


def _document(place: Place, one: Answer) -> Work:
    return Work(
        Kind.DOCUMENT, one["title"], _gap_link(one), Do("К документам", "/documents"),
        (one["unit"] or {}).get("name") or "", form.as_day(one["dueOn"]),
        Severity(one["severity"]),
    )  # fmt: skip


def _gap(place: Place, one: Answer) -> Work:
    whom = told_unit(one)
    answering = one["answeredBy"]
    if answering and answering["id"] != place.person:
        whom = f"{whom}; отвечает {answering['fullName']}"
    return Work(
        Kind.GAP, one["title"], _gap_link(one), Do("Разобрать", _gap_link(one)), whom,
        form.as_day(one["dueOn"]), Severity(one["severity"]),
    )  # fmt: skip


def told_unit(gap: Answer) -> str:
    """At whom a gap is; nothing of a region, which is the coordinator's own."""
    unit = gap["unit"] or {}
    return "" if unit.get("label") == "Region" else unit.get("name") or ""


def _unconfirmed(place: Place, one: Answer) -> Work:
    return _practicum(place, one, Kind.CONFIRM, "Подтвердить", "confirm", _gap_due(one))


def _past(place: Place, one: Answer) -> Work:
    return _practicum(place, one, Kind.HOLD, "Отметить, состоялся ли", "hold")


def _unrecorded(place: Place, one: Answer) -> Work:
    card = _card(one["id"])
    return Work(
        Kind.ATTENDANCE, f"Внести посещение: {one['title']}", card,
        Do("Внести", f"{card}/attendance"), _where(place, one),
        _gap_due(one) or form.as_day(one["onDay"]),
    )  # fmt: skip


_WORDS: Final = {"confirm": "Подтвердить", "hold": "Отметить: проведён"}


def _practicum(
    place: Place, one: Answer, kind: Kind, what: str, action: str, due: date | None = None
) -> Work:
    card = _card(one["id"])
    return Work(
        kind, f"{what}: {one['title']}", card,
        Do(_WORDS[action], f"{card}/{action}", one["version"])
        if one["onDay"] else Do("Назначить день", card),
        _where(place, one), due or form.as_day(one["onDay"]),
    )  # fmt: skip


def _conflicts(place: Place, live: Answer) -> Iterator[Work]:
    """One piece a practicum; what was changed is to be confirmed again.

    A licence, a contract, a document of qualification are mended at their owner: that is a gap.
    """
    seen: set[tuple[str, Kind]] = set()
    for one in live["practicumConflicts"]:
        practicum = one["practicum"]
        kind = Kind.AGAIN if one["case"] == CHANGED_CASE else Kind.CONFLICT
        if practicum is None or one["rule"] in _MENDED_ELSEWHERE:
            continue
        if (one["practicumId"], kind) in seen:
            continue
        seen.add((one["practicumId"], kind))
        yield _again(place, practicum) if kind is Kind.AGAIN else _conflict(place, one)


def _again(place: Place, practicum: Answer) -> Work:
    what = "Подтвердить снова, практикум изменён"
    return _practicum(place, practicum, Kind.AGAIN, what, "confirm")


def _conflict(place: Place, one: Answer) -> Work:
    card = _card(one["practicumId"])
    return Work(
        Kind.CONFLICT, f"{one['title']}: {one['practicum']['title']}", card,
        Do("Разобрать", card), _where(place, one["practicum"]),
        form.as_day(one["onDay"]), Severity(one["severity"]),
    )  # fmt: skip


def _waiting(live: Answer) -> list[Answer]:
    return [one for one in live["imports"] if one["state"] == "PREVIEWED"]


def _import(one: Answer) -> Work:
    here = import_words.home_of(one["id"])
    rows = form.counted(one["total"], "строка", "строки", "строк")
    return Work(
        Kind.IMPORT, f"Решить, что делать с загрузкой: {one['file']}", here,
        Do("К предпросмотру", here), rows, None, Severity.C,
    )  # fmt: skip


_MAKERS: Final[Mapping[str, Callable[[Place, Answer], Work]]] = {
    "requests": _request,
    "unconfirmed": _unconfirmed,
    "past": _past,
    "unrecorded": _unrecorded,
    "reports": _report,
    "contracts": _contract,
    "documents": _document,
    "gaps": _gap,
}


def _counts(place: Place, work: Answer, live: Answer) -> Iterable[tuple[str, int, str]]:
    """Each kind's word, how many there are, and the page that lists them."""

    def listed(**filters: object) -> str:
        return link("/practicums", region=place.region, **filters)

    days = {"from": place.today, "to": place.today + SOON}
    wrong = {one["practicumId"] for one in live["practicumConflicts"]}
    again = {
        one["practicumId"] for one in live["practicumConflicts"] if one["case"] == CHANGED_CASE
    }
    return (
        ("Запросы куратора", work["requests"]["totalCount"], "/requests"),
        ("Подтвердить", work["unconfirmed"]["totalCount"], listed(when="all", state="unconfirmed")),
        ("Подтвердить снова", len(again), listed(state="changed", **days)),
        ("Отметить исход", work["past"]["totalCount"], listed(when="all", state="past")),
        (
            "Внести посещение",
            work["unrecorded"]["totalCount"],
            listed(when="all", state="unrecorded"),
        ),
        ("Практикумы с расхождениями, 7 дней", len(wrong), listed(conflicts=1, **days)),
        ("Отчёты", work["reports"]["totalCount"], "/reports"),
        ("Договоры", work["contracts"]["totalCount"], "/contracts"),
        ("Документы", work["documents"]["totalCount"], "/documents"),
        ("Загрузки", len(_waiting(live)), "/imports"),
        ("Пробелы", work["gaps"]["totalCount"], f"/regions/{form.segment(place.region)}"),
        ("Предупреждения", work["alerts"]["totalCount"], "/alerts"),
    )


def _where(place: Place, one: Answer) -> str:
    on_day = form.day(one["onDay"]) if one["onDay"] else ""
    venue = (one["venue"] or {}).get("name", "")
    return ", ".join(part for part in (on_day, told.hours(one, place.zone), venue) if part)


def _card(practicum: str) -> str:
    return f"/practicums/{form.segment(practicum)}"


def _gap_link(gap: Answer) -> str:
    return f"/gaps/{form.segment(gap['id'])}"


def _gap_due(one: Answer) -> date | None:
    gaps = nodes(one["gaps"])
    return form.as_day(gaps[0]["dueOn"]) if gaps else None
