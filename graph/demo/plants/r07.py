"""R07: no navigator's recommendation, or one that names no competence. Source: clause 5.2.4."""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.ledger import Entry

STEP = 1
# Five working days, seven where a region has its own term, with the holidays of a year's end.
_OVERDUE_FROM = 16


def plant(build: Build) -> Iterator[Entry]:
    last = build.days.ago(_OVERDUE_FROM)
    for pupil in build.claim_pupils(lambda p: p.passed and p.ready <= last, build.amount(2)):
        build.network.drop("Recommendation", f"{pupil.id}:advice")
        yield build.entry("R07", "no_navigator_advice", "School", pupil.school, [pupil.id])
    for pupil in build.claim_pupils(lambda p: p.passed, build.amount(0.5)):
        advice = f"{pupil.id}:advice"
        for row in build.network.from_source("Recommendation", "advises", advice):
            build.network.unlink("Recommendation", "advises", advice, row["target"])
        yield build.entry("R07", "advice_without_competence", "School", pupil.school, [advice])
