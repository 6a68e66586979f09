"""The scan as a flow, on a real graph and a real Prefect server."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.client.schemas.objects import TaskRun
from prefect.states import exception_to_failed_state

from flows.by_region import worth_repeating
from flows.scan import scan, scan_one
from graph.errors import GraphUnavailableError, InputError, OrientirError
from graph.session import Graph, Row

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("prefect_server")]

DAY = "2019-10-01"
GAPS = """
MATCH (g:Gap)-[:AT]->(unit) WHERE g.state = 'open'
RETURN g.region AS region, g.rule AS rule, g.case AS case, unit.id AS unit ORDER BY region, g.id
"""
HISTORY = """
MATCH (g:Gap) OPTIONAL MATCH (e:GapEvent)-[:HAPPENED_TO]->(g)
RETURN g.id AS id, g.state AS state, g.count AS count, e.id AS event, e.at AS at ORDER BY id, event
"""
SCANS = "MATCH (s:Scan) RETURN s.region AS region, s.as_of AS as_of ORDER BY region"


async def open_of_r04(graph: Graph) -> set[tuple[str, str, str]]:
    rows = await graph.rows(GAPS)
    return {(r["region"], r["case"], r["unit"]) for r in rows if r["rule"] == "R04"}


def by_region(rows: list[Row]) -> dict[str, Row]:
    return {row["region"]: row for row in rows}


EVERYWHERE = {
    (region, case, f"school-{region}")
    for region in ("RU-SA", "RU-TA")
    for case in ("no_representative", "no_navigator")
}


async def test_all_regions_are_scanned_each_by_its_own_clock(network: Graph) -> None:
    rows = by_region(await scan(as_of=DAY))
    assert list(rows) == ["RU-SA", "RU-TA"]
    assert await open_of_r04(network) == EVERYWHERE
    stored = await network.rows(GAPS)
    for region, row in rows.items():
        found = [gap for gap in stored if gap["region"] == region]
        assert (row["opened"], row["open_gaps"]) == (len(found), len(found))
    instant = timedelta(microseconds=1)
    assert {row["region"]: row["as_of"] for row in await network.rows(SCANS)} == {
        "RU-SA": datetime(2019, 10, 1, 15, tzinfo=UTC) - instant,
        "RU-TA": datetime(2019, 10, 1, 21, tzinfo=UTC) - instant,
    }


async def test_only_the_zone_that_was_asked_for(network: Graph) -> None:
    rows = await scan(zone="Asia/Yakutsk", as_of=DAY)
    assert [row["region"] for row in rows] == ["RU-SA"]
    assert {region for region, _, _ in await open_of_r04(network)} == {"RU-SA"}


async def test_repeating_changes_nothing(network: Graph) -> None:
    await scan(as_of=DAY)
    before = await network.rows(HISTORY)
    rows = await scan(as_of=DAY)
    assert [(r["opened"], r["closed"], r["reopened"]) for r in rows] == [(0, 0, 0), (0, 0, 0)]
    assert await network.rows(HISTORY) == before


async def test_a_dry_run_tells_and_writes_nothing(network: Graph) -> None:
    rows = await scan(regions=["RU-TA"], as_of=DAY, dry_run=True)
    assert by_region(rows)["RU-TA"]["opened"] >= 2
    assert await network.rows(HISTORY) == []
    assert await network.rows(SCANS) == []


async def test_an_unknown_region_is_refused_and_nothing_is_written(network: Graph) -> None:
    with pytest.raises(InputError, match="RU-XX"):
        await scan(regions=["RU-TA", "RU-XX"], as_of=DAY)
    assert await network.rows(SCANS) == []


async def test_one_region_that_fails_does_not_stop_the_others(network: Graph) -> None:
    await scan(regions=["RU-TA"], as_of="2019-10-02")
    with pytest.raises(
        OrientirError, match=r"scan: не сделано в регионах RU-TA\. .*более поздний момент"
    ):
        await scan(as_of=DAY)
    assert [row["region"] for row in await network.rows(SCANS)] == ["RU-SA", "RU-TA"]


async def test_numbers_are_published_without_anything_of_a_person(network: Graph) -> None:
    rows = await scan(zone="Europe/Moscow", as_of=DAY)
    key = ArtifactFilter(key=ArtifactFilterKey(any_=["scan-europe-moscow"]))
    async with get_client() as client:
        found = await client.read_artifacts(artifact_filter=key)
        artifact = max(found, key=lambda one: str(one.created))
    assert artifact.type == "table"
    (shown,) = json.loads(str(artifact.data))
    assert shown == {
        "регион": "RU-TA",
        "на момент": "01.10.2019 23:59",
        "открыто": rows[0]["opened"],
        "закрыто": 0,
        "открыто снова": 0,
        "всего": rows[0]["open_gaps"],
    }


@pytest.mark.parametrize(
    ("error", "again"),
    [(GraphUnavailableError("не отвечает"), True), (InputError("нет такого"), False)],
)
async def test_only_an_absent_database_is_worth_repeating(error: Exception, again: bool) -> None:
    state = await exception_to_failed_state(error)
    assert (
        await worth_repeating(scan_one, TaskRun(task_key="scan-region", dynamic_key="0"), state)
        is again
    )
