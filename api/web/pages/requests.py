"""Page «Запросы»: what curators asked of regions, by how the answer stands.

Source: clauses 3.3, 6.1: 2 working days unless the curator sets a date.
"""

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

HOME: Final = "/requests"
_UNANSWERED: Final[Condition] = {"answeredAt": {"isNull": True}}
_ANSWERED: Final[Condition] = {"answeredAt": {"isNull": False}}


def _with_gap(case: str, **state: Any) -> Condition:
    return {"gaps": {"some": {"rule": {"eq": "R24"}, "case": {"eq": case}, **state}}}


STATES: Final[Mapping[str, tuple[str, Condition]]] = {
    "waiting": ("ждут ответа", _UNANSWERED),
    "late": ("просрочены", _UNANSWERED | _with_gap("unanswered", state={"eq": "OPEN"})),
    "answered": ("с ответом", _ANSWERED),
    "answeredLate": ("ответ опоздал", _ANSWERED | _with_gap("answered_late")),
    "all": ("все", {}),
}
COLUMNS: Final = (
    "О чём", "Регион", "Кто спросил", "Направлен", "Ответить до", "Состояние", "Ответ дан", "Ответ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """Which requests an address asks for; those that wait, unless it says otherwise."""

    state: str
    region: str
    asker: str
    search: str

    @property
    def narrow(self) -> Condition:
        """What is asked for apart from the state."""
        return every(
            {"regionId": {"eq": self.region}} if self.region else {},
            {"askedBy": {"some": {"id": {"eq": self.asker}}}} if self.asker else {},
            {"subject": {"contains": self.search}} if self.search else {},
        )

    def filter(self, state: str) -> Condition:
        """As a filter of the API, of this state instead of the own one."""
        return every(self.narrow, STATES[state][1])

    @property
    def order(self) -> list[dict[str, str]]:
        """Those that wait: the oldest first, for it is due first; others from the latest."""
        waits = self.state in ("waiting", "late")
        return [{"field": "ASKED_AT", "direction": "ASC" if waits else "DESC"}]

    def parameters(self, **changes: str) -> dict[str, str]:
        """For an address that differs from this one by `changes`."""
        state = "" if self.state == "waiting" else self.state
        own = {"state": state, "region": self.region, "asker": self.asker, "q": self.search}
        return own | changes


def choice_of(query: QueryParams) -> Choice:
    """The choice an address makes."""
    state = one_of(query.get("state", ""), STATES, "waiting")
    return Choice(state, *(searched(query, name) for name in ("region", "asker", "q")))


async def requests(request: Request) -> Response:
    """The list; as a file all of it, with the answers."""
    who, choice = await viewer(request), choice_of(request.query_params)
    if wanted(request):
        return await _file(request, who, choice)
    found = await ask(
        request, who, "requests/page", filter=choice.filter(choice.state), order=choice.order,
        first=ROWS, after=cursor(request), **{name: choice.filter(name) for name in STATES},
    )  # fmt: skip
    regions, askers = _choices(found["regions"])
    values = {
        "who": who,
        "choice": choice,
        "states": [Option(key, STATES[key][0], found[key]["totalCount"]) for key in STATES],
        "regions": regions,
        "askers": askers,
        "found": found["informationRequests"],
        "rows": nodes(found["informationRequests"]),
        "after": cursor(request),
        "files": downloads(request),
        "standing": standing,
    }
    return render(request, "pages/requests.html", values)


def _choices(found: Data) -> tuple[list[Option], list[Option]]:
    regions = nodes(found)
    curators = [one for region in regions for one in nodes(region["curators"])]
    return options(regions, "id", "name"), options(curators, "id", "fullName")


async def _file(request: Request, who: Viewer, choice: Choice) -> Response:
    rows = await all_of(
        request, who, "requests/all", "informationRequests", MOST_ROWS,
        filter=choice.filter(choice.state), order=choice.order,
    )  # fmt: skip
    regions, askers = _choices((await ask(request, who, "requests/choices"))["regions"])
    told = (
        ("Состояние", STATES[choice.state][0]),
        ("Регион", word_of(regions, choice.region)),
        ("Кто спросил", word_of(askers, choice.asker)),
        ("О чём", choice.search),
    )
    return await sent_out(
        request, who, "Запросы сведений", COLUMNS, [_row(row, who.now) for row in rows],
        filters=[(word, value) for word, value in told if value],
        zone=zone_of_all(rows),
        ascii_name="requests",
    )  # fmt: skip


def _row(it: Data, now: datetime) -> tuple[Any, ...]:
    return (
        it["subject"],
        it["region"]["name"],
        (it["askedBy"] or {}).get("fullName"),
        form.as_moment(it["askedAt"]),
        form.as_day(it["answerBy"]),
        standing(it, now).words,
        form.as_moment(it["answeredAt"]),
        it["answer"],
    )


def standing(it: Data, now: datetime) -> form.Term:
    """How an answer stands: how long is left for it, or whether it came in time."""
    region = it["region"]
    answered = form.as_moment(it["answeredAt"])
    if answered is None:
        return form.term(it["answerBy"], now, region["zone"], region["id"])
    due = form.as_day(it["answerBy"])
    if due is not None and local_day(answered, ZoneInfo(region["zone"])) > due:
        return form.Term("late", "!", "ответ с опозданием", late=True)
    return form.Term("closed", "✓", "ответ в срок")


ROUTES = [Route(HOME, requests, methods=["GET"])]
