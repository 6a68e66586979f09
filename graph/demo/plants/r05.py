"""R05: registration below the plan, schools at zero, schools where nobody is new.

Source: clause 5.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from graph.demo.build import Build, Pupil
from graph.demo.figures import join_region
from graph.demo.ledger import Entry
from graph.demo.people import add_person
from graph.demo.plants.facts import consent, student
from graph.demo.plants.turn import case_of
from graph.demo.schools import add_navigator, add_school, join_campaign
from graph.demo.timeline import CAMPAIGN

STEP = 1
_TURNS = ("", "", "region_below_plan", "", "")
_GROWS_WITHIN = 14


def plant(build: Build) -> Iterator[Entry]:
    if case := case_of(build, _TURNS):
        join_region(build, planned=build.size * 2)
        yield build.entry("R05", case, "Region", build.code, [build.code])
    for school in build.claim(build.schools, build.amount(0.6)):
        part = build.network.links["School", "campaigns"][school, CAMPAIGN]
        part["planned_students"] = 2 * _size(build, school)
        yield build.entry("R05", "school_below_plan", "School", school, [school])
    for number in range(build.amount(0.3)):
        school = _empty_school(build, number)
        yield build.entry("R05", "school_at_zero", "School", school, [school])
    yield from _no_growth(build)


def _size(build: Build, school: str) -> int:
    return sum(1 for pupil in build.pupils.values() if pupil.school == school)


def _empty_school(build: Build, number: int) -> str:
    """A school that takes part, has both its people, and has registered nobody."""
    neighbour = build.network.node("School", build.schools[number % len(build.schools)])
    register_id = f"{build.region.code}8{number:05}"
    name = f"МБОУ «СОШ № {800 + number}»"
    school = add_school(build, neighbour["municipality"], register_id, name)
    join_campaign(build, school)
    add_navigator(build, add_person(build), school)
    return school


def _no_growth(build: Build) -> Iterator[Entry]:
    latest: dict[str, list[Pupil]] = {}
    for pupil in build.pupils.values():
        if build.days.ago(_GROWS_WITHIN + 1) < pupil.registered:
            latest.setdefault(pupil.school, []).append(pupil)
    for school in build.claim(latest, build.amount(0.4)):
        for pupil in latest[school]:
            _register_earlier(build, pupil)
        part = build.network.links["School", "campaigns"][school, CAMPAIGN]
        # A school that has met its plan need not grow; this one has none.
        part["planned_students"] = None
        yield build.entry("R05", "no_growth", "School", school, [school])


def _register_earlier(build: Build, pupil: Pupil) -> None:
    earlier = timedelta(days=_GROWS_WITHIN)
    pupil.registered -= earlier
    row = student(build, pupil)
    for name in ("registered_at", "consent_marked_at"):
        row[name] -= earlier
    given = consent(build, pupil)
    given["given_on"] -= earlier
    given["recorded_at"] -= earlier
    cabinet = build.network.node("Cabinet", f"{pupil.id}:cabinet")
    cabinet["opened_at"] -= earlier
