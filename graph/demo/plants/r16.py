"""R16: practicums outside their campaign or window, a format whose plan is not met.

Source: clauses 5.3.6, 2.14.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.figures import attendances, plan_format
from graph.demo.ledger import Entry
from graph.demo.plants.facts import practicum
from graph.demo.plants.turn import case_of
from graph.demo.timeline import window_id
from graph.model.campaign import Format

STEP = 1
_TURNS = ("", "format_plan_unmet", "", "")


def plant(build: Build) -> Iterator[Entry]:
    for session in build.claim_sessions(lambda s: s.held, build.amount(0.3)):
        practicum(build, session).pop("campaign")
        yield build.entry("R16", "outside_campaign", "Practicum", session.id, [session.id])
    _, closes = build.days.campaign.windows[Format.ENGAGED]
    for session in build.claim_sessions(
        lambda s: s.day > closes and s.format is Format.IN_DEPTH, build.amount(0.3)
    ):
        practicum(build, session)["format"] = Format.ENGAGED.value
        yield build.entry("R16", "outside_window", "Practicum", session.id, [session.id])
    if case := case_of(build, _TURNS):
        format_ = Format.INTRODUCTORY
        plan_format(build, format_, attendances(build, format_) + 50)
        yield build.entry("R16", case, "Region", build.code, [window_id(format_)])
