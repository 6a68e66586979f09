"""Root causes, traces, impact, changes, rules, saved questions and decisions by GraphQL."""

from __future__ import annotations

from datetime import timedelta

import pytest

from graph.session import Graph
from queries.rules import CATALOGUE
from queries.saved import QUESTIONS
from tests.api.conftest import Enter, ask, codes, data
from tests.api.planted import CONSENT_GAP, FOREIGN, MINE, MOMENT, REPRESENTATIVE_GAP, gap_id

pytestmark = pytest.mark.anyio

TRACE = """query($gap: ID!) { trace(gap: $gap) {
  gap { id } roots { id answeredBy { fullName } } causes { distance via last gap { id } }
  blocked { gap { id } } edges { effect cause } heldGaps heldRecords truncated } }"""
GAP = """query($id: ID!) { gap(id: $id) { state dueOn answeredBy { fullName }
  decisions { kind text until author assignee } } }"""
COUNT = "MATCH (n) WHERE NOT n:SignIn RETURN count(n) AS nodes"


async def test_root_causes_come_with_what_hangs_on_them(enter: Enter) -> None:
    query = """query($region: ID) { rootCauses(region: $region, first: 2) { totalCount
      pageInfo { hasNextPage endCursor }
      edges { node { blockedGaps blockedChildren reports gap { id root blockedGaps } } } } }"""
    page = (await data(await enter("coordinator"), query, region=MINE))["rootCauses"]
    first = page["edges"][0]["node"]
    assert first["blockedGaps"] == first["gap"]["blockedGaps"] > 0
    assert first["gap"]["root"] is True
    assert page["totalCount"] > 2
    assert page["pageInfo"]["hasNextPage"] is True


async def test_a_trace_names_roots_and_who_can_end_them(enter: Enter) -> None:
    found = (await data(await enter("coordinator"), TRACE, gap=CONSENT_GAP))["trace"]
    roots = {gap_id(MINE, "R04", case) for case in ("no_navigator", "no_representative")}
    assert {root["id"] for root in found["roots"]} == roots
    assert all(root["answeredBy"]["fullName"] for root in found["roots"])
    assert {edge["cause"] for edge in found["edges"]} >= roots
    assert found["truncated"] is False
    root = (await data(await enter("coordinator"), TRACE, gap=REPRESENTATIVE_GAP))["trace"]
    assert CONSENT_GAP in {step["gap"]["id"] for step in root["blocked"]}
    assert root["heldGaps"] == len(root["blocked"])


async def test_a_foreign_gap_has_no_trace_and_a_foreign_node_no_impact(enter: Enter) -> None:
    client = await enter("coordinator")
    foreign = gap_id(FOREIGN, "R06", "processed_without_consent")
    assert (await ask(client, TRACE, gap=foreign)) == (await ask(client, TRACE, gap="none"))
    impact = 'query($id: ID!) { impact(label: "School", id: $id, days: 5) { children } }'
    answers = [await ask(client, impact, id=one) for one in (f"{FOREIGN}-school-1", "none")]
    assert answers[0] == answers[1] == {"data": {"impact": None}}
    mine = (await data(client, impact, id=f"{MINE}-school-1"))["impact"]
    assert mine == {"children": 0}


async def test_what_changed_since_yesterday_is_what_was_opened(enter: Enter) -> None:
    query = """query($since: DateTime!) { whatChanged(since: $since, first: 100) { totalCount
      edges { node { change gap { regionId } } } } }"""
    client = await enter("coordinator")
    since = (MOMENT - timedelta(days=1)).isoformat()
    page = (await data(client, query, since=since))["whatChanged"]
    assert page["totalCount"] == len(page["edges"]) > 0
    assert {edge["node"]["change"] for edge in page["edges"]} == {"OPENED"}
    assert {edge["node"]["gap"]["regionId"] for edge in page["edges"]} == {MINE}
    later = (await data(client, query, since=MOMENT.isoformat()))["whatChanged"]
    assert later == {"totalCount": 0, "edges": []}
    naive = await ask(client, query, since="2019-10-01T00:00:00")
    assert codes(naive) == ["BAD_INPUT"]


async def test_the_rules_can_be_read(enter: Enter) -> None:
    query = "{ rules { id clause cases { id severity title advice } causes { rule } } }"
    rules = (await data(await enter("coordinator"), query))["rules"]
    assert [rule["id"] for rule in rules] == list(CATALOGUE)
    assert all(case["title"] and case["advice"] for rule in rules for case in rule["cases"])


@pytest.mark.parametrize("name", sorted(QUESTIONS))
async def test_every_saved_question_can_be_asked(enter: Enter, name: str) -> None:
    first, *rest = name.split("_")
    field = first + "".join(part.title() for part in rest)
    query = f"query($region: ID) {{ {field}(region: $region, first: 5) {{ totalCount " \
            "edges { node { region } } pageInfo { hasNextPage } } }"  # fmt: skip
    client = await enter("coordinator")
    page = (await data(client, query))[field]
    assert {edge["node"]["region"] for edge in page["edges"]} <= {MINE}
    assert (await data(client, query, region=FOREIGN))[field]["totalCount"] == 0


async def test_a_curator_waives_and_the_gap_remembers(enter: Enter, network: Graph) -> None:
    client = await enter("curator")
    gap = gap_id(MINE, "R05", "school_at_zero").replace("school-1", "school-2")
    waive = """mutation($id: ID!) { waiveGap(id: $id, reason: "школа на ремонте") {
      id gap { state } } }"""
    done = (await data(client, waive, id=gap))["waiveGap"]
    assert done["gap"] == {"state": "WAIVED"}
    (kept,) = (await data(client, GAP, id=gap))["gap"]["decisions"]
    assert (kept["kind"], kept["text"]) == ("Waiver", "школа на ремонте")
    assert kept["author"] == "Фамилия-curator Имя"


async def test_a_coordinator_may_comment_and_not_waive(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    before = await network.rows(COUNT)
    waive = 'mutation($id: ID!) { waiveGap(id: $id, reason: "нет") { id } }'
    assert codes(await ask(client, waive, id=CONSENT_GAP)) == ["FORBIDDEN_FIELD"]
    foreign = gap_id(FOREIGN, "R06", "processed_without_consent")
    say = 'mutation($id: ID!) { commentGap(id: $id, text: "звонили") { gap { id } } }'
    answers = [await ask(client, say, id=one) for one in (foreign, "none")]
    assert answers[0] == answers[1]
    assert codes(answers[0]) == ["NOT_FOUND"]
    assert await network.rows(COUNT) == before
    assert (await data(client, say, id=CONSENT_GAP))["commentGap"]["gap"]["id"] == CONSENT_GAP


async def test_a_change_is_never_taken_by_get(enter: Enter) -> None:
    client = await enter("curator")
    query = f'mutation {{ commentGap(id: "{CONSENT_GAP}", text: "тест") {{ id }} }}'
    answer = await client.get("/graphql", params={"query": query})
    assert answer.status_code == 405
