"""The records behind a gap's count, by the API: paged, counted, and only of a gap in scope."""

from __future__ import annotations

import pytest

from tests.api.conftest import Enter, data
from tests.api.planted import CONSENT_GAP, FOREIGN, gap_id

pytestmark = pytest.mark.anyio

RECORDS = """
query Records($gap: ID!, $first: Int!, $after: String) {
  gapRecords(gap: $gap, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { node { label id text evidence { what onDay } } }
  }
}
"""


async def test_records_come_page_by_page_without_names(enter: Enter) -> None:
    client = await enter("coordinator")
    first = (await data(client, RECORDS, gap=CONSENT_GAP, first=2))["gapRecords"]
    after = first["pageInfo"]["endCursor"]
    rest = (await data(client, RECORDS, gap=CONSENT_GAP, first=2, after=after))["gapRecords"]
    nodes = [edge["node"] for page in (first, rest) for edge in page["edges"]]
    assert first["totalCount"] == len({node["id"] for node in nodes}) == 3
    assert {(node["label"], node["text"]) for node in nodes} == {("Student", "8 класс")}
    assert not rest["pageInfo"]["hasNextPage"]


@pytest.mark.parametrize(
    "gap", [gap_id(FOREIGN, "R06", "processed_without_consent"), "gap:nowhere"]
)
async def test_a_gap_out_of_scope_has_none(enter: Enter, gap: str) -> None:
    client = await enter("coordinator")
    found = (await data(client, RECORDS, gap=gap, first=10))["gapRecords"]
    assert (found["totalCount"], found["edges"]) == (0, [])
