"""R30: the register of breaches: gaps closed late, gaps waived. Source: clause 7.1."""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.country import curator_id
from graph.demo.ledger import Entry
from graph.demo.plants.facts import free_schools
from graph.demo.timeline import CAMPAIGN
from graph.model.gap import GapChange, GapState, Severity
from graph.session import Row

STEP = 2


def plant(build: Build) -> Iterator[Entry]:
    for school in free_schools(build, build.amount(0.2)):
        gap = _gap(build, school, GapState.CLOSED)
        closed = build.days.at(build.days.worked(-10), 18)
        build.network.node("Gap", gap)["closed_at"] = closed
        _event(build, gap, GapChange.CLOSED, 0, closed)
        yield build.entry("R30", "closed_late", "Region", build.code, [gap])
    for school in free_schools(build, build.amount(0.1)):
        gap = _gap(build, school, GapState.WAIVED)
        waived = build.days.at(build.days.worked(-8), 11)
        row = {"id": f"{gap}:waiver", "gap": gap, "at": waived}
        row |= {"decided_by": curator_id(build.plan, build.index)}
        build.network.add("Waiver", row | {"reason": "школа на ремонте до конца четверти"})
        _event(build, gap, GapChange.WAIVED, 1, waived)
        yield build.entry("R30", "waived", "Region", build.code, [gap])


def _gap(build: Build, school: str, state: GapState) -> str:
    """A gap of R04 that the school had: its navigator registered three weeks late."""
    days = build.days
    opened = days.at(days.since_start(16), 6)
    row: Row = {"id": f"gap:{build.code}:{CAMPAIGN}:R04:no_navigator:{school}", "rule": "R04"}
    row |= {"case": "no_navigator", "severity": Severity.B.value, "state": state.value}
    row |= {"count": 1, "population": 1, "due_on": days.from_day(days.start, 10)}
    row |= {"due_source": "срок кампании: регистрация представителя и навигатора"}
    row |= {"opened_at": opened, "seen_at": opened, "in_region": build.code}
    row["known_from"] = opened
    row |= {"at": {"id": school, "label": "School"}, "answered_by": build.coordinator}
    gap = build.network.add("Gap", row)
    _event(build, gap, GapChange.OPENED, 1, opened)
    return gap


def _event(build: Build, gap: str, change: GapChange, count: int, at: object) -> None:
    row = {"id": f"{gap}:demo:{change.value}", "change": change.value, "gap": gap}
    build.network.add("GapEvent", row | {"at": at, "count": count})
