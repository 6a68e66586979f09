"""A small network in two regions that are alike, with gaps that the real scan finds in it.

In each region: two schools, one without representative and navigator (R04), three of its children
tested without consent (R06, caused by R04).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from argon2 import PasswordHasher

from graph.session import Graph, Writer
from graph.writing import write_links, write_nodes
from queries.rules.scan import scan_region
from tests.keeping import once

MOMENT = datetime(2019, 10, 14, 9, 0, tzinfo=UTC)
START = date(2019, 9, 2)
PASSWORD = "правильный пароль 2019"  # noqa: S105 - of a network that lives for one test
MINE, FOREIGN = "RU-TA", "RU-BA"
REGIONS = {
    MINE: ("Республика Татарстан", "Europe/Moscow"),
    FOREIGN: ("Республика Башкортостан", "Asia/Yekaterinburg"),
}


async def plant(graph: Graph) -> None:
    """Both regions and their people, scanned."""
    await once(graph, _plant)


async def _plant(graph: Graph) -> None:
    await graph.write(everything)
    for region in REGIONS:
        await scan_region(graph, region, MOMENT)


def gap_id(region: str, rule: str, case: str) -> str:
    """The id the scan gives to a gap of the region's first school."""
    return f"gap:{region}:c2019:{rule}:{case}:{region}-school-1"


CONSENT_GAP = gap_id(MINE, "R06", "processed_without_consent")
REPRESENTATIVE_GAP = gap_id(MINE, "R04", "no_representative")


async def everything(writer: Writer) -> None:
    """Both regions and their people, not scanned yet."""
    await write_nodes(writer, "FederalDistrict", [{"id": "volga", "name": "Приволжский"}])
    await write_nodes(writer, "Operator", [{"id": "operator", "name": "Союз"}])
    campaign = {"id": "c2019", "name": "2019", "starts_on": START, "ends_on": date(2019, 12, 20)}
    await write_nodes(writer, "Campaign", [campaign])
    for region in REGIONS:
        await _region(writer, region)
    await _people(writer)
    await write_nodes(writer, "Account", _accounts())


async def _region(writer: Writer, region: str) -> None:
    name, zone = REGIONS[region]
    row = {"id": region, "name": name, "code": region, "zone": zone, "district": "volga"}
    await write_nodes(writer, "Region", [row])
    part = {"target": "c2019", "from": START}
    await write_links(writer, "Region", "campaigns", [part | {"source": region}])
    town = f"{region}-town"
    await write_nodes(
        writer, "Municipality", [{"id": town, "name": f"Город {name}", "in_region": region}]
    )
    schools = [f"{region}-school-{i}" for i in (1, 2)]
    rows = [{"id": s, "name": f"Школа {s[-1]}, {name}", "municipality": town} for s in schools]
    await write_nodes(writer, "School", rows)
    await write_links(writer, "School", "campaigns", [part | {"source": s} for s in schools])
    await _children(writer, region, schools[0])


async def _children(writer: Writer, region: str, school: str) -> None:
    ids = [f"{region}-child-{i}" for i in range(4)]
    at = datetime(2019, 9, 20, 8, 0, tzinfo=UTC)
    rows = [
        {
            "id": i, "family_name": f"Петров-{region}", "given_name": f"Пётр {i[-1]}", "grade": 8,
            "registered_at": at, "in_region": region, "school": {"id": school, "from": START},
        }
        for i in ids
    ]  # fmt: skip
    await write_nodes(writer, "Student", rows)
    results = [{"id": f"{i}-1", "stage": 1, "passed_at": at, "student": i} for i in ids[:3]]
    await write_nodes(writer, "StageResult", results)
    consent = {
        "id": f"{region}-consent",
        "purposes": ["processing"],
        "given_on": START,
        "child": ids[3],
    }
    await write_nodes(writer, "Consent", [consent])


async def _people(writer: Writer) -> None:
    names = ["head", "curator", *(f"coordinator-{region}" for region in REGIONS)]
    rows = [{"id": n, "family_name": f"Фамилия-{n}", "given_name": "Имя"} for n in names]
    await write_nodes(writer, "Person", rows)
    works = {"source": "head", "target": "operator", "from": START, "heads_curators": True}
    await write_links(writer, "Person", "works_for", [works])
    await write_links(
        writer, "Person", "curates",
        [{"source": "curator", "target": region, "from": START} for region in REGIONS],
    )  # fmt: skip
    await write_links(
        writer, "Person", "coordinates",
        [{"source": f"coordinator-{r}", "target": r, "from": START} for r in REGIONS],
    )  # fmt: skip


def _accounts() -> list[dict[str, Any]]:
    people = {"head": "head", "curator": "curator", "coordinator": f"coordinator-{MINE}"}
    return [
        {
            "id": f"account:{login}", "login": login, "role": login,
            "password_hash": fingerprint(), "person": person,
        }
        for login, person in people.items()
    ]  # fmt: skip


@cache
def fingerprint() -> str:
    return PasswordHasher().hash(PASSWORD)
