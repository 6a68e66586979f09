"""Versions of reports by GraphQL: frozen tables, differences, the last accepted one, timeliness."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Enter, ask, codes, data
from tests.api.reporting import (
    BROKEN,
    DUTY,
    EARLIER,
    FIRST,
    FOREIGN,
    FOREIGN_DUTY,
    SECOND,
    clock,
    network,
    report,
)
from tests.graph.measures.growing import AS_OF, ELSEWHERE, HERE

__all__ = ["clock", "network"]

pytestmark = pytest.mark.anyio

EDITION = """id number state form region dueOn onTime author total intact
  report { asOf life { version state } summary { fact { number } }
    parts { rows { key cells { value } } } }
  moved { addedLater { count } since { count cells(first: 1000) { part row column
    then { number } now { number } } } }"""


async def test_a_version_is_read_as_it_was_frozen(enter: Enter) -> None:
    client = await enter("curator")
    query = "query($duty: ID!) { reportEditions(duty: $duty) { id number state } }"
    of_duty = (await data(client, query, duty=DUTY))["reportEditions"]
    assert of_duty == [
        {"id": FIRST, "number": 1, "state": "ACCEPTED"},
        {"id": SECOND, "number": 2, "state": "DRAFT"},
    ]
    one = f"query($id: ID!) {{ reportEdition(id: $id) {{ {EDITION} }} }}"
    first = (await data(client, one, id=FIRST))["reportEdition"]
    assert (first["onTime"], first["author"], first["intact"]) == (
        True,
        "Лисицын Coordinator",
        True,
    )
    then = await report(client, 1, asOf=EARLIER.isoformat())
    frozen = first["report"]
    assert (
        frozen["summary"]["fact"]["number"] == then["summary"]["fact"]["number"] == first["total"]
    )
    assert frozen["life"] == {"version": 1, "state": "принят"}
    shown = [[cell["value"] for cell in row["cells"]] for row in frozen["parts"][0]["rows"]]
    assert shown == [[c["value"] for c in r["cells"]] for r in then["parts"][0]["rows"]]
    assert first["moved"]["addedLater"]["count"] == 0
    assert first["moved"]["since"]["count"] == len(first["moved"]["since"]["cells"]) > 0
    (fact,) = [d for d in first["moved"]["since"]["cells"] if d["part"] == "summary"][:1]
    now = await report(client, 1)
    assert fact["then"]["number"] == first["total"]
    assert fact["now"]["number"] == now["summary"]["fact"]["number"]
    broken = (await data(client, one, id=BROKEN))["reportEdition"]
    assert broken["intact"] is False


async def test_foreign_versions_are_as_those_that_are_not_there(enter: Enter) -> None:
    client = await enter("coordinator")
    for foreign in (FOREIGN, "нет такой"):
        one = "query($id: ID!) { reportEdition(id: $id) { id report { form } } }"
        assert await data(client, one, id=foreign) == {"reportEdition": None}
        both = """query($id: ID!, $own: ID!) {
          a: compareReports(from: {version: $id}, to: {}) { differences { count } }
          b: compareReports(from: {version: $own}, to: {version: $id}) { then { form } } }"""
        assert await data(client, both, id=foreign, own=FIRST) == {"a": None, "b": None}
    many = "query($duty: ID!) { reportEditions(duty: $duty) { id } }"
    for duty in (FOREIGN_DUTY, "нет такой"):
        assert await data(client, many, duty=duty) == {"reportEditions": []}


COMPARE = """query($from: ReportPoint!, $to: ReportPoint!, $kind: Int, $region: ID, $to_day: Date) {
  compareReports(from: $from, to: $to, kind: $kind, region: $region, periodTo: $to_day) {
    then { asOf } now { asOf }
    differences { count cells { part row column title then { number } now { number text } } }
  }
}"""


async def test_two_states_are_compared_whatever_they_are_of(enter: Enter) -> None:
    client = await enter("coordinator")
    points: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
        ({"version": FIRST}, {"version": SECOND}, {}),
        ({"version": FIRST}, {"asOf": AS_OF.isoformat()}, {}),
        (
            {"asOf": EARLIER.isoformat()},
            {"asOf": AS_OF.isoformat()},
            {"kind": 1, "region": HERE, "to_day": "2019-10-20"},
        ),
    ]
    found = [
        (await data(client, COMPARE, **{"from": old, "to": new}, **more))["compareReports"]
        for old, new, more in points
    ]
    assert found[0]["differences"] == found[1]["differences"] == found[2]["differences"]
    cells = found[0]["differences"]["cells"]
    assert found[0]["differences"]["count"] == len(cells) > 0
    (total,) = [c for c in cells if c["row"] == ["totals"] and c["column"] == "total"]
    then, now = [await report(client, 1, asOf=at.isoformat()) for at in (EARLIER, AS_OF)]
    assert total["then"]["number"] == then["summary"]["fact"]["number"]
    assert total["now"]["number"] == now["summary"]["fact"]["number"]
    assert codes(await ask(client, COMPARE, **{"from": {}, "to": {}})) == ["BAD_INPUT"]
    mixed = await ask(client, COMPARE, **{"from": {"version": FIRST}, "to": {"version": BROKEN}})
    assert codes(mixed) == ["BAD_INPUT"]
    elsewhere = {"from": {}, "to": {}, "kind": 1, "region": ELSEWHERE}
    assert await data(client, COMPARE, **elsewhere) == {"compareReports": None}


SUMMARY = """query($kind: Int!, $region: ID, $asOf: DateTime) {
  report(kind: $kind, region: $region, asOf: $asOf) {
    life { version state onTime }
    summary { fact { number } accepted { number state } change { number state } acceptedVersion }
  } }"""


async def test_the_number_stands_beside_the_last_accepted_one(enter: Enter) -> None:
    client = await enter("curator")
    found = (await data(client, SUMMARY, kind=1, region=HERE))["report"]
    summary = found["summary"]
    assert summary["acceptedVersion"] == FIRST
    assert summary["change"]["number"] == summary["fact"]["number"] - summary["accepted"]["number"]
    assert summary["change"]["number"] > 0
    assert found["life"] == {"version": 2, "state": "черновик", "onTime": True}
    before = await data(client, SUMMARY, kind=1, region=HERE, asOf=EARLIER.isoformat())
    assert before["report"]["summary"]["accepted"] == {"number": None, "state": "NO_DATA"}
    assert before["report"]["life"] == {"version": 1, "state": "представлен", "onTime": True}
    country = (await data(client, SUMMARY, kind=1, region=None))["report"]["summary"]
    both = [
        (await data(client, SUMMARY, kind=1, region=one))["report"]["summary"]
        for one in (HERE, ELSEWHERE)
    ]
    assert country["accepted"]["number"] == sum(one["accepted"]["number"] for one in both)
    # No version of the third was accepted anywhere.
    third = (await data(client, SUMMARY, kind=3, region=HERE))["report"]
    assert third["summary"]["accepted"]["state"] == third["summary"]["change"]["state"] == "NO_DATA"


async def test_who_is_in_time_by_region_and_coordinator(enter: Enter) -> None:
    query = """query($campaign: ID!, $region: ID, $asOf: DateTime) {
      timeliness(campaign: $campaign, region: $region, asOf: $asOf) {
        region coordinator coordinatorName duties onTime late overdue accepted percent } }"""
    client = await enter("curator")
    rows = (await data(client, query, campaign="c2019"))["timeliness"]
    own = {
        "region": HERE, "coordinator": "coordinator", "coordinatorName": "Лисицын Coordinator",
        "duties": 2, "onTime": 2, "late": 0, "overdue": 0, "percent": 100.0,
    }  # fmt: skip
    assert own.items() <= rows[0].items()
    assert [(row["region"], row["duties"]) for row in rows] == [(HERE, 2), (ELSEWHERE, 1)]
    asked = {"campaign": "c2019", "region": ELSEWHERE}
    assert (await data(client, query, **asked))["timeliness"] == rows[1:]
    coordinator = await enter("coordinator")
    assert (await data(coordinator, query, campaign="c2019"))["timeliness"] == rows[:1]
    assert await data(coordinator, query, **asked) == {"timeliness": []}
    assert await data(coordinator, query, campaign="нет") == {"timeliness": []}
    machine = await enter("automation")
    assert codes(await ask(machine, query, campaign="c2019")) == ["FORBIDDEN_FIELD"]
