"""R29: competences wanted and not offered, students tested and never enrolled.

Source: clause 2.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.country import COMPETENCES
from graph.demo.ledger import Entry
from graph.demo.testing import stage_id

STEP = 2
_WAITED = 31


def plant(build: Build) -> Iterator[Entry]:
    yield from _not_offered(build)
    last = build.days.ago(_WAITED)
    enrolled: dict[str, list[str]] = {}
    for student, practicum in build.network.links["Student", "enrolments"]:
        enrolled.setdefault(student, []).append(practicum)
    for pupil in build.claim_pupils(
        lambda p: p.passed and not p.attends and p.ready <= last, build.amount(0.6)
    ):
        for practicum in enrolled.get(pupil.id, ()):
            build.network.unlink("Student", "enrolments", pupil.id, practicum)
        unit = ("School", pupil.school) if pupil.school else ("Region", build.code)
        yield build.entry("R29", "never_enrolled", *unit, [pupil.id])


def _not_offered(build: Build) -> Iterator[Entry]:
    offered = {row.get("competence") for row in build.network.nodes["Practicum"].values()}
    wanted = min(c for c in COMPETENCES if c not in offered)
    pupils = build.claim_pupils(lambda p: p.passed, build.amount(0.6))
    for pupil in pupils:
        result = stage_id(pupil, 3)
        for row in build.network.from_source("StageResult", "points_to", result):
            build.network.unlink("StageResult", "points_to", result, row["target"])
        build.network.link("StageResult", "points_to", result, wanted)
    if pupils:
        records = [pupil.id for pupil in pupils]
        yield build.entry("R29", "competence_not_offered", "Competence", wanted, records)
