"""Page «Кому что отправлено»: deliveries of alerts by state, with why they failed. Clause 3.1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.web import form
from api.web.alert_words import DELIVERY, delivery_mark, recipient_of, step_word
from api.web.asking import Data, all_of, ask, nodes
from api.web.choice import Condition, cursor, every, one_of, searched
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.page import render
from api.web.pages.alerts import HOME as ALERTS
from api.web.sifting import ROWS, Option, options, word_of, zone_of_all

HOME: Final = f"{ALERTS}/deliveries"
COLUMNS: Final = (
    "Кому", "О чём", "Правило", "Регион", "Ступень", "Состояние", "Когда нужно", "Отправлено",
    "Каналы", "Попыток", "Ошибка",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """Which deliveries an address asks for; "" in `state` is any."""

    state: str
    region: str
    mine: bool

    def filter(self, person: str | None, *, any_state: bool = False) -> Condition:
        """As a filter of the API; `person` is the viewer's."""
        return every(
            {"state": {"eq": self.state.upper()}} if self.state and not any_state else {},
            {"regionId": {"eq": self.region}} if self.region else {},
            {"recipient": {"some": {"id": {"eq": person or ""}}}} if self.mine else {},
        )

    def parameters(self, **changes: str) -> dict[str, str]:
        """For an address that differs from this one by `changes`."""
        own = {"state": self.state, "region": self.region, "mine": "1" if self.mine else ""}
        return own | changes


def choice_of(query: QueryParams) -> Choice:
    """The choice an address makes."""
    state = one_of(query.get("state", ""), list(DELIVERY), "")
    return Choice(state, searched(query, "region"), query.get("mine") == "1")


async def deliveries(request: Request) -> Response:
    """The list; as a file all of it."""
    who, choice = await viewer(request), choice_of(request.query_params)
    if wanted(request):
        return await _file(request, who, choice)
    found = await ask(
        request, who, "alerts/deliveries", filter=choice.filter(who.actor.person), first=ROWS,
        after=cursor(request), anyState=choice.filter(who.actor.person, any_state=True),
    )  # fmt: skip
    values = {
        "who": who,
        "choice": choice,
        "states": _states(found["deliveriesBy"]),
        "regions": options(nodes(found["regions"]), "id", "name"),
        "found": found["deliveries"],
        "rows": nodes(found["deliveries"]),
        "after": cursor(request),
        "files": downloads(request),
        "delivery_mark": delivery_mark,
        "recipient_of": recipient_of,
        "step_word": step_word,
    }
    return render(request, "pages/alert_deliveries.html", values)


def _states(groups: list[Data]) -> list[Option]:
    counts = {one["state"].lower(): one["count"] for one in groups}
    own = [Option(key, mark.word, counts.get(key, 0)) for key, mark in DELIVERY.items()]
    return [Option("", "все", sum(counts.values())), *own]


async def _file(request: Request, who: Viewer, choice: Choice) -> Response:
    rows = await all_of(
        request, who, "alerts/all_deliveries", "deliveries", MOST_ROWS,
        filter=choice.filter(who.actor.person),
    )  # fmt: skip
    regions = options(nodes((await ask(request, who, "alerts/regions"))["regions"]), "id", "name")
    told = (
        ("Состояние", next((m.word for key, m in DELIVERY.items() if key == choice.state), "")),
        ("Регион", word_of(regions, choice.region)),
        ("Кому", "тому, кто выгрузил" if choice.mine else ""),
    )
    return await sent_out(
        request, who, "Доставка предупреждений", COLUMNS, [_row(row) for row in rows],
        filters=[(word, value) for word, value in told if value],
        zone=zone_of_all(rows),
        ascii_name="deliveries",
    )  # fmt: skip


def _row(it: Data) -> tuple[Any, ...]:
    alert = it["alert"]
    gap = alert["gap"]
    return (
        recipient_of(it),
        gap["title"],
        alert["rule"],
        it["region"]["name"],
        step_word(alert["rule"], gap["severity"], it["step"], dated=gap["dueOn"] is not None),
        delivery_mark(it).word,
        form.as_moment(it["wantedAt"]),
        form.as_moment(it["sentAt"]),
        it["channel"],
        it["attempts"],
        it["error"],
    )


ROUTES = [Route(HOME, deliveries, methods=["GET"])]
