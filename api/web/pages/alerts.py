"""Page «Предупреждения»: what the network warns of, to whom it was told, whether it got there.

Source: clauses 3.1, 5.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.web import form, words
from api.web.alert_words import told_of
from api.web.asking import Data, all_of, ask, nodes
from api.web.choice import Condition, cursor, every, one_of, searched
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.page import link, render
from api.web.sifting import ROWS, Option, day_in, options, word_of, zone_of_all
from graph.model.gap import Severity
from queries.rules import CATALOGUE

HOME: Final = "/alerts"
SINCE: Final = "since"
_LASTING: Final[Condition] = {"clearedAt": {"isNull": True}}
STATES: Final[Mapping[str, tuple[str, Condition]]] = {
    "active": ("действуют", _LASTING),
    "undelivered": (
        "кому-то не дошли",
        _LASTING | {"deliveries": {"some": {"state": {"eq": "DEAD"}}}},
    ),
    "cleared": ("сняты", {"clearedAt": {"isNull": False}}),
    "all": ("все", {}),
}
COLUMNS: Final = (
    "Поднято", "Правило", "Тяжесть", "Что не так", "У кого", "Регион", "Срок", "Кому сообщено",
    "Снято",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """Which alerts an address asks for; those that last, unless it says otherwise."""

    state: str
    rule: str
    severity: str
    region: str
    first_day: date | None
    last_day: date | None

    def filter(self, state: str = "", *, any_rule: bool = False) -> Condition:
        """As a filter of the API, of this state instead of the own one."""
        return every(
            STATES[state or self.state][1],
            {"rule": {"eq": self.rule}} if self.rule and not any_rule else {},
            {"gap": {"some": {"severity": {"eq": self.severity}}}} if self.severity else {},
            {"regionId": {"eq": self.region}} if self.region else {},
            {"raisedAt": {"gte": _start(self.first_day)}} if self.first_day else {},
            {"raisedAt": {"lt": _start(self.last_day + _DAY)}} if self.last_day else {},
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything but the state is asked for."""
        return any(value for name, value in self.parameters().items() if name != "state")

    def parameters(self, **changes: str) -> dict[str, str]:
        """For an address that differs from this one by `changes`."""
        own = {
            "state": "" if self.state == "active" else self.state,
            "rule": self.rule,
            "severity": self.severity,
            "region": self.region,
            "from": self.first_day.isoformat() if self.first_day else "",
            "to": self.last_day.isoformat() if self.last_day else "",
        }
        return own | changes


_DAY: Final = timedelta(days=1)


def _start(day: date) -> str:
    """When a day begins in Moscow: alerts of many regions are told apart by one clock."""
    return datetime.combine(day, time(), ZoneInfo(form.MOSCOW)).isoformat()


def choice_of(query: QueryParams) -> Choice:
    """The choice an address makes."""
    return Choice(
        state=one_of(query.get("state", ""), STATES, "active"),
        rule=one_of(query.get("rule", ""), CATALOGUE, ""),
        severity=one_of(query.get("severity", ""), list(Severity), ""),
        region=searched(query, "region"),
        first_day=day_in(query, "from"),
        last_day=day_in(query, "to"),
    )


async def alerts(request: Request) -> Response:
    """The list; as a file all of it."""
    who, choice = await viewer(request), choice_of(request.query_params)
    if wanted(request):
        return await _file(request, who, choice)
    found = await ask(
        request, who, "alerts/page", filter=choice.filter(), first=ROWS, after=cursor(request),
        anyRule=choice.filter(any_rule=True), mine=mine_waiting(who),
        **{name: choice.filter(name) for name in STATES},
    )  # fmt: skip
    rows = nodes(found["alerts"])
    values = {
        "who": who,
        "choice": choice,
        "states": [Option(key, STATES[key][0], found[key]["totalCount"]) for key in STATES],
        "rules": _rules(found["alertsBy"]),
        "severities": [
            Option(one, f"{words.SEVERITIES[one].icon} {one} — {words.SEVERITIES[one].meaning}")
            for one in Severity
        ],
        "regions": options(nodes(found["regions"]), "id", "name"),
        "found": found["alerts"],
        "rows": rows,
        "mine": found["mine"]["totalCount"],
        "after": cursor(request),
        "news": _news_address(request, who, choice, rows),
        "files": downloads(request),
        "told_of": told_of,
    }
    return render(request, "pages/alerts.html", values)


def mine_waiting(who: Viewer) -> Condition:
    """Deliveries that wait for the viewer's next digest."""
    return {
        "state": {"in": ["WAITING", "FAILED"]},
        "not": {"urgent": {"eq": True}},
        "recipient": {"some": {"id": {"eq": who.actor.person or ""}}},
    }


def _rules(groups: list[Data]) -> list[Option]:
    return [
        Option(one["rule"], f"{one['rule']} · {words.rule_title(one['rule'])}", one["count"])
        for one in sorted(groups, key=lambda one: str(one["rule"]))
    ]


def _news_address(request: Request, who: Viewer, choice: Choice, rows: list[Data]) -> str:
    """Where to ask whether there is more since; "" for a page that nothing new comes to."""
    if cursor(request) or choice.state not in ("active", "all") or choice.last_day:
        return ""
    since = rows[0]["raisedAt"] if rows else who.now.isoformat()
    return link(f"{HOME}/news", **choice.parameters(), **{SINCE: since})


async def news(request: Request) -> Response:
    """A piece of the page: how many alerts came since it was shown; nothing if none did."""
    who, choice = await viewer(request), choice_of(request.query_params)
    since = _moment(request.query_params.get(SINCE, ""))
    if since is None:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    asked = every(choice.filter(), {"raisedAt": {"gt": since.isoformat()}})
    count = (await ask(request, who, "alerts/news", filter=asked))["alerts"]["totalCount"]
    if not count:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return render(
        request,
        "pages/alerts_news.html",
        {"count": count, "address": link(HOME, **choice.parameters())},
    )


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


async def _file(request: Request, who: Viewer, choice: Choice) -> Response:
    rows = await all_of(request, who, "alerts/all", "alerts", MOST_ROWS, filter=choice.filter())
    regions = options(nodes((await ask(request, who, "alerts/regions"))["regions"]), "id", "name")
    told = (
        ("Состояние", STATES[choice.state][0]),
        ("Правило", choice.rule),
        ("Тяжесть", choice.severity),
        ("Регион", word_of(regions, choice.region)),
        ("Поднято с", form.day(choice.first_day) if choice.first_day else ""),
        ("Поднято по", form.day(choice.last_day) if choice.last_day else ""),
    )
    return await sent_out(
        request, who, "Предупреждения", COLUMNS, [_row(row) for row in rows],
        filters=[(word, value) for word, value in told if value],
        zone=zone_of_all(rows),
        ascii_name="alerts",
    )  # fmt: skip


def _row(it: Data) -> tuple[Any, ...]:
    gap = it["gap"]
    told = (f"{mark.word}: {names}" for mark, names in told_of(nodes(it["deliveries"])))
    return (
        form.as_moment(it["raisedAt"]),
        it["rule"],
        gap["severity"],
        gap["title"],
        words.unit_name(gap),
        it["region"]["name"],
        form.as_day(gap["dueOn"]),
        "; ".join(told),
        form.as_moment(it["clearedAt"]),
    )


ROUTES = [
    Route(HOME, alerts, methods=["GET"]),
    Route(f"{HOME}/news", news, methods=["GET"]),
]
