"""R04: schools without a representative or a navigator, a navigator with too many students.

Source: clause 5.2.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build, Pupil
from graph.demo.ledger import Entry
from graph.demo.people import add_person
from graph.demo.plants.facts import student
from graph.demo.schools import add_navigator

STEP = 1
_TOO_MANY = 201


def plant(build: Build) -> Iterator[Entry]:
    network = build.network
    for link, case, count in (
        ("represents", "no_representative", build.amount(0.4)),
        ("navigates", "no_navigator", build.amount(0.6)),
    ):
        for number, school in enumerate(build.claim(build.schools, count)):
            for row in network.to_target("Person", link, school):
                _take_away(build, link, row["source"], school, leaves=number % 2 == 0)
            yield build.entry("R04", case, "School", school, [school])
    yield from _overloaded(build)


def _take_away(build: Build, link: str, person: str, school: str, *, leaves: bool) -> None:
    """The person has left, or is named and has never registered."""
    row = build.network.links["Person", link][person, school]
    if leaves:
        row["to"] = build.days.ago(12)
    else:
        row["registered_at"] = None


def _overloaded(build: Build) -> Iterator[Entry]:
    schools, pupils = _crowd(build)
    if not pupils:
        return
    person = add_person(build)
    for school in schools:
        add_navigator(build, person, school)
    for pupil in pupils:
        pupil.navigator = person
        student(build, pupil)["navigator"] = {"id": person, "from": build.days.start}
    records = [pupil.id for pupil in pupils]
    yield build.entry("R04", "navigator_overloaded", "Person", person, records)


def _crowd(build: Build) -> tuple[list[str], list[Pupil]]:
    """Schools with one student too many together; nothing where the region is too small."""
    by_school: dict[str, list[Pupil]] = {}
    for pupil in build.pupils.values():
        by_school.setdefault(pupil.school, []).append(pupil)
    schools: list[str] = []
    pupils: list[Pupil] = []
    if build.size < 3 * _TOO_MANY:
        return schools, pupils
    while len(pupils) < _TOO_MANY:
        (school,) = build.claim(build.schools, 1)
        schools.append(school)
        pupils += by_school.get(school, [])
    return schools, pupils
