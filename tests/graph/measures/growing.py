"""A random network of two regions, kept as plain facts beside the graph that it is planted in."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from graph.session import Graph, Row, Writer
from graph.writing import write_links, write_nodes

HERE, ELSEWHERE = "RU-PRI", "RU-SA"
ZONE = "Asia/Vladivostok"
START, AS_OF = date(2019, 9, 2), datetime(2019, 10, 20, 3, tzinfo=UTC)
FORMATS = ("introductory", "engaged", "in_depth")


@dataclass
class Facts:
    """Rows to plant, by label, and links by (label, link); what tests count is counted of these."""

    nodes: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    links: dict[tuple[str, str], list[Row]] = field(default_factory=lambda: defaultdict(list))

    def node(self, label: str, /, **row: Any) -> str:
        row = {"id": f"{label.lower()}{len(self.nodes[label])}"} | row
        self.nodes[label].append({k: v for k, v in row.items() if v is not None})
        return str(row["id"])

    def link(self, label: str, link: str, source: str, target: str, /, **row: Any) -> None:
        own = {k: v for k, v in row.items() if v is not None}
        self.links[label, link].append({"source": source, "target": target} | own)

    def of(self, label: str, region: str = HERE) -> list[Row]:
        """Records whose id was made for the region."""
        return [row for row in self.nodes[label] if row["id"].startswith(region)]


class Dice:
    """Seeded choices: mostly inside the campaign, sometimes after the moment of the reports."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)

    def moment(self) -> datetime:
        """From a week before the campaign to two weeks after the moment of the reports."""
        minutes = self._dice.randrange(70 * 24 * 60)
        return datetime(2019, 8, 26, tzinfo=UTC) + timedelta(minutes=minutes)

    def maybe_moment(self, share: float = 0.5) -> datetime | None:
        return self.moment() if self.chance(share) else None

    def day(self) -> date:
        return self.moment().date()

    def chance(self, share: float) -> bool:
        return self._dice.random() < share

    def one(self, choices: Any) -> Any:
        return self._dice.choice(list(choices))

    def some(self, choices: Any, most: int) -> list[Any]:
        known = list(choices)
        return self._dice.sample(known, min(len(known), self._dice.randint(0, most)))

    def number(self, low: int, high: int) -> int:
        return self._dice.randint(low, high)


def grow(seed: int) -> Facts:
    """Two regions, so that a number of one that leaks from the other shows."""
    facts, dice = Facts(), Dice(seed)
    facts.node("FederalDistrict", id="far-east", name="Дальневосточный")
    ends = date(2019, 11, 29)
    for campaign in ("c2019", "other"):
        facts.node("Campaign", id=campaign, name=campaign, starts_on=START, ends_on=ends)
    competences = [facts.node("Competence", name=f"Компетенция {n}") for n in range(3)]
    groups = [facts.node("ImpairmentGroup", name=f"Группа {n}") for n in range(2)]
    kinds = ("science", "college", None)
    organisations = [
        facts.node("Organisation", name=f"Завод {n}", kind=k) for n, k in enumerate(kinds)
    ]
    for region in (HERE, ELSEWHERE):
        _region(facts, dice, region, competences, groups, organisations)
    return facts


def _region(
    facts: Facts,
    dice: Dice,
    region: str,
    competences: list[str],
    groups: list[str],
    organisations: list[str],
) -> None:
    facts.node("Region", id=region, name=region, code="25", zone=ZONE, district="far-east")
    facts.link("Region", "campaigns", region, "c2019", **{"from": START})
    towns = [
        facts.node("Municipality", id=f"{region}:m{n}", name=f"Город {n}", in_region=region)
        for n in range(2)
    ]
    schools = [_school(facts, dice, f"{region}:school{n}", dice.one(towns)) for n in range(4)]
    venues = [
        facts.node("Venue", id=f"{region}:v{n}", name=f"Площадка {n}", municipality=dice.one(towns))
        for n in range(2)
    ]
    mentors = [
        _mentor(facts, dice, f"{region}:mentor{n}", region, competences, organisations)
        for n in range(3)
    ]
    practicums = [
        _practicum(facts, dice, f"{region}:p{n}", venues, competences, groups, mentors)
        for n in range(8)
    ]
    for number in range(30):
        child = _child(facts, dice, f"{region}:child{number}", region, schools, groups)
        _visits(facts, dice, child, practicums)
    for number in range(4):
        _duties(facts, dice, f"{region}:d{number}", region)


def _school(facts: Facts, dice: Dice, id_: str, town: str) -> str:
    school = facts.node("School", id=id_, name=f"Школа {id_}", municipality=town)
    if dice.chance(0.8):
        part: Row = {"from": START, "planned_students": dice.number(1, 9)}
        part["impairments_reported_at"] = dice.maybe_moment()
        if dice.chance(0.2):
            part["to"] = date(2019, 10, dice.number(1, 31))
        facts.link("School", "campaigns", school, "c2019", **part)
    return school


def _mentor(
    facts: Facts,
    dice: Dice,
    id_: str,
    region: str,
    competences: list[str],
    organisations: list[str],
) -> str:
    person = facts.node("Person", id=f"{id_}:person", family_name="Павлов", given_name="Иван")
    mentor = facts.node("Mentor", id=id_, in_region=region, person=person)
    if dice.chance(0.8):
        facts.link("Mentor", "organisation", mentor, dice.one(organisations))
    for competence in dice.some(competences, 3):
        facts.link("Mentor", "competences", mentor, competence)
    return mentor


def _practicum(
    facts: Facts,
    dice: Dice,
    id_: str,
    venues: list[str],
    competences: list[str],
    groups: list[str],
    mentors: list[str],
) -> str:
    held = dice.maybe_moment(0.7)
    practicum = facts.node(
        "Practicum",
        id=id_,
        title=id_,
        format=dice.one(FORMATS),
        on_day=dice.day() if dice.chance(0.9) else None,
        capacity=dice.number(3, 20) if dice.chance(0.8) else None,
        posted_at=dice.maybe_moment(0.9),
        held_at=held,
        cancelled_at=dice.maybe_moment(0.2),
        attendance_recorded_at=dice.maybe_moment(0.7) if held else None,
        venue=dice.one(venues),
        campaign=dice.one(["c2019", "c2019", "other", None]),
        competence=dice.one([*competences, None]),
    )
    for group in dice.some(groups, 2):
        facts.link("Practicum", "adapted_for", practicum, group)
    for mentor in dice.some(mentors, 2):
        facts.link("Practicum", "mentors", practicum, mentor)
    return practicum


def _child(
    facts: Facts, dice: Dice, id_: str, region: str, schools: list[str], groups: list[str]
) -> str:
    child = facts.node(
        "Student",
        id=id_,
        family_name="Котов",
        given_name="Лев",
        grade=dice.one([*range(5, 12), None]),
        registered_at=dice.maybe_moment(0.9),
        in_region=region,
    )
    if dice.chance(0.9):
        first, *more = dice.some(schools, 2) or [dice.one(schools)]
        moved = dice.day() if more else None
        facts.link("Student", "school", child, first, **{"from": date(2018, 9, 1), "to": moved})
        for school in more:
            facts.link("Student", "school", child, school, **{"from": moved})
    for group in dice.some(groups, 2) if dice.chance(0.4) else []:
        facts.link("Student", "impairments", child, group)
    for stage in dice.some((1, 1, 2, 3), 4):
        facts.node("StageResult", stage=stage, passed_at=dice.moment(), student=child)
    for _ in range(dice.number(0, 2)):
        _consent(facts, dice, child)
    return child


def _consent(facts: Facts, dice: Dice, child: str) -> None:
    facts.node(
        "Consent",
        purposes=dice.one((["processing"], ["processing", "images"], ["images"])),
        given_on=dice.day() if dice.chance(0.9) else None,
        valid_until=dice.day() if dice.chance(0.3) else None,
        refused_on=dice.day() if dice.chance(0.2) else None,
        withdrawn_at=dice.maybe_moment(0.2),
        recorded_at=dice.maybe_moment(0.9),
        child=child,
    )


def _visits(facts: Facts, dice: Dice, child: str, practicums: list[str]) -> None:
    for practicum in dice.some(practicums, 4):
        facts.link(
            "Student",
            "enrolments",
            child,
            practicum,
            enrolled_at=dice.moment(),
            cancelled_at=dice.maybe_moment(0.2),
        )
    for practicum in dice.some(practicums, 3):
        facts.link("Student", "attendances", child, practicum, recorded_at=dice.moment())
        if dice.chance(0.6):
            giver = facts.node("Person", family_name="Чехов", given_name="Антон")
            facts.node(
                "Recommendation",
                given_as=dice.one(("mentor", "mentor", "navigator")),
                given_at=dice.moment(),
                student=child,
                given_by=giver,
                after=practicum,
            )


def _duties(facts: Facts, dice: Dice, id_: str, region: str) -> None:
    facts.node(
        "PromotionMeasure",
        id=f"{id_}:measure",
        title="Эфир",
        kind=dice.one(("media", "social_network", "event")),
        on_day=dice.day(),
        reach=dice.number(0, 500) if dice.chance(0.8) else None,
        in_region=region,
    )
    event = facts.node(
        "TrainingEvent", id=f"{id_}:event", title="Семинар", starts_on=dice.day(), in_region=region
    )
    for number in range(dice.number(0, 4)):
        person = facts.node("Person", id=f"{id_}:{number}", family_name="Орлов", given_name="Пётр")
        facts.link(
            "Person",
            "training",
            person,
            event,
            role=dice.one(("authority", "teacher", "operator")),
            attended=dice.chance(0.7),
            certificate="7" if dice.chance(0.5) else None,
        )
    facts.node(
        "TrainingNeed", id=f"{id_}:need", topic="Согласия", raised_on=dice.day(), in_region=region
    )


async def plant(graph: Graph, facts: Facts) -> None:
    """All of it through the write path, in one transaction."""

    async def work(writer: Writer) -> None:
        for label in _ordered(facts.nodes):
            await write_nodes(writer, label, facts.nodes[label])
        for (label, link), rows in facts.links.items():
            await write_links(writer, label, link, rows)

    await graph.write(work)


_FIRST = ("FederalDistrict", "Region", "Municipality", "Campaign", "Competence", "Person", "Venue")


def _ordered(nodes: Mapping[str, Any]) -> list[str]:
    """Targets of rows before the rows: regions, places, people, children, then what is of them."""
    late = ("Student", "Practicum", "StageResult", "Consent", "Recommendation")
    others = [label for label in nodes if label not in _FIRST and label not in late]
    return [
        *(label for label in _FIRST if label in nodes),
        *others,
        *(label for label in ("Practicum", "Student", *late[2:]) if label in nodes),
    ]
