"""Students: who they are, when they registered, how far they got. Nobody real is meant.

The funnel of the project: of 100 registered about 55 pass all three stages and 38 attend.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from graph.data import UNKNOWN_IMPAIRMENT, impairment_groups
from graph.demo.build import Build, Pupil
from graph.demo.country import group_id
from graph.demo.names import Name, draw, sibling
from graph.demo.people import add_cabinet
from graph.model.cabinet import CabinetKind
from graph.model.student import ConsentMark

ATTENDS, PASSES, TESTS = 0.40, 0.58, 0.82
_SIBLING = 0.12
_IMAGES = 0.85
_IMPAIRED = 0.03
_REGIONS = 85
_LETTERS = "АБВГ"
_GROUPS_IN_USE = 5


def students(build: Build, sizes: dict[str, int], navigators: dict[str, str]) -> None:
    """Make the students of every school, with their cabinets and impairment groups."""
    taken: set[tuple[Name, date]] = set()
    groups = used_groups(build)
    previous: Name | None = None
    for school, size in sizes.items():
        for number in range(size):
            name = _name(build, previous)
            grade = 6 + int(build.rng.random() * 6)
            name, born = _unlike(build, name, grade, taken)
            pupil = _pupil(build, name, school, navigators[school], late=number == 0)
            _add(build, pupil, grade, born, groups)
            previous = name


def used_groups(build: Build) -> list[str]:
    """Impairment groups that the region's students have; practicums are adapted for them."""
    codes = [g.code for g in impairment_groups() if g != UNKNOWN_IMPAIRMENT]
    chosen = build.plan.random(build.code, "groups").sample(codes, _GROUPS_IN_USE)
    return [group_id(code) for code in sorted(chosen)]


def _name(build: Build, previous: Name | None) -> Name:
    if previous is not None and build.rng.random() < _SIBLING:
        return sibling(build.rng, previous)
    return draw(build.rng)


def _unlike(
    build: Build, name: Name, grade: int, taken: set[tuple[Name, date]]
) -> tuple[Name, date]:
    """A birth date such that nobody in the country has both this name and this date."""
    born = _born(build, name, grade)
    while (name, born) in taken:
        name = draw(build.rng)
        born = _born(build, name, grade)
    taken.add((name, born))
    return name, born


def _born(build: Build, name: Name, grade: int) -> date:
    # Regions share out the days by their remainder, so that names may repeat between them.
    first = date(build.days.start.year - grade - 6, 1, 1)
    first += timedelta(days=-(first.toordinal() % _REGIONS))
    share = (build.index - name.family - name.given - name.father) % _REGIONS
    return first + timedelta(days=_REGIONS * int(1 + build.rng.random() * 3) + share)


def _pupil(build: Build, name: Name, school: str, navigator: str, *, late: bool) -> Pupil:
    fate = 1.0 if late else build.rng.random()
    late = late or fate > 0.97
    registered = _registered(build, fate, late=late)
    return Pupil(
        build.new_id("student"),
        name,
        school,
        navigator,
        registered,
        _stages(build, fate, registered),
        attends=fate < ATTENDS,
        images=build.rng.random() < _IMAGES,
        late=late,
    )


def _registered(build: Build, fate: float, *, late: bool) -> date:
    """Those who attend came first; the last ones came a week before the moment."""
    days, chance = build.days, build.rng.random()
    if late:
        return days.ago(7 + int(chance * 2))
    if fate < ATTENDS:
        return days.since_start(int(chance * 12))
    last = days.ago(18) if fate < PASSES else days.ago(16)
    first = days.since_start(2)
    return first + timedelta(days=int(chance * ((last - first).days + 1)))


def _stages(build: Build, fate: float, registered: date) -> list[date]:
    if fate < PASSES:
        steps = [1 + int(build.rng.random() * 3) for _ in range(3)]
        first = registered + timedelta(days=steps[0])
        second = first + timedelta(days=steps[1])
        return [first, second, second + timedelta(days=steps[2] - 1)]
    if fate < TESTS:
        # Still on the way: the last stage is too recent to be stuck at.
        first = build.days.ago(9 + int(build.rng.random() * 3))
        second = first + timedelta(days=1 + int(build.rng.random() * 3))
        return [first, second] if build.rng.random() < 0.5 else [first]
    return []


def _add(build: Build, pupil: Pupil, grade: int, born: date, groups: list[str]) -> None:
    since = {"from": build.days.start}
    registered = build.days.at(pupil.registered, 12)
    row = {"id": pupil.id, **pupil.name.properties(), "birth_date": born, "grade": grade}
    row["grade_letter"] = _LETTERS[int(build.rng.random() * len(_LETTERS))]
    row |= {"in_region": build.code, "registered_at": registered}
    row["consent_mark"] = ConsentMark.RECEIVED.value
    row["consent_marked_at"] = registered
    row["school"] = {"id": pupil.school, **since}
    row["navigator"] = {"id": pupil.navigator, **since}
    build.network.add("Student", row)
    build.pupils[pupil.id] = pupil
    entered = pupil.stages[-1] if pupil.stages else pupil.registered
    add_cabinet(build, CabinetKind.STUDENT, "Student", pupil.id, pupil.registered, entered)
    if build.rng.random() < _IMPAIRED:
        _impair(build, pupil, groups)


def add_twin(build: Build, pupil: Pupil) -> str:
    """The same child registered once more, with a consent and a cabinet of its own.

    Source: clause 2.7: a student is one person.
    """
    twin = replace(pupil, id=build.new_id("student"), stages=[], sessions=[])
    row = {**build.network.node("Student", pupil.id), "id": twin.id}
    for name in ("integrated_description", "next_steps", "summarised_at", "navigator"):
        row.pop(name, None)
    build.network.add("Student", row)
    (guardian,) = build.network.to_target("Guardian", "children", pupil.id)
    build.network.links["Guardian", "children"][guardian["source"], twin.id] = {
        **guardian,
        "target": twin.id,
    }
    consent = build.network.node("Consent", f"{pupil.id}:consent")
    build.network.add("Consent", {**consent, "id": f"{twin.id}:consent", "child": twin.id})
    opened = twin.registered
    add_cabinet(build, CabinetKind.STUDENT, "Student", twin.id, opened, opened)
    return twin.id


def _impair(build: Build, pupil: Pupil, groups: list[str]) -> None:
    known = (*groups, group_id(UNKNOWN_IMPAIRMENT.code))
    group = known[int(build.rng.random() * len(known))]
    build.network.link("Student", "impairments", pupil.id, group)
