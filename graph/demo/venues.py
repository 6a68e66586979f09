"""Venues with everything the Order asks of them; organisations; mentors with their documents."""

from __future__ import annotations

from datetime import timedelta

from graph.demo.build import Build, Line
from graph.demo.country import COMPETENCES, NAMES, municipality_names
from graph.demo.people import add_cabinet, add_person
from graph.demo.timeline import CAMPAIGN
from graph.identity import municipality_id
from graph.model.cabinet import CabinetKind
from graph.model.practicum import DocumentKind
from graph.model.venue import OrganisationKind
from graph.session import Row

_ORGANISATIONS = {
    OrganisationKind.SCIENCE: "Научно-исследовательский институт прикладных технологий № {}",
    OrganisationKind.COLLEGE: "Колледж профессиональных технологий № {}",
    OrganisationKind.UNIVERSITY: "Государственный технический университет, институт № {}",
    OrganisationKind.INDUSTRY: "Завод высоких технологий № {}",
    OrganisationKind.OTHER: "Центр развития молодёжи № {}",
}
_VENUES = (
    "Мастерские колледжа № {} г. {}",
    "Технопарк «Кванториум» № {} г. {}",
    "Учебный центр завода № {} г. {}",
    "Лаборатории института № {} г. {}",
)
_POSITIONS = ("мастер производственного обучения", "преподаватель", "инженер", "технолог")
_QUALIFICATIONS = ("диплом о профессиональном образовании", "свидетельство эксперта", "сертификат")
_PER_VENUE = 3
_SMALL = 24


def venues(build: Build, line_count: int) -> None:
    """So many lines (a workshop with its mentor) in venues of up to three."""
    venue = ""
    places = 0
    for _ in range(line_count):
        if places == 0:
            venue = add_venue(build)
            places = 1 if line_count < _SMALL else 1 + int(build.rng.random() * _PER_VENUE)
        build.lines.append(_line(build, venue, places))
        places -= 1


def add_venue(build: Build) -> str:
    """A venue that lacks nothing. Source: clauses 2.4, 3.1, 5.3.1, 5.4.1, 5.4.4."""
    venue = build.new_id("venue")
    number = int(venue.rsplit(":", 1)[1])
    cities = municipality_names(build.plan, build.code)
    city = cities[int(build.rng.random() * len(cities))]
    since = build.days.since_start(-30)
    row: Row = {"id": venue, "name": _VENUES[number % len(_VENUES)].format(number, city)}
    row |= {"address": f"{city}, ул. Заводская, д. {number}", "requirements_confirmed_on": since}
    row |= {"municipality": municipality_id(build.code, city)}
    row |= {"organisation": add_organisation(build, number)}
    row |= {"participates_in": {"id": build.code, "from": since}}
    build.network.add("Venue", row)
    assigned = {"from": since, "assigned_at": build.days.at(since, 15)}
    build.network.link("Venue", "campaigns", venue, CAMPAIGN, **assigned)
    _papers(build, venue, number)
    _people(build, venue)
    return venue


def add_organisation(build: Build, number: int, kind: OrganisationKind | None = None) -> str:
    """An organisation of one of the five kinds. Source: clause 2.8."""
    kind = kind or tuple(OrganisationKind)[number % len(OrganisationKind)]
    name = f"{_ORGANISATIONS[kind].format(number)} ({build.region.display_name})"
    row = {"id": build.new_id("organisation"), "name": name, "kind": kind.value}
    row["tax_number"] = f"{build.region.code}00{number:06}"
    return build.network.add("Organisation", row)


def add_mentor(build: Build, competences: tuple[str, ...]) -> tuple[str, str]:
    """A mentor with a cabinet and a confirmed qualification; mentor's and person's ids."""
    mentor = build.new_id("mentor")
    number = int(mentor.rsplit(":", 1)[1])
    person = add_person(build)
    organisation = add_organisation(build, number)
    row = {"id": mentor, "in_region": build.code, "person": person, "organisation": organisation}
    row["position"] = _POSITIONS[number % len(_POSITIONS)]
    build.network.add("Mentor", row)
    since = build.days.since_start(-30)
    build.network.link("Person", "employed_by", person, organisation, **{"from": since})
    add_cabinet(build, CabinetKind.MENTOR, "Person", person, since, build.days.ago(2))
    _qualify(build, mentor, number, competences)
    return mentor, person


def _qualify(build: Build, mentor: str, number: int, competences: tuple[str, ...]) -> None:
    start = build.days.start
    row: Row = {"id": f"{mentor}:qualification", "mentor": mentor, "number": f"Н-{number:05}"}
    row |= {"kind": _QUALIFICATIONS[number % len(_QUALIFICATIONS)]}
    row |= {"issued_on": start - timedelta(days=400 + number % 900)}
    row |= {"valid_until": start + timedelta(days=500), "confirmed_on": start - timedelta(days=15)}
    build.network.add("Qualification", row)
    for competence in competences:
        build.network.link("Mentor", "competences", mentor, competence)
        build.network.link("Qualification", "proves", str(row["id"]), competence)


def _line(build: Build, venue: str, number: int) -> Line:
    names = len(COMPETENCES)
    first = int(build.rng.random() * names)
    competences = (COMPETENCES[first], COMPETENCES[(first + 1 + number) % names])
    mentor, person = add_mentor(build, competences)
    place = f"{NAMES[competences[0]]}: мастерская {number}"
    return Line(venue, place, mentor, person, competences)


def _papers(build: Build, venue: str, number: int) -> None:
    start, days = build.days.start, build.days
    licence = {"id": f"{venue}:licence", "venue": venue, "number": f"Л035-{number:06}"}
    build.network.add("Licence", licence | {"issued_on": start - timedelta(days=900)})
    sent = start - timedelta(days=30)
    contract: Row = {"id": f"{venue}:contract", "venue": venue, "campaign": CAMPAIGN}
    contract |= {"number": f"П-{build.region.code}-{number:04}", "sent_on": sent}
    contract |= {"due_on": days.from_day(sent, 20), "signed_on": start - timedelta(days=10)}
    contract |= {"valid_until": days.campaign.ends_on + timedelta(days=60)}
    build.network.add("VenueContract", contract)
    package: Row = {"id": f"{venue}:package", "kind": DocumentKind.PACKAGE.value}
    package |= {"concerns": {"id": venue, "label": "Venue"}, "number": f"К-{number:04}"}
    package |= {"submitted_at": days.at(start - timedelta(days=7), 12), "returned_times": 0}
    package |= {"accepted_at": days.at(start - timedelta(days=4), 12)}
    build.network.add("Document", package)


def _people(build: Build, venue: str) -> None:
    since = {"from": build.days.since_start(-30)}
    contact, expert = add_person(build), add_person(build)
    build.network.link("Person", "contact_of", contact, venue, label="Venue", **since)
    build.network.link("Person", "expert_at", expert, venue, **since)
