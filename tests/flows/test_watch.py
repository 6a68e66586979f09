"""The watch as a flow: what is foreseen is raised once, opens under the same alert, is told."""

from __future__ import annotations

import json

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

from flows.answers import answers
from flows.scan import scan
from flows.watch import watch
from graph.errors import OrientirError
from graph.session import Graph, Row

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("prefect_server")]

# Navigators are due ten working days after 2 September: by the end of Monday the 16th.
BEFORE, LAST, AFTER = "2019-09-12", "2019-09-16", "2019-09-17"
REGIONS = ["RU-SA", "RU-TA"]

ALERTS = """
MATCH (d:Delivery)-[:DELIVERS]->(a:Alert)-[:RAISED_FOR]->(g:Gap {rule: 'R04'})
RETURN g.region AS region, g.case AS case, g.state AS gap, d.step AS step, d.state AS state,
  count(DISTINCT a) AS alerts
ORDER BY region, case, step
"""
EVERYTHING = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r"


async def steps(graph: Graph, state: str) -> dict[tuple[str, str], list[int]]:
    """The steps raised of each gap of R04, all of which are in this state."""
    found: dict[tuple[str, str], list[int]] = {}
    for row in await graph.rows(ALERTS):
        assert (row["gap"], row["state"], row["alerts"]) == (state, "dead", 1)
        found.setdefault((row["region"], row["case"]), []).append(row["step"])
    return found


def expected(*numbers: int) -> dict[tuple[str, str], list[int]]:
    cases = ("no_navigator", "no_representative")
    return {(region, case): list(numbers) for region in REGIONS for case in cases}


async def test_what_is_foreseen_opens_under_the_same_alert(network: Graph) -> None:
    rows = await watch(as_of=BEFORE)
    assert [row["region"] for row in rows] == REGIONS
    assert all(row["foreseen"] >= 2 for row in rows)
    # Nobody coordinates these regions yet, so nothing can be delivered.
    assert all(row["raised"] == row["undeliverable"] >= 2 for row in rows)
    assert await steps(network, "upcoming") == expected(1)
    await watch(as_of=LAST)
    assert await steps(network, "upcoming") == expected(1, 3)
    await scan(as_of=AFTER)
    assert await steps(network, "open") == expected(1, 3, 4)


async def test_watching_again_changes_nothing(network: Graph) -> None:
    await watch(as_of=BEFORE)
    before = await network.rows(EVERYTHING)
    rows = await watch(as_of=BEFORE)
    assert [(r["raised"], r["undeliverable"], r["cleared"]) for r in rows] == [(0, 0, 0)] * 2
    assert await network.rows(EVERYTHING) == before


@pytest.mark.parametrize("flow", [watch, answers])
async def test_a_dry_run_tells_and_writes_nothing(network: Graph, flow: object) -> None:
    before = await network.rows(EVERYTHING)
    rows: list[Row] = await flow(regions=["RU-TA"], as_of=BEFORE, dry_run=True)  # type: ignore[operator]
    assert [row["region"] for row in rows] == ["RU-TA"]
    assert await network.rows(EVERYTHING) == before


SCANS = "MATCH (s:Scan) RETURN s.region AS region, s.partial AS partial ORDER BY region"


async def test_a_daily_check_that_never_ended_is_made_up_for_once(network: Graph) -> None:
    await answers()  # is a check of some rules: it doesn't stand for the daily one
    assert [row["made_up"] for row in await watch(dry_run=True)] == [1, 1]
    assert all(row["partial"] for row in await network.rows(SCANS))
    await scan(regions=["RU-TA"])
    assert [(row["region"], row["made_up"]) for row in await watch()] == [
        ("RU-SA", 1),
        ("RU-TA", 0),
    ]
    whole = [row["region"] for row in await network.rows(SCANS) if not row["partial"]]
    assert whole == REGIONS
    assert [row["made_up"] for row in await watch()] == [0, 0]


async def test_a_replay_of_a_past_day_makes_up_for_nothing(network: Graph) -> None:
    assert [row["made_up"] for row in await watch(as_of=BEFORE)] == [0, 0]
    assert await network.rows(SCANS) == []


async def test_only_the_zone_that_was_asked_for_and_a_table_of_numbers(network: Graph) -> None:
    (row,) = await watch(zone="Europe/Moscow", as_of=BEFORE)
    key = ArtifactFilter(key=ArtifactFilterKey(any_=["watch-europe-moscow"]))
    async with get_client() as client:
        found = await client.read_artifacts(artifact_filter=key)
        artifact = max(found, key=lambda one: str(one.created))
    (shown,) = json.loads(str(artifact.data))
    assert shown == {
        "регион": "RU-TA",
        "на момент": "12.09.2019 23:59",
        "наверстано проверок": 0,
        "скоро срок": row["foreseen"],
        "исполнено в срок": 0,
        "срок изменён": 0,
        "поднято оповещений": row["raised"],
        "некому доставить": row["undeliverable"],
        "снято оповещений": 0,
    }
    rows = await network.rows("MATCH (g:Gap) RETURN DISTINCT g.region AS region")
    assert rows == [{"region": "RU-TA"}]


async def test_one_region_that_fails_does_not_stop_the_others(network: Graph) -> None:
    await scan(regions=["RU-TA"], as_of="2019-09-13")
    with pytest.raises(OrientirError, match=r"watch: не сделано в регионах RU-TA\. "):
        await watch(as_of=BEFORE)
    rows = await network.rows("MATCH (g:Gap {state: 'upcoming'}) RETURN DISTINCT g.region AS r")
    assert rows == [{"r": "RU-SA"}]


async def test_the_answer_clock_strikes_at_midnight_of_each_region(network: Graph) -> None:
    for region in REGIONS:
        await network.change(
            "MATCH (r:Region {id: $region}) "
            "CREATE (i:InformationRequest {id: $region + '-request', region: $region, "
            "  subject: 'Список', asked_at: datetime('2019-09-10T06:00:00Z')}) "
            "CREATE (i)-[:IN_REGION]->(r)",
            {"region": region},
        )
    # Asked on Tuesday: Thursday ends in Yakutsk at 15:00 UTC, in Moscow at 21:00.
    late = {}
    for moment in ("2019-09-12T14:59:59Z", "2019-09-12T15:00:00Z", "2019-09-12T21:00:00Z"):
        rows = await answers(as_of=moment)
        late[moment[11:13]] = {row["region"]: (row["opened"], row["raised"]) for row in rows}
    assert late == {
        "14": {"RU-SA": (0, 0), "RU-TA": (0, 0)},
        "15": {"RU-SA": (1, 1), "RU-TA": (0, 0)},
        "21": {"RU-SA": (0, 0), "RU-TA": (1, 1)},
    }
