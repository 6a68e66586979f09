"""Schools of a region: Moscow's are real, the others are made; representatives and navigators."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import accumulate

from graph.data import cities
from graph.demo.build import Build
from graph.demo.country import municipality_names
from graph.demo.people import add_cabinet, add_person
from graph.demo.plan import MOSCOW, STUDENTS_PER_SCHOOL, MoscowSchool
from graph.demo.timeline import CAMPAIGN
from graph.identity import UNKNOWN_MUNICIPALITY, municipality_id, school_id
from graph.model.cabinet import CabinetKind
from graph.session import Row

_KINDS = (
    ("СОШ", "Средняя общеобразовательная школа", 0.86),
    ("Гимназия", "Гимназия", 0.94),
    ("Лицей", "Лицей", 1.0),
)
_SMALLEST = 4
_STREETS = ("Школьная", "Мира", "Советская", "Садовая", "Молодёжная", "Лесная", "Победы", "Новая")


def schools(build: Build) -> dict[str, int]:
    """Make the schools; those in the campaign with how many students each has.

    All real Moscow schools are there, but only as many take part as the students need.
    """
    count = max(_SMALLEST, round(build.size / STUDENTS_PER_SCHOOL))
    rows = list(_real(build)) if _is_real(build) else list(_made(build, count))
    for row in rows:
        build.network.add("School", row)
    chosen = _one_of_each(rows)
    if len(chosen) > count:
        chosen = sorted(build.rng.sample(chosen, count))
    build.schools = chosen
    for school in chosen:
        join_campaign(build, school)
    return dict(zip(chosen, _sizes(build, len(chosen)), strict=True))


def join_campaign(build: Build, school: str) -> None:
    """The school takes part from the first day; its plan is set when its students are known."""
    reported = build.days.at(build.days.since_start(7), 15)
    row = {"from": build.days.start, "impairments_reported_at": reported}
    build.network.link("School", "campaigns", school, CAMPAIGN, **row)
    _represent(build, school)


def add_school(build: Build, municipality: str, register_id: str, name: str) -> str:
    """One more school, not in the campaign. Its region is the municipality's."""
    region = municipality.split(":")[0]
    row = {"id": school_id(region, register_id), "register_id": register_id, "name": name}
    return build.network.add("School", row | {"municipality": municipality})


def navigators(build: Build) -> dict[str, str]:
    """A navigator for each school; every seventh also serves the next school."""
    serving: dict[str, str] = {}
    person = ""
    for number, school in enumerate(build.schools):
        if number % 7 != 1:
            person = add_person(build)
        add_navigator(build, person, school)
        serving[school] = person
    return serving


def add_navigator(build: Build, person: str, school: str) -> None:
    """The person guides the school's students. Source: clauses 2.9, 5.2.1."""
    since = build.days.start - timedelta(days=10)
    registered = build.days.at(build.days.last_worked(build.days.since_start(2)), 12)
    row = {"from": since, "registered_at": registered}
    build.network.link("Person", "navigates", person, school, **row)


def _represent(build: Build, school: str) -> None:
    person = add_person(build, f"{school}:representative")
    since = build.days.start - timedelta(days=10)
    row = {"from": since, "registered_at": build.days.at(since, 11)}
    build.network.link("Person", "represents", person, school, **row)
    entered = build.days.ago(1 + int(build.rng.random() * 6))
    add_cabinet(build, CabinetKind.REPRESENTATIVE, "Person", person, since, entered)


def _is_real(build: Build) -> bool:
    return build.code == MOSCOW and bool(build.plan.moscow_schools)


def _real(build: Build) -> Iterator[Row]:
    for school in build.plan.moscow_schools:
        yield _real_row(build.code, school)


def _real_row(region: str, school: MoscowSchool) -> Row:
    return {
        "id": school_id(region, school.register_id),
        "name": school.name,
        "register_id": school.register_id,
        "address": school.address,
        "kind": school.kind,
        "ownership": school.ownership,
        "subordination": school.subordination,
        "latitude": school.lat,
        "longitude": school.lon,
        "municipality": municipality_id(region, school.rayon or UNKNOWN_MUNICIPALITY),
    }


def _one_of_each(rows: list[Row]) -> list[str]:
    """A real school has a row for each building: the first of them takes part."""
    first = {(row["name"], row.get("address")): row["id"] for row in reversed(rows)}
    return sorted(first.values())


def _made(build: Build, count: int) -> Iterator[Row]:
    names = municipality_names(build.plan, build.code)
    people = {c.name: c.population for c in cities() if c.region == build.code}
    weights = list(accumulate(people[name] for name in names))
    numbers = dict.fromkeys(names, 0)
    for serial in range(1, count + 1):
        city = build.rng.choices(names, cum_weights=weights)[0]
        numbers[city] += 1
        yield _made_row(build, city, numbers[city], serial)


def _made_row(build: Build, city: str, number: int, serial: int) -> Row:
    chance = build.rng.random()
    short, kind, _ = next(known for known in _KINDS if chance < known[2])
    street = _STREETS[int(build.rng.random() * len(_STREETS))]
    register_id = f"{build.region.code}{serial:06}"
    return {
        "id": school_id(build.code, register_id),
        "name": f"МБОУ «{short} № {number}» г. {city}",
        "short_name": f"{short} № {number}",
        "register_id": register_id,
        "address": f"г. {city}, ул. {street}, д. {1 + int(build.rng.random() * 120)}",
        "kind": kind,
        "ownership": "Муниципальная",
        "municipality": municipality_id(build.code, city),
    }


def _sizes(build: Build, count: int) -> list[int]:
    """The region's students over its schools, a third more or less than the mean."""
    weights = [2 + 2 * build.rng.random() for _ in range(count)]
    scale = build.size / sum(weights)
    ends = [round(end * scale) for end in accumulate(weights)]
    return [end - start for start, end in zip([0, *ends[:-1]], ends, strict=True)]
