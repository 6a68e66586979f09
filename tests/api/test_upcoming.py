"""What is due soon: shown as such, counted as a gap by nobody, told of in the past as it was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest

from graph.session import Graph, Writer
from graph.settings import Settings
from graph.writing import write_nodes
from queries.rules.forecast import forecast_region
from queries.rules.scan import scan_region
from tests.api.conftest import Clock, Enter, data
from tests.api.planted import FOREIGN, MINE, MOMENT, REGIONS, plant
from tests.conftest import emptied

pytestmark = pytest.mark.anyio

# Asked on Monday the 14th: to be answered by Wednesday the 16th.
DUE = date(2019, 10, 16)
FORESEEN, LATE = MOMENT + timedelta(hours=1), MOMENT + timedelta(days=3)
TOTAL = "{ gaps { totalCount } region(id: %r) { gaps { totalCount } } }".replace("%r", f'"{MINE}"')
ONE = """query($id: ID!, $at: DateTime) { gap(id: $id, asOf: $at) { state openedAt dueOn
  gapEvents(orderBy: {field: AT}) { edges { node { change title } } } } }"""


def request(region: str) -> str:
    return f"{region}-request"


def section(page: str, name: str) -> str:
    """The text of one section of a page."""
    return page.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]


def gap(region: str) -> str:
    return f"gap:{region}:c2019:R24:unanswered:{request(region)}"


@pytest.fixture(scope="module")
async def network(server_settings: Settings) -> AsyncIterator[Graph]:
    """In both regions a request that is to be answered in two days, foreseen."""
    async with emptied(server_settings) as opened:
        await plant(opened)
        await opened.write(_requests)
        for region in REGIONS:
            await forecast_region(opened, region, FORESEEN, rules=["R24"])
        yield opened


async def _requests(writer: Writer) -> None:
    own = {"subject": "Список школ", "asked_at": MOMENT, "asked_by": "curator"}
    rows = [own | {"id": request(region), "in_region": region} for region in REGIONS]
    await write_nodes(writer, "InformationRequest", rows)


async def test_it_is_shown_where_it_is_asked_for_and_of_own_regions_only(enter: Enter) -> None:
    client = await enter("coordinator")
    asked = """{ gaps(filter: {state: {eq: UPCOMING}}) { totalCount
      edges { node { id rule dueOn openedAt title } } } }"""
    (edge,) = (await data(client, asked))["gaps"]["edges"]
    node = edge["node"]
    assert (node["id"], node["rule"], node["dueOn"]) == (gap(MINE), "R24", DUE.isoformat())
    assert node["openedAt"] is None


async def test_nobody_counts_it_as_a_gap(enter: Enter, network: Graph, clock: Clock) -> None:
    client = await enter("coordinator")
    gaps = await network.rows(
        "MATCH (g:Gap {region: $region, state: 'open'}) RETURN count(g) AS n", {"region": MINE}
    )
    found = await data(client, TOTAL)
    assert found["gaps"]["totalCount"] == gaps[0]["n"]
    assert found["region"]["gaps"]["totalCount"] == gaps[0]["n"]
    groups = (await data(client, "{ gapsBy(by: [RULE]) { rule count } }"))["gapsBy"]
    assert sum(group["count"] for group in groups) == gaps[0]["n"]
    assert "R24" not in {group["rule"] for group in groups}
    clock.pass_(timedelta(hours=2))
    changed = """query($s: DateTime!) { whatChanged(since: $s) { totalCount }
      changesSince(since: $s) { totalCount } }"""
    news = await data(client, changed, s=MOMENT.isoformat())
    assert news == {"whatChanged": {"totalCount": 0}, "changesSince": {"totalCount": 0}}


async def test_pages_list_it_apart_and_tell_its_history(enter: Enter) -> None:
    client = await enter("coordinator")
    page = (await client.get(f"/regions/{MINE}")).text
    calendar = section(page, "soon")
    assert "16.10.2019" in calendar
    assert "На запрос куратора" in calendar
    assert "На запрос куратора" not in section(page, "gaps")
    soon = section((await client.get(f"/regions/{MINE}?state=upcoming")).text, "gaps")
    assert "На запрос куратора" in soon
    assert "Скоро срок: 1" in soon
    everything = (await client.get(f"/regions/{MINE}?state=any")).text
    assert "На запрос куратора" not in section(everything, "gaps")
    one = (await client.get(f"/gaps/{gap(MINE)}")).text
    assert "История" in one
    assert "— скоро срок" in one
    assert "1 запись из 1" in one
    assert "Записи за этим числом сейчас не находятся" not in one
    assert (await client.get(f"/gaps/{gap(FOREIGN)}")).status_code == 404


async def test_as_of_a_past_moment_it_is_what_it_was_then(
    enter: Enter, network: Graph, clock: Clock
) -> None:
    await scan_region(network, MINE, LATE, rules=["R24"])
    clock.pass_(timedelta(days=4))
    client = await enter("coordinator")

    async def at(moment: Any) -> Any:
        shown = moment and moment.isoformat()
        return (await data(client, ONE, id=gap(MINE), at=shown))["gap"]

    now = await at(None)
    assert (now["state"], now["openedAt"]) == ("OPEN", LATE.isoformat())
    titles = [edge["node"]["title"] for edge in now["gapEvents"]["edges"]]
    assert titles == ["скоро срок", "открыт"]
    then = await at(FORESEEN + timedelta(hours=1))
    assert (then["state"], then["openedAt"], then["dueOn"]) == ("UPCOMING", None, DUE.isoformat())
    assert await at(FORESEEN - timedelta(seconds=1)) is None
    past = (
        """query($at: DateTime) { gaps(asOf: $at, filter: {rule: {eq: "R24"}}) { totalCount } }"""
    )
    counted = [
        (await data(client, past, at=moment.isoformat()))["gaps"]["totalCount"]
        for moment in (FORESEEN, LATE)
    ]
    assert counted == [0, 1]
