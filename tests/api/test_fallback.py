"""What the compiler doesn't know is executed field by field; the answer is one, in order."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from httpx import AsyncClient

from api.gap.fields import GapFields
from api.node.naming import node_made, node_steps, node_values
from queries.compiler.steps import LABELS
from tests.api.conftest import Enter, ask, codes, data
from tests.api.listening import told
from tests.api.planted import CONSENT_GAP, FOREIGN, MINE, gap_id

pytestmark = pytest.mark.anyio

FOREIGN_GAP = gap_id(FOREIGN, "R06", "processed_without_consent")
UNIT = {"label": "School", "id": f"{MINE}-school-1", "name": "Школа 1, Республика Татарстан"}


async def raw(client: AsyncClient, query: str, **variables: Any) -> bytes:
    """The data as it was sent: the order of its keys too."""
    answer = await client.post("/graphql", json={"query": query, "variables": variables})
    shown = orjson.loads(answer.content)
    assert "errors" not in shown, shown["errors"]
    return orjson.dumps(shown["data"])


async def test_compiled_and_computed_fields_answer_in_the_order_of_the_document(
    enter: Enter,
) -> None:
    query = """query($id: ID!, $n: Int = 1) {
      last: region(id: "RU-TA") { called: name }
      it: gap(id: $id) { where: unit { label id name } rule decisions { id } }
      kind: __typename
      ...Roots
      schools(first: $n) { totalCount edges { node { id } } }
      same: gap(id: $id) { count }
      it: gap(id: $id) { count where: unit { label } } }
      fragment Roots on Query {
        roots: rootCauses(region: "RU-TA", first: 1) { edges { node { gap { rule } } } }
        first: region(id: "RU-TA") { code } }"""
    assert await raw(await enter("head"), query, id=CONSENT_GAP) == orjson.dumps(
        {
            "last": {"called": "Республика Татарстан"},
            "it": {"where": UNIT, "rule": "R06", "decisions": [], "count": 3},
            "kind": "Query",
            "roots": {"edges": [{"node": {"gap": {"rule": "R04"}}}]},
            "first": {"code": "RU-TA"},
            "schools": {"totalCount": 4, "edges": [{"node": {"id": f"{FOREIGN}-school-1"}}]},
            "same": {"count": 3},
        }
    )


async def test_a_computed_field_deep_inside_leaves_the_rest_as_it_was(enter: Enter) -> None:
    client = await enter("coordinator")
    query = """query($unit: Boolean!, $after: String) {
      regions { edges { node { id gaps(first: 2, after: $after,
        filter: {rule: {in: ["R04", "R06"]}}, orderBy: [{field: RULE, direction: DESC}]) {
        totalCount pageInfo { endCursor hasNextPage }
        edges { cursor node { title severity openedAt dueOn region { id }
          where: unit @include(if: $unit) { id name }
          at { ... on School { id name } } } } } } } } }"""
    after = None
    for _ in range(2):
        computed = (await data(client, query, unit=True, after=after))["regions"]
        compiled = (await data(client, query, unit=False, after=after))["regions"]
        (region,) = computed["edges"]
        assert region["node"]["gaps"]["edges"]
        for edge in region["node"]["gaps"]["edges"]:
            assert edge["node"].pop("where") == edge["node"]["at"]
        assert orjson.dumps(computed) == orjson.dumps(compiled)
        after = region["node"]["gaps"]["pageInfo"]["endCursor"]
        assert region["node"]["gaps"]["pageInfo"]["hasNextPage"] is True


async def test_only_what_is_computed_is_executed_field_by_field(enter: Enter) -> None:
    client = await enter("head")
    query = """query($unit: Boolean!) { region(id: "RU-TA") { name schools { totalCount } }
      gap(id: "%s") { rule unit @include(if: $unit) { name } } }"""
    for unit, begins in ((False, "MATCH (n1:Gap {id: $p1})"), (True, "UNWIND $ids AS id\nMATCH")):
        with told() as statements:
            await data(client, query % CONSENT_GAP, unit=unit)
        (region,) = [one for one in statements if one.startswith("MATCH (n1:Region {id: $p1})")]
        assert "COUNT { MATCH (n2:School {region: n1.id})" in region
        (gap,) = [one for one in statements if "n1:Gap {id:" in one]
        assert gap.startswith(begins)


async def test_a_foreign_gap_is_none_however_it_is_asked_for(enter: Enter) -> None:
    client = await enter("coordinator")
    for asked in ("rule", "rule unit { name } decisions { id }"):
        query = f"query($id: ID!) {{ gap(id: $id) {{ {asked} }} node(id: $id) {{ id }} }}"
        foreign, none = [await ask(client, query, id=one) for one in (FOREIGN_GAP, "none")]
        assert foreign == none == {"data": {"gap": None, "node": None}}


async def test_a_wrong_argument_refuses_both_kinds_alike(enter: Enter) -> None:
    client = await enter("head")
    for asked in ("rule", "rule unit { name }"):
        gaps = f"gaps(first: $n, after: $after) {{ edges {{ node {{ {asked} }} }} }}"
        query = f'query($n: Int!, $after: String) {{ {gaps} region(id: "x") {{ id }} }}'
        assert codes(await ask(client, query, n=0)) == ["BAD_PAGE_SIZE"]
        assert codes(await ask(client, query, n=1, after="мусор")) == ["BAD_CURSOR"]
        answer = await ask(client, query, n=1)
        assert answer["data"]["region"] is None
        assert len(answer["data"]["gaps"]["edges"]) == 1


def test_nothing_else_of_a_node_is_computed() -> None:
    """Every field of a node type is compiled, but for those that a mixin adds."""
    from api.schema import SCHEMA

    added = {
        "Gap": {"unit", "decisions"},
        "Appeal": {"draftBy"},
        "InformationRequest": {"answerBy"},
    }
    assert {name for name in vars(GapFields) if name in added["Gap"]} == added["Gap"]
    for label in LABELS:
        fields = set(SCHEMA._schema.get_type(label).fields)  # type: ignore[union-attr]
        known = {*node_values(label), *node_made(label), *node_steps(label)}
        assert fields - known == added.get(label, set())
