"""Reports that regions owe, and rows of a report by key, by GraphQL."""

from __future__ import annotations

import pytest

from tests.api.conftest import Enter, data
from tests.api.reporting import DUTY, FIRST, SECOND, clock, network
from tests.graph.measures.growing import ELSEWHERE, HERE

__all__ = ["clock", "network"]

pytestmark = pytest.mark.anyio

OWED = """query($region: ID, $kind: Int) {
  owedReports(campaign: "c2019", region: $region, kind: $kind) {
    duty form title region regionName step onTime version number total } }"""


async def test_every_report_is_told_with_its_newest_version(enter: Enter) -> None:
    client = await enter("curator")
    rows = (await data(client, OWED))["owedReports"]
    assert [(row["region"], row["form"]) for row in rows] == [(HERE, 1), (HERE, 2), (ELSEWHERE, 1)]
    own = {"duty": DUTY, "step": "DRAFT", "onTime": True, "version": SECOND, "number": 2}
    assert own.items() <= rows[0].items()
    assert rows[1]["step"] == "ACCEPTED"
    assert (await data(client, OWED, kind=2))["owedReports"] == rows[1:2]
    coordinator = await enter("coordinator")
    assert (await data(coordinator, OWED))["owedReports"] == rows[:2]
    assert (await data(coordinator, OWED, region=ELSEWHERE))["owedReports"] == []
    assert (await data(await enter("automation"), OWED))["owedReports"] == rows[:2]


ROWS = """query($id: ID!, $keys: [[String!]!]!) {
  reportEdition(id: $id) { report { parts {
    rows { key title cells { text } }
    rowsOf(keys: $keys) { key title cell(column: "total") { number } } } } } }"""


async def test_rows_are_found_by_key_and_named_by_their_first_words(enter: Enter) -> None:
    client = await enter("coordinator")
    (part,) = (await data(client, ROWS, id=FIRST, keys=[]))["reportEdition"]["report"]["parts"]
    assert part["rowsOf"] == []
    asked = [row["key"] for row in part["rows"][:2]]
    found = await data(client, ROWS, id=FIRST, keys=[*asked, ["нет такой"]])
    (part,) = found["reportEdition"]["report"]["parts"]
    assert [row["key"] for row in part["rowsOf"]] == asked
    first = part["rows"][0]
    words = [cell["text"] for cell in first["cells"][:2]]
    assert first["title"] == part["rowsOf"][0]["title"] == " · ".join(words)


async def test_what_differs_says_in_which_row(enter: Enter) -> None:
    client = await enter("coordinator")
    query = """query($from: ReportPoint!, $to: ReportPoint!) {
      compareReports(from: $from, to: $to) {
        now { parts { rows { key title } } } differences { cells { part row rowTitle } } } }"""
    points = {"from": {"version": FIRST}, "to": {"version": SECOND}}
    found = (await data(client, query, **points))["compareReports"]
    titles = {tuple(row["key"]): row["title"] for row in found["now"]["parts"][0]["rows"]}
    for cell in found["differences"]["cells"]:
        if cell["part"] == "summary":
            assert cell["rowTitle"] == ""
        elif cell["row"] == ["totals"]:
            assert cell["rowTitle"] == "Итого"
        else:
            assert cell["rowTitle"] == titles[tuple(cell["row"])]
