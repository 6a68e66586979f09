"""R19: no cabinet on the platform, never entered, two cabinets. Source: clause 5.4.3."""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.ledger import Entry
from graph.demo.plants.facts import free_schools

STEP = 2
_FAULTS = ("no_cabinet", "never_entered", "two_cabinets")


def plant(build: Build) -> Iterator[Entry]:
    for fault in _FAULTS:
        for pupil in build.claim_pupils(lambda p: bool(p.school), build.amount(0.3)):
            _spoil(build, fault, pupil.id)
            yield build.entry("R19", f"student_{fault}", "School", pupil.school, [pupil.id])
        for school in free_schools(build, build.amount(0.1)):
            person = f"{school}:representative"
            _spoil(build, fault, person)
            yield build.entry("R19", f"representative_{fault}", "School", school, [person])
        mentors = {line.mentor: line.person for line in build.lines}
        for mentor in build.claim(mentors, build.amount(0.1)):
            _spoil(build, fault, mentors[mentor])
            yield build.entry("R19", f"mentor_{fault}", "Mentor", mentor, [mentor])


def _spoil(build: Build, fault: str, owner: str) -> None:
    cabinet = f"{owner}:cabinet"
    row = build.network.node("Cabinet", cabinet)
    if fault == "no_cabinet":
        build.network.drop("Cabinet", cabinet)
    elif fault == "never_entered":
        row.pop("last_entered_at")
    else:
        build.network.add("Cabinet", row | {"id": f"{cabinet}:2"})
