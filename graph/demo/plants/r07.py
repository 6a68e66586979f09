"""R07: no navigator's recommendation, or one that names no competence. Source: clause 5.2.4."""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.ledger import Entry
from graph.demo.testing import stage_id

STEP = 1
# Five working days, seven where a region has its own term, with the holidays of a year's end.
_OVERDUE_FROM = 16


def plant(build: Build) -> Iterator[Entry]:
    last = build.days.ago(_OVERDUE_FROM)
    for pupil in build.claim_pupils(lambda p: p.passed and p.ready <= last, build.amount(2)):
        build.network.drop("Recommendation", f"{pupil.id}:advice")
        yield build.entry("R07", "no_navigator_advice", "School", pupil.school, [pupil.id])
    yield from _attended_untested(build)
    for pupil in build.claim_pupils(lambda p: p.passed, build.amount(0.5)):
        advice = f"{pupil.id}:advice"
        for row in build.network.from_source("Recommendation", "advises", advice):
            build.network.unlink("Recommendation", "advises", advice, row["target"])
        yield build.entry("R07", "advice_without_competence", "School", pupil.school, [advice])


def _attended_untested(build: Build) -> Iterator[Entry]:
    """Came to a practicum without the last stage, at which they are stuck since (R08)."""
    last = build.days.ago(_OVERDUE_FROM)
    early = {p.id for s in build.sessions.values() if s.held and s.day <= last for p in s.attendees}
    for pupil in build.claim_pupils(lambda p: p.id in early, build.amount(0.4)):
        build.network.drop("Recommendation", f"{pupil.id}:advice")
        build.network.drop("StageResult", stage_id(pupil, 3))
        pupil.stages.pop()
        unit = ("School", pupil.school)
        yield build.entry("R07", "no_advice_after_practicum", *unit, [pupil.id])
        yield build.entry("R08", "stuck_at_stage", *unit, [pupil.id])
