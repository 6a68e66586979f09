"""Page «Обращения»: citizens' appeals, by where the answer stands. Source: clause 6.3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.web import form
from api.web.asking import Data, all_of, ask, nodes
from api.web.choice import Condition, cursor, every, one_of, searched
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.page import render
from api.web.sifting import ROWS, Option, options, word_of, zone_of_all
from graph.policy.calendar import local_day

HOME: Final = "/appeals"
_OPEN: Final[Condition] = {"answeredAt": {"isNull": True}}
_NO_DRAFT: Final[Condition] = _OPEN | {"draftSentAt": {"isNull": True}}
_LATE_GAP: Final[Condition] = {
    "gaps": {
        "some": {"rule": {"eq": "R28"}, "case": {"eq": "draft_overdue"}, "state": {"eq": "OPEN"}}
    }
}
STATES: Final[Mapping[str, tuple[str, Condition]]] = {
    "draft": ("ждут проекта ответа", _NO_DRAFT),
    "late": ("проект просрочен", _NO_DRAFT | _LATE_GAP),
    "sent": ("проект у куратора", _OPEN | {"draftSentAt": {"isNull": False}}),
    "answered": ("ответ дан", {"answeredAt": {"isNull": False}}),
    "all": ("все", {}),
}
COLUMNS: Final = (
    "О чём", "Регион", "Получено", "Проект ответа до", "Состояние", "Проект направлен", "Ответ дан",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """Which appeals an address asks for; those without a draft, unless it says otherwise."""

    state: str
    region: str
    search: str

    def filter(self, state: str) -> Condition:
        """As a filter of the API, of this state instead of the own one."""
        return every(
            {"regionId": {"eq": self.region}} if self.region else {},
            {"subject": {"contains": self.search}} if self.search else {},
            STATES[state][1],
        )

    @property
    def order(self) -> list[dict[str, str]]:
        """Those that wait: the oldest first; others from the latest."""
        waits = self.state in ("draft", "late", "sent")
        return [{"field": "RECEIVED_ON", "direction": "ASC" if waits else "DESC"}]

    def parameters(self, **changes: str) -> dict[str, str]:
        """For an address that differs from this one by `changes`."""
        state = "" if self.state == "draft" else self.state
        return {"state": state, "region": self.region, "q": self.search} | changes


def choice_of(query: QueryParams) -> Choice:
    """The choice an address makes."""
    state = one_of(query.get("state", ""), STATES, "draft")
    return Choice(state, searched(query, "region"), searched(query, "q"))


async def appeals(request: Request) -> Response:
    """The list; as a file all of it."""
    who, choice = await viewer(request), choice_of(request.query_params)
    if wanted(request):
        return await _file(request, who, choice)
    found = await ask(
        request, who, "appeals/page", filter=choice.filter(choice.state), order=choice.order,
        first=ROWS, after=cursor(request), **{name: choice.filter(name) for name in STATES},
    )  # fmt: skip
    values = {
        "who": who,
        "choice": choice,
        "states": [Option(key, STATES[key][0], found[key]["totalCount"]) for key in STATES],
        "regions": options(nodes(found["regions"]), "id", "name"),
        "found": found["appeals"],
        "rows": nodes(found["appeals"]),
        "after": cursor(request),
        "files": downloads(request),
        "standing": standing,
    }
    return render(request, "pages/appeals.html", values)


async def _file(request: Request, who: Viewer, choice: Choice) -> Response:
    rows = await all_of(
        request, who, "appeals/all", "appeals", MOST_ROWS,
        filter=choice.filter(choice.state), order=choice.order,
    )  # fmt: skip
    regions = nodes((await ask(request, who, "appeals/regions"))["regions"])
    told = (
        ("Состояние", STATES[choice.state][0]),
        ("Регион", word_of(options(regions, "id", "name"), choice.region)),
        ("О чём", choice.search),
    )
    return await sent_out(
        request, who, "Обращения граждан", COLUMNS, [_row(row, who.now) for row in rows],
        filters=[(word, value) for word, value in told if value],
        zone=zone_of_all(rows),
        ascii_name="appeals",
    )  # fmt: skip


def _row(it: Data, now: datetime) -> tuple[Any, ...]:
    return (
        it["subject"],
        it["region"]["name"],
        form.as_day(it["receivedOn"]),
        form.as_day(it["draftBy"]),
        standing(it, now).words,
        form.as_moment(it["draftSentAt"]),
        form.as_moment(it["answeredAt"]),
    )


def standing(it: Data, now: datetime) -> form.Term:
    """How an appeal stands: answered, its draft sent and whether in time, or how long is left."""
    region = it["region"]
    drafted, due = form.as_moment(it["draftSentAt"]), form.as_day(it["draftBy"])
    if it["answeredAt"] is not None:
        return form.Term("closed", "✓", "ответ дан")
    if drafted is None:
        return form.term(due, now, region["zone"], region["id"])
    if due is not None and local_day(drafted, ZoneInfo(region["zone"])) > due:
        return form.Term("late", "!", "проект направлен с опозданием", late=True)
    return form.Term("today", "→", "проект у куратора")


ROUTES = [Route(HOME, appeals, methods=["GET"])]
