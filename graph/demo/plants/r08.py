"""R08: stages out of order, students stuck, results without text. Source: clauses 2.10, 2.11."""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build, Pupil
from graph.demo.ledger import Entry
from graph.demo.plants.facts import student
from graph.demo.testing import stage_id

STEP = 1
_STUCK_FROM = 15


def plant(build: Build) -> Iterator[Entry]:
    for pupil in build.claim_pupils(lambda p: len(p.stages) == 2, build.amount(0.4)):
        build.network.drop("StageResult", stage_id(pupil, 1))
        yield _entry(build, "stage_skipped", pupil, pupil.id)
    long_ago = build.days.ago(_STUCK_FROM)
    for pupil in build.claim_pupils(
        lambda p: len(p.stages) == 1 and p.registered < long_ago, build.amount(1.2)
    ):
        row = build.network.node("StageResult", stage_id(pupil, 1))
        row["passed_at"] = build.days.at(long_ago, 12)
        pupil.stages = [long_ago]
        yield _entry(build, "stuck_at_stage", pupil, pupil.id)
    for pupil in build.claim_pupils(lambda p: bool(p.stages), build.amount(0.5)):
        result = stage_id(pupil, 1)
        build.network.node("StageResult", result).pop("text")
        yield _entry(build, "stage_without_text", pupil, result)
    for pupil in build.claim_pupils(lambda p: p.passed, build.amount(0.5)):
        for name in ("integrated_description", "next_steps", "summarised_at"):
            student(build, pupil).pop(name)
        yield _entry(build, "no_description", pupil, pupil.id)


def _entry(build: Build, case: str, pupil: Pupil, record: str) -> Entry:
    return build.entry("R08", case, "School", pupil.school, [record])
