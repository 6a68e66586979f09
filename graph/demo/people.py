"""Adults of a region and the offices around its coordinator: authority, letter, contract."""

from __future__ import annotations

from datetime import date, timedelta

from graph.demo.build import Build
from graph.demo.country import curator_id
from graph.demo.names import draw
from graph.demo.timeline import CAMPAIGN
from graph.model.cabinet import CabinetKind
from graph.model.nomination import Skill
from graph.session import Row

SKILLS = [skill.value for skill in Skill]


def add_person(build: Build, id_: str = "") -> str:
    """An adult with an e-mail that can't exist."""
    id_ = id_ or build.new_id("person")
    tail = int(build.rng.random() * 10_000)
    row = {"id": id_, **draw(build.rng).properties()}
    row["email"] = f"{id_.replace(':', '.').lower()}@example.invalid"
    row["phone"] = f"+7 (000) 000-{tail // 100:02}-{tail % 100:02}"
    return build.network.add("Person", row)


def add_cabinet(
    build: Build, kind: CabinetKind, label: str, owner: str, opened: date, entered: date
) -> str:
    """The platform's cabinet of a student or an adult. Source: clause 5.4.3."""
    row: Row = {"id": f"{owner}:cabinet", "kind": kind.value, "in_region": build.code}
    row |= {"owner": {"id": owner, "label": label}, "opened_at": build.days.at(opened, 9, 30)}
    row["last_entered_at"] = build.days.at(entered, 17)
    return build.network.add("Cabinet", row)


def office(build: Build) -> None:
    """The authority with its contact person, the coordinator, the curator's interval."""
    days, network = build.days, build.network
    name = f"Орган управления образованием: {build.region.display_name}"
    network.add("Authority", {"id": build.authority, "name": name, "in_region": build.code})
    contact = add_person(build, f"{build.code}:authority-contact")
    since = {"from": days.since_start(-60)}
    network.link("Person", "contact_of", contact, build.authority, label="Authority", **since)
    network.link("Person", "curates", curator_id(build.plan, build.index), build.code, **since)
    add_coordinator(build, build.coordinator)


def add_coordinator(build: Build, person: str) -> str:
    """A coordinator who became one in the right order. Source: clauses 2.6, 4.1, 4.2."""
    add_person(build, person)
    start = build.days.start
    nomination = {
        "id": f"{person}:nomination",
        "in_region": build.code,
        "nominee": person,
        "sent_by": build.authority,
        "campaign": CAMPAIGN,
        "letter_number": f"{build.region.code}-{1000 + int(build.rng.random() * 9000)}",
        "letter_date": start - timedelta(days=40),
        "approved_on": start - timedelta(days=30),
        "contract_number": f"ГПХ-{build.region.code}-{int(build.rng.random() * 900) + 100}",
        "contract_signed_on": start - timedelta(days=21),
        "contract_valid_until": build.days.campaign.ends_on + timedelta(days=60),
        "skills": SKILLS,
    }
    begins = {"from": start - timedelta(days=20)}
    build.network.link("Person", "coordinates", person, build.code, **begins)
    return build.network.add("Nomination", nomination)
