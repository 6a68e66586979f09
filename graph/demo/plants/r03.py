"""R03: a coordinator approved although a skill is not confirmed. Source: clause 4.2."""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.ledger import Entry
from graph.demo.plants.turn import case_of
from graph.model.nomination import Skill

STEP = 1
_TURNS = ("skills_not_confirmed", "", "", "skills_not_confirmed", "", "", "")


def plant(build: Build) -> Iterator[Entry]:
    case = case_of(build, _TURNS)
    if case:
        nomination = f"{build.coordinator}:nomination"
        row = build.network.node("Nomination", nomination)
        row["skills"] = [s for s in row["skills"] if s != Skill.OFFICE.value]
        yield build.entry("R03", case, "Region", build.code, [nomination])
