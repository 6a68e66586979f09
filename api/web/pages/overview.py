"""Page «Обзор»: how the regions are, what holds up most and whom to ask, what changed in a day.

Of a past day it tells what the graph keeps of it: the map and the gaps that were open, not what
they held up and not what had changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.web import form, words
from api.web.asking import all_of, ask, nodes
from api.web.choice import day_of, member_of, one_of
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.page import render
from api.web.tiles import COLUMNS, PLACES, ROWS, Place
from graph.data.region import regions as register
from graph.model.gap import GapChange, Severity
from graph.policy.calendar import last_instant
from queries.gap.history import WORDS as HAPPENED

SHOWN: Final = 10
_DAY: Final = timedelta(days=1)
_MOSCOW: Final = ZoneInfo(form.MOSCOW)

SORTS: Final = {
    "overdue": "сначала просроченные, затем по тому, что держат",
    "blocks": "по тому, что держат",
    "severity": "сначала тяжёлые",
    "due": "по сроку",
}
_BLOCKS: Final = (("BLOCKED_GAPS", "DESC"), ("BLOCKED_CHILDREN", "DESC"), ("SEVERITY", "ASC"))
_ORDERS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "overdue": (("OVERDUE", "DESC"), *_BLOCKS),
    "blocks": _BLOCKS,
    "severity": (("SEVERITY", "ASC"), ("DUE_ON", "ASC")),
    "due": (("DUE_ON", "ASC"), ("SEVERITY", "ASC")),
}
# What a gap held up on a past day nobody has kept.
PAST_SORTS: Final = {"due": "сначала с ранним сроком", "severity": SORTS["severity"]}

_HEAD: Final = (
    "Держит пробелов",
    "Детей в них",
    "Отчёты",
    "Тяжесть",
    "Что не так",
    "У кого",
    "Регион",
    "Срок",
    "Что сделать",
    "Отвечает",
    "Почта",
    "Телефон",
)
_MAP_HEAD: Final = ("Регион", *(f"Пробелы {one}" for one in Severity), "Просрочено")
_CHANGES_HEAD: Final = ("Когда", "Что произошло", "Тяжесть", "Что не так", "Регион")


@dataclass(frozen=True, slots=True)
class Choice:
    """What an address asks for. `day` is a past one, up to whose end the page looks back."""

    campaign: Mapping[str, Any] | None
    day: date | None
    severity: Severity | None
    overdue: bool
    sort: str
    after: str

    @property
    def at(self) -> datetime | None:
        """The last moment of the day by Moscow's clock; None for now."""
        return last_instant(self.day, _MOSCOW) if self.day else None

    @property
    def regions(self) -> dict[str, Any]:
        """The regions' filter: those that take part in the campaign."""
        if self.campaign is None:
            return {}
        return {"campaigns": {"some": {"id": {"eq": self.campaign["id"]}}}}

    def causes(self) -> dict[str, Any]:
        """The gaps' filter: root causes now, of a past day all that were open."""
        asked: dict[str, Any] = {"state": {"eq": "OPEN"}}
        if self.day is None:
            asked["root"] = {"eq": True}
        if self.campaign is not None:
            asked["region"] = {"some": self.regions}
        if self.severity is not None:
            asked["severity"] = {"eq": self.severity.name}
        if self.overdue:
            asked |= {"dueOn": {"lt": str(self.day)}} if self.day else {"overdue": {"eq": True}}
        return asked

    def asked(self) -> dict[str, Any]:
        """The variables of every document about the gaps."""
        order = [{"field": name, "direction": way} for name, way in _ORDERS[self.sort]]
        return {"causes": self.causes(), "order": order}

    def parameters(self, **changes: object) -> dict[str, Any]:
        """For an address that differs from this one by `changes`; the list starts anew."""
        own = {
            "campaign": self.campaign["id"] if self.campaign else "",
            "day": self.day or "",
            "severity": self.severity or "",
            "overdue": 1 if self.overdue else "",
            "sort": "" if self.sort == _first_sort(self.day) else self.sort,
        }
        return own | changes

    def told(self) -> list[tuple[str, str]]:
        """The same for a file: (word, value) of whatever narrows the list."""
        found = [("Порядок", (PAST_SORTS if self.day else SORTS)[self.sort])]
        if self.campaign:
            found.append(("Кампания", self.campaign["name"]))
        if self.day:
            found.append(("На конец дня", form.day(self.day)))
        if self.severity:
            found.append(("Тяжесть", self.severity))
        if self.overdue:
            found.append(("Только", "просроченные"))
        return found


@dataclass(slots=True)
class Tile:
    """A region on the map: its open gaps by severity, and how many are overdue."""

    id: str
    name: str
    place: Place | None
    gaps: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    overdue: int = 0

    @property
    def state(self) -> str:
        """The worst there is, by which the tile is marked; "none" without an open gap."""
        return next((one.value.lower() for one in Severity if self.gaps[one]), "none")

    @property
    def told(self) -> str:
        """The same in words."""
        if self.state == "none":
            return f"{self.name}: открытых пробелов нет"
        counts = ", ".join(f"{one} — {self.gaps[one]}" for one in Severity if self.gaps[one])
        return f"{self.name}: {counts}; просрочено {self.overdue}"


async def overview(request: Request) -> Response:
    """The page; as a file whichever of its lists `list` names, all of it."""
    who = await viewer(request)
    found = await ask(request, who, "overview/campaigns")
    campaigns = nodes(found["campaigns"])
    choice = choice_of(request.query_params, campaigns, who.now)
    if wanted(request):
        return await _file(request, who, choice)
    answered = await (_then if choice.day else _now)(request, who, choice, SHOWN)
    tiles = tiles_of(answered)
    values = {
        "who": who,
        "choice": choice,
        "campaigns": campaigns,
        "today": _today(who.now),
        "sorts": PAST_SORTS if choice.day else SORTS,
        "tiles": tiles,
        "elsewhere": elsewhere(tiles),
        "size": (COLUMNS, ROWS),
        "totals": _totals(tiles),
        "causes": answered["gaps"],
        "changes": answered.get("whatChanged"),
        "files": downloads(request),
        "map_files": downloads(request, list="regions"),
        "changes_files": downloads(request, list="changes"),
        "forms_of": forms_of,
        "change_word": change_word,
    }
    return render(request, "pages/overview.html", values)


def choice_of(query: QueryParams, campaigns: Iterable[Mapping[str, Any]], now: datetime) -> Choice:
    """The choice an address makes. A campaign that is over is shown as of its last day."""
    known = {one["id"]: one for one in campaigns}
    campaign = known.get(query.get("campaign", ""))
    day = day_of(query.get("day", ""))
    if day is None and campaign is not None:
        day = form.as_day(campaign["endsOn"])
    past = day if day is not None and day < _today(now) else None
    return Choice(
        campaign,
        past,
        member_of(Severity, query.get("severity", "")),
        overdue=query.get("overdue") == "1",
        sort=one_of(query.get("sort", ""), PAST_SORTS if past else SORTS, _first_sort(past)),
        after=query.get("after", ""),
    )


def _first_sort(day: date | None) -> str:
    return next(iter(PAST_SORTS if day else SORTS))


def _today(now: datetime) -> date:
    return form.local(now, form.MOSCOW).date()


async def _now(request: Request, who: Viewer, choice: Choice, first: int) -> dict[str, Any]:
    return await ask(
        request,
        who,
        "overview/page",
        since=_yesterday(who),
        regions=choice.regions,
        first=first,
        after=choice.after or None,
        **choice.asked(),
    )


async def _then(request: Request, who: Viewer, choice: Choice, first: int) -> dict[str, Any]:
    return await ask(
        request,
        who,
        "overview/then",
        at=str(choice.at and choice.at.isoformat()),
        day=str(choice.day),
        regions=choice.regions,
        first=first,
        after=choice.after or None,
        **choice.asked(),
    )


def _yesterday(who: Viewer) -> str:
    return (who.now - _DAY).isoformat()


async def _file(request: Request, who: Viewer, choice: Choice) -> Response:
    asked = request.query_params.get("list", "")
    if asked == "regions":
        answered = await (_then if choice.day else _now)(request, who, choice, 1)
        rows: list[tuple[Any, ...]] = [
            (one.name, *(one.gaps[severity] for severity in Severity), one.overdue)
            for one in tiles_of(answered)
        ]
        title, head, name = "Регионы по пробелам", _MAP_HEAD, "regions"
    elif asked == "changes":
        since = _yesterday(who)
        found = await all_of(
            request, who, "overview/changes", "whatChanged", MOST_ROWS, since=since
        )
        rows = [_change_row(one) for one in found]
        title, head, name = "Что изменилось за сутки", _CHANGES_HEAD, "changes"
    else:
        at = choice.at and choice.at.isoformat()
        found = await all_of(
            request, who, "overview/causes", "gaps", MOST_ROWS, at=at, **choice.asked()
        )
        rows = [_row(one) for one in found]
        title = "Открытые пробелы" if choice.day else "Корневые причины"
        head, name = _HEAD, "root-causes"
    return await sent_out(request, who, title, head, rows, filters=choice.told(), ascii_name=name)


def tiles_of(answered: Mapping[str, Any]) -> list[Tile]:
    """A tile for each region in sight, by name, with its counts."""
    seen = nodes(answered["regions"])
    tiles = {one["id"]: Tile(one["id"], one["name"], PLACES.get(one["id"])) for one in seen}
    for group in answered["gapsBy"]:
        tile = tiles.get((group["region"] or {}).get("id"))
        if tile is not None:
            tile.gaps[group["severity"]] += group["count"]
            tile.overdue += group["count"] if group.get("overdue") else 0
    for group in answered.get("late", ()):
        tile = tiles.get((group["region"] or {}).get("id"))
        if tile is not None:
            tile.overdue += group["count"]
    return list(tiles.values())


def elsewhere(tiles: Iterable[Tile]) -> list[tuple[str, Place]]:
    """(name, place) of the regions that are not in sight: without them no map is recognised."""
    seen = {tile.id for tile in tiles}
    return [(_name(id_), place) for id_, place in PLACES.items() if id_ not in seen]


def _name(region: str) -> str:
    return _names()[region]


@cache
def _names() -> dict[str, str]:
    return {one.iso_code: one.display_name for one in register()}


def _totals(tiles: Iterable[Tile]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for tile in tiles:
        counts["overdue"] += tile.overdue
        for severity, count in tile.gaps.items():
            counts[severity] += count
    return counts


def _row(gap: Mapping[str, Any]) -> tuple[Any, ...]:
    person = gap["answeredBy"] or {}
    return (
        gap["blockedGaps"],
        gap["blockedChildren"],
        ", ".join(forms_of(gap)),
        gap["severity"],
        gap["title"],
        words.unit_name(gap),
        (gap["region"] or {}).get("name"),
        form.as_day(gap["dueOn"]),
        gap["advice"],
        person.get("fullName") or "никто не назначен",
        person.get("email"),
        person.get("phone"),
    )


def _change_row(change: Mapping[str, Any]) -> tuple[Any, ...]:
    gap = change["gap"] or {}
    return (
        form.as_moment(change["at"]),
        change_word(change["change"]),
        gap.get("severity"),
        gap.get("title"),
        (gap.get("region") or {}).get("name"),
    )


def forms_of(gap: Mapping[str, Any]) -> list[str]:
    """№ of the reports whose numbers are wrong because of a gap, in their order."""
    return sorted(gap["blockedReports"] or (), key=int)


def change_word(change: str) -> str:
    """What happened to a gap, by its name in an answer."""
    return HAPPENED[GapChange[change]]


ROUTES = [Route("/overview", overview)]
