"""The stops of a trace: gaps, records and what stands for many of them, as a tree with columns.

The page shows the tree as a list; the picture is drawn of the same list. A stop knows its column:
causes stand to the left of the gap that the trace begins at, what it holds to the right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.requests import Request

from api.auth.viewer import Viewer
from api.web import form, words
from api.web.asking import PAGE, ask, nodes
from api.web.page import link
from api.web.record import Line, Way, own_page, record_path
from api.web.record_document import counted
from graph.model.gap import GapState, Severity

Answer = Mapping[str, Any]
GAP: Final = "gap"
RECORD: Final = "record"
GROUP: Final = "group"
MORE: Final = "more"


@dataclass(frozen=True, slots=True)
class Open:
    """A way to expand a stop: the page where it leads, and the part of it that is put in place."""

    word: str
    href: str
    part: str


@dataclass(slots=True)
class Stop:
    """One stop; `causes` are the keys of other shown gaps that cause this one."""

    key: str
    kind: str
    column: int
    title: str
    sub: str = ""
    href: str = ""
    relation: str = ""
    gap: Answer | None = None
    start: bool = False
    last: bool = False
    opens: list[Open] = field(default_factory=list)
    below: list[Stop] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)

    @property
    def tone(self) -> str:
        """The severity, by which a gap is marked."""
        return str(self.gap["severity"]).lower() if self.gap else ""

    @property
    def icon(self) -> str:
        return words.SEVERITIES[Severity(self.gap["severity"])].icon if self.gap else ""

    @property
    def state(self) -> GapState:
        """Of a gap: whether it is still there."""
        return GapState[self.gap["state"]] if self.gap else GapState.OPEN


def unit_href(gap: Answer) -> str:
    """Where the unit's page or card is."""
    unit = gap["unit"]
    if not unit:
        return ""
    return own_page(unit["label"], unit["id"]) or record_path(unit["label"], unit["id"])


def gap_stop(gap: Answer, column: int, *, start: bool = False, last: bool = False) -> Stop:
    """A gap with what it holds to be opened, its records, its unit and who answers too."""
    made = Stop(
        f"Gap:{gap['id']}", GAP, column, gap["title"], words.unit_name(gap),
        record_path("Gap", gap["id"]), gap=gap, start=start, last=last,
    )  # fmt: skip
    held = gap["effects"]["totalCount"]
    if held and not start:
        word = f"держит {form.number(held)}"
        part = along_part("Gap", gap["id"], "effects", column) if column >= 0 else ""
        made.opens.append(Open(word, trace_path(gap["id"]), part))
    made.opens.append(Open("связи", made.href, around_part("Gap", gap["id"], column)))
    return made


def record_stop(found: Line, column: int, relation: str = "", told: str = "") -> Stop:
    """A record whose relationships can be opened; of a whole region's there is only its card."""
    sub = "; ".join(one for one in (found.kind, told or found.told) if one)
    made = Stop(f"{found.label}:{found.id}", RECORD, column, found.name, sub, found.href, relation)
    if found.label == "Gap" or counted(found.label):
        part = around_part(found.label, found.id, column)
        made.opens.append(Open("связи", f"{found.href}#ways", part))
    return made


def way_stop(label: str, identity: str, way: Way, column: int, href: str = "") -> Stop:
    """A relationship to many as a stop of its own, closed."""
    key = f"{label}:{identity}/{way.name}"
    href = href or record_path(label, identity, along=way.name) + "#along"
    title = f"{way.word}: {form.number(way.count)}" if way.count else way.word
    made = Stop(key, GROUP, column, title, href=href)
    made.opens.append(Open("показать", href, along_part(label, identity, way.name, column)))
    return made


def more_stop(of: str, column: int, shown: int, total: int | None, opened: Open) -> Stop:
    """What stands for the rest of a list."""
    rest = f"ещё {form.number(total - shown)}" if total and total > shown else "ещё"
    made = Stop(f"{of}/more", MORE, column, rest)
    made.opens.append(Open(rest, opened.href, opened.part))
    return made


def beside(column: int) -> int:
    """The column of what is opened at a stop: away from where the trace begins."""
    return column - 1 if column < 0 else column + 1


def trace_path(gap: str) -> str:
    """The trace of a gap."""
    return link("/links", gap=gap)


def around_part(label: str, identity: str, column: int) -> str:
    """The part of the page that tells the relationships of a record."""
    return link("/links/part/around", label=label, id=identity, column=str(column))


def along_part(label: str, identity: str, name: str, column: int, after: str = "") -> str:
    """The part of the page that tells where one relationship of a record leads."""
    asked = {"label": label, "id": identity, "along": name, "column": str(column)}
    return link("/links/part/along", **asked, after=after)


async def told_of(request: Request, who: Viewer, ids: Iterable[str]) -> dict[str, Answer]:
    """What each of these gaps tells of itself, by id; those that can't be seen are left out."""
    wanted = list(dict.fromkeys(ids))[:PAGE]
    if not wanted:
        return {}
    found = await ask(request, who, "links/stops", ids=wanted, first=PAGE)
    return {edge["node"]["id"]: edge["node"] for edge in found["gaps"]["edges"]}


def causes_of(start: str, steps: Sequence[Answer], told: Mapping[str, Answer]) -> list[Stop]:
    """The causes of the gap a trace begins at, each below what it causes."""
    below: dict[str, list[Stop]] = defaultdict(list)
    for step in steps:
        gap = told.get((step["gap"] or {}).get("id", ""))
        if gap:
            below[step["via"]].append(gap_stop(gap, -step["distance"], last=step["last"]))
    for stops in list(below.values()):
        for stop in stops:
            stop.below = below.get(stop.key.removeprefix("Gap:"), [])
    return below.get(start, [])


def held_by(found: Answer, told: Mapping[str, Answer], column: int = 0) -> list[Stop]:
    """What a gap holds, as far as it is answered, and what stands for the rest."""
    page, stops = found["held"], []
    for edge in page["edges"]:
        node = edge["node"]
        gap = told.get(node["id"])
        if gap is None:
            continue
        stop = gap_stop(gap, column + 1)
        if node.get("held") and node["held"]["edges"]:
            stop.below = held_by(node, told, column + 1)
            del stop.opens[0]
        stops.append(stop)
    own = told.get(found["id"])
    total = own["effects"]["totalCount"] if own else None
    return stops + rest_of(found["id"], "effects", column, page, len(stops), total)


def ids_of(answered: Answer) -> list[str]:
    """The gaps of a trace, the one it begins at first."""
    start, steps = answered["gap"], answered["trace"]["causes"]
    held = nodes(start["held"])
    further = [edge["node"] for one in held for edge in one["held"]["edges"]]
    causes = [step["gap"] for step in steps if step["gap"]]
    return [one["id"] for one in (start, *causes, *held, *further)]


def rest_of(
    gap: str, name: str, column: int, page: Answer, shown: int, total: int | None
) -> list[Stop]:
    """What stands for the rest of a page of gaps; nothing behind the last page."""
    if not page["pageInfo"]["hasNextPage"]:
        return []
    part = along_part("Gap", gap, name, column, page["pageInfo"]["endCursor"])
    opened = Open("ещё", trace_path(gap), part)
    return [more_stop(f"Gap:{gap}/{name}", column + 1, shown, total, opened)]


def tie(stops: Iterable[Stop], edges: Sequence[Answer]) -> None:
    """Tell every gap among the stops which others cause it."""
    causes: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        causes[f"Gap:{edge['effect']}"].append(f"Gap:{edge['cause']}")
    waiting = list(stops)
    while waiting:
        stop = waiting.pop()
        stop.causes = causes.get(stop.key, [])
        waiting += stop.below
