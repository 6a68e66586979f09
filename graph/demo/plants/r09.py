"""R09: students outside grades 6–11, without a school, of another region's school, twice.

Source: clause 2.7.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build, Pupil
from graph.demo.country import municipality_names
from graph.demo.ledger import Entry
from graph.demo.plants.facts import student
from graph.demo.schools import add_school
from graph.demo.students import add_twin
from graph.identity import municipality_id

STEP = 1


def plant(build: Build) -> Iterator[Entry]:
    for number, pupil in enumerate(build.claim_pupils(_any, build.amount(0.4))):
        student(build, pupil)["grade"] = (5, 12)[number % 2]
        yield build.entry("R09", "grade_outside", "School", pupil.school, [pupil.id])
    for pupil in build.claim_pupils(_any, build.amount(0.3)):
        student(build, pupil).pop("school")
        pupil.school = ""
        yield build.entry("R09", "no_school", "Region", build.code, [pupil.id])
    if len(build.plan.regions) > 1:
        yield from _of_another_region(build)
    for pupil in build.claim_pupils(_any, build.amount(0.3)):
        twin = add_twin(build, pupil)
        yield build.entry("R09", "registered_twice", "School", pupil.school, [pupil.id, twin])


def _any(_: Pupil) -> bool:
    return True


def _of_another_region(build: Build) -> Iterator[Entry]:
    """The school stands here only for its students; it is not in the campaign."""
    neighbours = [code for code in build.plan.codes if code != build.code]
    other = neighbours[build.index % len(neighbours)]
    place = municipality_id(other, municipality_names(build.plan, other)[0])
    register_id = f"{build.region.code}900001"
    school = ""
    for pupil in build.claim_pupils(_any, build.amount(0.3)):
        school = school or add_school(build, place, register_id, "МБОУ «СОШ № 901»")
        student(build, pupil)["school"]["id"] = pupil.school = school
        yield build.entry("R09", "school_of_other_region", "Region", build.code, [pupil.id])
