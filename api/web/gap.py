"""The page of one gap: what is wrong, by when, who answers, the path that proves it, why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.system import system
from api.web import form, words
from api.web.page import link, render
from graph.model.gap import FORESEEN
from graph.session import Reader
from queries.gap.details import GapRow
from queries.gap.history import events
from queries.gap.reads import get_gap
from queries.gap.trace import Blocked, Step, blocked, causes, count_blocked
from queries.region.reads import RegionRow, get_region
from queries.rules import records

RECORDS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Card:
    """One stop of the path: what it is, its name, and where it leads."""

    kind: str
    name: str
    href: str = ""


async def gap(request: Request) -> Response:
    """One gap in scope."""
    who = await viewer(request)
    identity = request.path_params["gap"]

    async def read(reader: Reader) -> dict[str, Any]:
        found = await get_gap(reader, who.actor, identity)
        region = found and await get_region(reader, who.actor, who.now, found.region)
        if found is None or not region:
            raise MissingError
        known = words.case_of(found) is not None
        return {
            "gap": found,
            "region": region,
            "path_cards": path_cards(found, region),
            # The gap is in scope by now, and all its records are of its region.
            "records": await records(reader, identity, RECORDS_SHOWN) if known else (),
            "events": await events(reader, who.actor, identity),
            **await _around(reader, who, found),
        }

    values = await system(request).graph.read(read)
    values["cause_text"] = cause_text(values["gap"], values["causes"])
    return render(request, "gap.html", values | {"who": who})


async def _around(reader: Reader, who: Viewer, found: GapRow) -> dict[str, Any]:
    """What causes the gap and what it holds up; nothing does while it is only foreseen."""
    if found.state in FORESEEN:
        return {"causes": [], "blocked": [], "blocked_total": Blocked(0, 0)}
    return {
        "causes": await causes(reader, who.actor, found.id),
        "blocked": await blocked(reader, who.actor, found.id),
        "blocked_total": await count_blocked(reader, who.actor, found.id),
    }


def path_cards(found: GapRow, region: RegionRow) -> list[Card]:
    """Region → municipality → unit; a stop that isn't known or is the one before is left out."""
    cards = [Card("Регион", region.name, f"/regions/{form.segment(region.id)}")]
    if found.municipality:
        cards.append(Card("Муниципалитет", found.municipality))
    if found.unit_label and found.unit_label != "Region":
        kind = words.label_word(found.unit_label)
        cards.append(Card(kind, words.unit_of(found), _unit_link(found)))
    return cards


def cause_text(found: GapRow, steps: list[Step]) -> str:
    """One way to a root as one line: at each gap the first of its causes; empty without any."""
    first: dict[str, GapRow] = {}
    for step in steps:
        first.setdefault(step.via, step.gap)
    way = [found]
    while (cause := first.pop(way[-1].id, None)) is not None:
        way.append(cause)
    return " ← ".join(_named(one) for one in way) if len(way) > 1 else ""


def _named(found: GapRow) -> str:
    return f"{words.title_of(found)} ({words.unit_of(found)})"


def _unit_link(found: GapRow) -> str:
    if found.unit_label == "School" and found.unit:
        return f"/schools/{form.segment(found.unit)}"
    return link(f"/regions/{form.segment(found.region)}", rule=found.rule)


ROUTES = [Route("/gaps/{gap:path}", gap)]
