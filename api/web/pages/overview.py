"""Page «Обзор»: how the regions are, what holds up most and whom to ask, what changed in a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import viewer
from api.web import form, words
from api.web.asking import all_of, ask
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.page import render
from api.web.tiles import COLUMNS, PLACES, ROWS, Place
from graph.model.gap import GapChange, Severity
from queries.gap.history import WORDS as HAPPENED

CAUSES: Final = 15
_DAY: Final = timedelta(days=1)
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
    """The page; as a file all root causes in sight with whom to call."""
    who = await viewer(request)
    if wanted(request):
        causes = await all_of(request, who, "overview/causes", "rootCauses", MOST_ROWS)
        return await sent_out(
            request, who, "Корневые причины", _HEAD, [_row(one) for one in causes],
            ascii_name="root-causes",
        )  # fmt: skip
    found = await ask(
        request, who, "overview/page", since=(who.now - _DAY).isoformat(), causes=CAUSES
    )
    tiles = tiles_of(found["regions"]["edges"], found["gapsBy"])
    values = {
        "who": who,
        "tiles": tiles,
        "size": (COLUMNS, ROWS),
        "totals": _totals(tiles),
        "causes": [edge["node"] for edge in found["rootCauses"]["edges"]],
        "causes_total": found["rootCauses"]["totalCount"],
        "changes": [edge["node"] for edge in found["whatChanged"]["edges"]],
        "changes_total": found["whatChanged"]["totalCount"],
        "files": downloads(request),
        "unit_of": unit_of,
        "change_word": change_word,
    }
    return render(request, "pages/overview.html", values)


def tiles_of(
    regions: Iterable[Mapping[str, Any]], groups: Iterable[Mapping[str, Any]]
) -> list[Tile]:
    """A tile for each region in sight, by name, with its counts."""
    nodes = [edge["node"] for edge in regions]
    tiles = {one["id"]: Tile(one["id"], one["name"], PLACES.get(one["id"])) for one in nodes}
    for group in groups:
        tile = tiles.get((group["region"] or {}).get("id"))
        if tile is not None:
            tile.gaps[group["severity"]] += group["count"]
            tile.overdue += group["count"] if group["overdue"] else 0
    return list(tiles.values())


def _totals(tiles: Iterable[Tile]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for tile in tiles:
        counts["overdue"] += tile.overdue
        for severity, count in tile.gaps.items():
            counts[severity] += count
    return counts


def _row(cause: Mapping[str, Any]) -> tuple[Any, ...]:
    gap = cause["gap"]
    person = gap["answeredBy"] or {}
    return (
        cause["blockedGaps"],
        cause["blockedChildren"],
        ", ".join(str(one) for one in cause["reports"]),
        gap["severity"],
        gap["title"],
        unit_of(gap),
        (gap["region"] or {}).get("name"),
        form.as_day(gap["dueOn"]),
        gap["advice"],
        person.get("fullName") or "никто не назначен",
        person.get("email"),
        person.get("phone"),
    )


def change_word(change: str) -> str:
    """What happened to a gap, by its name in an answer."""
    return HAPPENED[GapChange[change]]


def unit_of(gap: Mapping[str, Any]) -> str:
    """At whom a gap is: its name, or what it is if it has none to be seen."""
    unit = gap["unit"] or {}
    return unit.get("name") or words.label_word(unit.get("label"))


ROUTES = [Route("/overview", overview)]
