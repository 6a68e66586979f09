"""Two regions that are alike, with one record of everything that a change may name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from graph.model.account import Role
from graph.session import Graph, Row, Writer
from graph.writing import write_links, write_nodes
from queries.merging.uniting import Plan
from queries.merging.whole import Edge, Whole
from queries.scope import Actor
from tests.keeping import once

MOMENT = datetime(2019, 10, 14, 9, 0, tzinfo=UTC)
START = date(2019, 9, 2)
SINCE: dict[str, Any] = {"from": START}
MINE, FOREIGN = "RU-TA", "RU-BA"

_PEOPLE = ("coordinator", "representative", "navigator", "contact", "expert", "mentor-person")

ROLES = {
    Role.COORDINATOR: Actor(
        "account:coordinator", Role.COORDINATOR, f"{MINE}-coordinator", False, frozenset({MINE})
    ),
    Role.CURATOR: Actor("account:curator", Role.CURATOR, "curator", False, frozenset({MINE})),
    Role.HEAD: Actor("account:head", Role.HEAD, "head", True, frozenset()),
    Role.AUTHORITY: Actor(
        "account:authority", Role.AUTHORITY, None, False, frozenset({MINE}), read_only=True
    ),
    Role.AUTOMATION: Actor("account:automation", Role.AUTOMATION, None, False, frozenset({MINE})),
}


async def plant(graph: Graph) -> None:
    """Both regions."""
    await once(graph, _plant)


async def _plant(graph: Graph) -> None:
    await graph.write(_everything)


async def _everything(writer: Writer) -> None:
    rows: list[tuple[str, Row]] = [
        ("FederalDistrict", {"id": "volga", "name": "Приволжский"}),
        (
            "Campaign",
            {"id": "c2019", "name": "2019", "starts_on": START, "ends_on": date(2019, 12, 20)},
        ),
        (
            "Campaign",
            {
                "id": "c2020",
                "name": "2020",
                "starts_on": date(2020, 9, 1),
                "ends_on": date(2020, 12, 20),
            },
        ),
        ("Competence", {"id": "web", "name": "Веб-дизайн"}),
        ("Competence", {"id": "baking", "name": "Хлебопечение"}),
        ("ImpairmentGroup", {"id": "hearing", "name": "Нарушения слуха"}),
        ("Organisation", {"id": "college", "name": "Колледж", "kind": "college"}),
        *(("Person", _person(name)) for name in ("curator", "head")),
    ]
    for label, row in rows:
        await write_nodes(writer, label, [row])
    for region in (MINE, FOREIGN):
        await _region(writer, region)
        await write_links(
            writer, "Region", "campaigns", [{"source": region, "target": "c2019"} | SINCE]
        )
    await write_links(writer, "Person", "curates", [{"source": "curator", "target": MINE} | SINCE])
    await write_nodes(
        writer,
        "Account",
        [
            {"id": who.account, "login": role.value, "role": role.value, "person": who.person}
            for role, who in ROLES.items()
        ],
    )


def _person(id_: str) -> Row:
    return {"id": id_, "family_name": f"Фамилия-{id_}", "given_name": "Имя"}


async def _region(writer: Writer, r: str) -> None:
    for label, row in _records(r):
        row["id"] = f"{r}-{row['id']}" if row["id"] != r else r
        await write_nodes(writer, label, [row])
    for label, link, source, target, more in _links(r):
        row = {"source": f"{r}-{source}", "target": target, **more}
        await write_links(writer, label, link, [row])


def _records(r: str) -> list[tuple[str, Row]]:
    at = datetime(2019, 9, 20, 8, tzinfo=UTC)
    child: Row = {"grade": 8, "registered_at": at, "in_region": r, "family_name": f"Петров-{r}"}
    school: Row = {"id": f"{r}-school-1", **SINCE}
    practicum: Row = {"format": "engaged", "venue": f"{r}-venue", "campaign": "c2019"}
    practicum |= {"posted_at": at, "title": "Сайт", "capacity": 10}
    contract: Row = {"venue": f"{r}-venue", "campaign": "c2019", "sent_on": date(2019, 9, 10)}
    person = {"family_name": "Ким", "given_name": "Анна"}
    return [
        ("Region", {"id": r, "name": r, "code": r, "zone": "Europe/Moscow", "district": "volga"}),
        ("Municipality", {"id": "town", "name": "Город", "in_region": r}),
        ("Municipality", {"id": "village", "name": "Село", "in_region": r}),
        ("Authority", {"id": "authority", "name": "Министерство", "in_region": r}),
        *(("Person", {"id": name, **person}) for name in _PEOPLE),
        ("School", {"id": "school-1", "name": "Школа 1", "municipality": f"{r}-town"}),
        ("School", {"id": "school-2", "name": "Школа 2", "municipality": f"{r}-town"}),
        ("Venue", {"id": "venue", "name": "Кванториум", "municipality": f"{r}-town",
                   "participates_in": {"id": r, **SINCE}}),
        ("Venue", {"id": "venue-2", "name": "Завод", "municipality": f"{r}-town",
                   "address": "Заводская, 1", "organisation": "college"}),
        *(
            ("Student", {"id": f"child-{i}", "given_name": f"Пётр {i}", "school": school, **child})
            for i in (1, 2, 3)
        ),
        ("Guardian", {"id": "guardian", "in_region": r, **person}),
        ("Consent", {"id": "consent", "purposes": ["processing", "images"], "given_on": START,
                     "child": f"{r}-child-1", "signed_by": f"{r}-guardian"}),
        ("VenueContract", {"id": "contract-sent", **contract}),
        ("VenueContract", {"id": "contract-signed", "signed_on": date(2019, 9, 12), **contract}),
        ("Practicum", {"id": "practicum", "on_day": date(2019, 10, 20), **practicum}),
        ("Practicum", {"id": "practicum-today", "on_day": date(2019, 10, 14), **practicum}),
        ("Practicum", {"id": "practicum-held", "on_day": date(2019, 10, 1), "held_at": at,
                       "competence": "web", **practicum}),
        ("Document", {"id": "package", "kind": "package", "submitted_at": at,
                      "concerns": {"id": f"{r}-venue", "label": "Venue"}}),
        ("Document", {"id": "finance", "kind": "finance", "submitted_at": at, "returned_times": 1,
                      "concerns": {"id": f"{r}-practicum-held", "label": "Practicum"}}),
        ("Mentor", {"id": "mentor", "in_region": r, "person": f"{r}-mentor-person"}),
        ("Mentor", {"id": "mentor-2", "in_region": r, "person": f"{r}-expert"}),
        ("MergedRecord", {"id": "child-4", "label": "Student", "number": 1, "merged_at": at,
                          "whole": _merged(r).text(), "moved": Plan().text(), "in_region": r,
                          "into": {"id": f"{r}-child-3", "label": "Student"}}),
        ("Qualification", {"id": "diploma", "kind": "диплом", "issued_on": date(2015, 6, 1),
                           "mentor": f"{r}-mentor"}),
        ("Cabinet", {"id": "cabinet", "kind": "student", "opened_at": at, "in_region": r,
                     "owner": {"id": f"{r}-child-1", "label": "Student"}}),
        ("InformationRequest", {"id": "request", "subject": "Список школ", "asked_at": at,
                                "in_region": r, "asked_by": f"{r}-coordinator"}),
        ("ReportDuty", {"id": "duty", "form": 1, "due_on": date(2019, 10, 30),
                        "period_from": START, "period_to": date(2019, 9, 30),
                        "in_region": r, "campaign": "c2019"}),
        *(
            ("ReportDuty", {"id": f"duty-{state}", "form": 1, "due_on": date(2019, 10, 30),
                            "period_from": START, "period_to": date(2019, 9, 30),
                            "in_region": r, "campaign": "c2019"})
            for state in ("draft", "submitted")
        ),
        ("ReportVersion", {"id": "report-draft", "number": 1, "state": "draft", "as_of": at,
                           "duty": f"{r}-duty-draft"}),
        ("ReportVersion", {"id": "report-submitted", "number": 1, "state": "submitted",
                           "as_of": at, "submitted_at": at, "duty": f"{r}-duty-submitted"}),
        ("PromotionMeasure", {"id": "promotion", "title": "Статья", "kind": "media",
                              "on_day": START, "reach": 100, "in_region": r}),
        ("TrainingEvent", {"id": "training", "title": "Семинар", "starts_on": START,
                           "in_region": r}),
        ("TrainingNeed", {"id": "need", "topic": "Навигация", "raised_on": START,
                          "in_region": r}),
        ("Appeal", {"id": "appeal", "subject": "Запись", "received_on": START, "in_region": r}),
        ("Nomination", {"id": "letter", "letter_number": "1", "letter_date": START,
                        "in_region": r, "nominee": f"{r}-contact", "campaign": "c2019"}),
        ("Nomination", {"id": "approved", "letter_number": "2", "letter_date": START,
                        "approved_on": date(2019, 9, 9), "in_region": r,
                        "nominee": f"{r}-contact", "campaign": "c2019"}),
        ("Gap", {"id": "gap", "rule": "R04", "case": "no_navigator", "severity": "B",
                 "state": "open", "count": 1, "population": 1, "opened_at": at, "seen_at": at,
                 "due_on": date(2019, 9, 30), "in_region": r,
                 "at": {"id": f"{r}-school-2", "label": "School"}}),
    ]  # fmt: skip


def _merged(r: str) -> Whole:
    """A child that was registered twice."""
    names = {"family_name": f"Петров-{r}", "given_name": "Петя"}
    home = Edge("Student", "in_region", True, "Region", r)
    return Whole("Student", f"{r}-child-4", {"id": f"{r}-child-4", "region": r, **names}, (home,))


def _links(r: str) -> list[tuple[str, str, str, str, Row]]:
    at = datetime(2019, 9, 25, 8, tzinfo=UTC)
    legal: Row = {"from": date(2010, 1, 1), "legal": True}
    return [
        ("Person", "coordinates", "coordinator", r, SINCE),
        ("Person", "represents", "representative", f"{r}-school-1", SINCE),
        ("Person", "navigates", "navigator", f"{r}-school-1", SINCE),
        ("Person", "contact_of", "contact", f"{r}-venue", {**SINCE, "label": "Venue"}),
        ("Person", "expert_at", "expert", f"{r}-venue", SINCE),
        ("Venue", "campaigns", "venue", "c2019", SINCE),
        ("Guardian", "children", "guardian", f"{r}-child-1", legal),
        ("Student", "enrolments", "child-1", f"{r}-practicum", {"enrolled_at": at}),
        ("Student", "attendances", "child-2", f"{r}-practicum-held", {"recorded_at": at}),
        ("Student", "navigator", "child-1", f"{r}-navigator", SINCE),
        ("Practicum", "mentors", "practicum", f"{r}-mentor", {}),
    ]
