"""A random network of two regions with accounts of every role, duties and frozen versions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final, LiteralString

import pytest
from httpx import AsyncClient

from graph.model.account import Role
from graph.session import Graph, Row, Writer
from graph.settings import Settings
from graph.writing import write_links, write_nodes
from queries.report.freezing import fingerprint
from queries.report.writing import Duty, drawn, kept, version_id
from tests.api.conftest import Clock, data
from tests.api.planted import fingerprint as password
from tests.conftest import emptied
from tests.graph.measures.growing import AS_OF, ELSEWHERE, HERE, START, Facts, grow, plant

EARLIER, LATER = AS_OF - timedelta(days=10), AS_OF + timedelta(days=20)
PERIOD = START, date(2019, 10, 20)
SEED = 16
DUTY, FOREIGN_DUTY, BROKEN_DUTY = f"{HERE}-duty-1", f"{ELSEWHERE}-duty-1", f"{HERE}-duty-2"
FIRST, SECOND, FOREIGN = (f"{DUTY}:v1", f"{DUTY}:v2", f"{FOREIGN_DUTY}:v1")
BROKEN = f"{BROKEN_DUTY}:v1"


def facts() -> Facts:
    """What is planted: a network where children came to practicums of every format."""
    return grow(SEED)


async def plant_reporting(graph: Graph) -> None:
    """HERE's duty has an accepted version and a newer draft; one of another form was tampered with.

    The coordinator, the authority and automation are of HERE; the curator and the head of both.
    """
    await plant(graph, facts())
    await graph.write(_people)
    await graph.write(_versions)


async def _people(writer: Writer) -> None:
    names = [{"id": role, "family_name": "Лисицын", "given_name": role.title()} for role in Role]
    await write_nodes(writer, "Person", names)
    await write_nodes(writer, "Operator", [{"id": "operator", "name": "Союз"}])
    since = {"from": START}
    works = since | {"source": "head", "target": "operator", "heads_curators": True}
    await write_links(writer, "Person", "works_for", [works])
    curates = [since | {"source": "curator", "target": one} for one in (HERE, ELSEWHERE)]
    await write_links(writer, "Person", "curates", curates)
    coordinates = [since | {"source": "coordinator", "target": HERE}]
    await write_links(writer, "Person", "coordinates", coordinates)
    accounts = [
        {"id": f"account:{role}", "login": role.value, "role": role.value, "person": role.value,
         "password_hash": password()}
        for role in Role
    ]  # fmt: skip
    await write_nodes(writer, "Account", accounts)
    sees = [{"source": f"account:{role}", "target": HERE} for role in ("authority", "automation")]
    await write_links(writer, "Account", "sees", sees)


async def _versions(writer: Writer) -> None:
    for id_, form, region in (
        (DUTY, 1, HERE),
        (BROKEN_DUTY, 2, HERE),
        (FOREIGN_DUTY, 1, ELSEWHERE),
    ):
        row: Row = {"id": id_, "form": form, "due_on": date(2019, 10, 14)}
        row |= {"period_from": PERIOD[0], "period_to": PERIOD[1]}
        owed = row | {"in_region": region, "campaign": "c2019"}
        await write_nodes(writer, "ReportDuty", [owed])
        duty = Duty(id_, form, region, "c2019", *PERIOD)
        came = {"submitted_at": EARLIER, "accepted_at": EARLIER + timedelta(days=1)}
        await _version(writer, duty, 1, EARLIER, {"state": "accepted"} | came)
    await _version(writer, Duty(DUTY, 1, HERE, "c2019", *PERIOD), 2, AS_OF, {"state": "draft"})
    await writer.rows(_TAMPER, {"id": BROKEN})


# Still the very same report to whoever reads it, but not the text that was frozen.
_TAMPER: Final[LiteralString] = """
MATCH (v:ReportVersion {id: $id}) SET v.figures = v.figures + ' '
"""


async def _version(writer: Writer, duty: Duty, number: int, at: datetime, more: Row) -> None:
    report = replace(await drawn(writer, duty, at), notes=("пояснение",))
    row: Row = {"id": version_id(duty.id, number), "number": number, "as_of": at, "duty": duty.id}
    row |= kept(report) | more
    assert row["sha256"] == fingerprint(row["figures"])
    await write_nodes(writer, "ReportVersion", [row])
    author = {"source": row["id"], "target": "coordinator"}
    await write_links(writer, "ReportVersion", "author", [author])


CELL = "column state value number text opens"
WHOLE = f"""
query Whole($kind: Int!, $region: ID, $asOf: DateTime, $public: Boolean = false) {{
  report(kind: $kind, region: $region, asOf: $asOf, forPublication: $public) {{
    form title clause place placeName campaign campaignName periodFrom periodTo asOf notes
    summary {{ title fact {{ {CELL} }} plan {{ {CELL} }} percent {{ {CELL} }} }}
    parts {{
      key title rowCount
      columns {{ key title kind group opens }}
      rows {{ key cursor cells {{ {CELL} }} }}
      totals {{ {CELL} }}
    }}
  }}
}}"""


@pytest.fixture(scope="module")
async def network(server_settings: Settings) -> AsyncIterator[Graph]:
    async with emptied(server_settings) as opened:
        await plant_reporting(opened)
        yield opened


@pytest.fixture
def clock() -> Clock:
    made = Clock()
    made.now = AS_OF
    return made


async def report(client: AsyncClient, kind: int, **more: Any) -> Any:
    asked = {"kind": kind, "region": HERE} | more
    return (await data(client, WHOLE, **asked))["report"]
