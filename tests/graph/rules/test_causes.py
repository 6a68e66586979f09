"""Causes: every path runs, and the chains that a curator follows are linked."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from graph.session import Graph, Writer
from queries.rules.catalogue import CATALOGUE
from queries.rules.compiling import linking
from queries.rules.declaration import Cause, Rule
from tests.graph.rules.conftest import REGION, Network, local

pytestmark = pytest.mark.anyio

RULES = ("R01", "R11", "R17", "R20", "R21", "R24")

DAY = date(2019, 9, 20)
# The contract's term is 30 September; the practicum's papers and advice are late by then too.
NOW = local(2019, 10, 8)


async def _link(writer: Writer, rule: Rule, cause: Cause) -> None:
    names = {"effects": list(cause.effects), "cases": list(cause.cases)}
    await writer.rows(linking(rule, cause), {"region": REGION, **names})


async def test_every_path_of_a_cause_runs(graph: Graph) -> None:
    for rule in CATALOGUE.values():
        for cause in rule.causes:
            await graph.write(partial(_link, rule=rule, cause=cause))
    assert await graph.rows("MATCH (n:Gap) RETURN n") == []


async def test_an_unsigned_contract_causes_what_hangs_on_it(network: Network) -> None:
    await _signed_coordinator(network)
    venue = await network.venue()
    await network.contract(venue)
    await network.document("Venue", venue, kind="package", submitted_at=local(2019, 9, 3))
    practicum = await network.posted(venue, DAY, held=True, attendance_recorded_at=NOW)
    await network.attend(await network.student(None), practicum, local(2019, 9, 21))
    await network.scan(NOW)
    assert await network.causes() == {
        (effect, "R20.unsigned_when_due")
        for effect in ("R20.held_before_contract", "R21.no_mentor_advice", "R17.finance_missing")
    }


async def test_a_package_not_submitted_causes_an_unsigned_contract(network: Network) -> None:
    await _signed_coordinator(network)
    venue = await network.venue()
    await network.contract(venue)
    await network.posted(venue, date(2019, 10, 9))
    await network.scan(NOW)
    assert await network.causes() == {("R20.unsigned_when_due", "R11.package_missing")}


async def test_a_region_without_coordinator_causes_silence(network: Network) -> None:
    asked = {"subject": "Список школ", "asked_at": local(2019, 9, 10), "asked_by": "person1"}
    await network.node("InformationRequest", in_region=REGION, **asked)
    await network.scan(NOW)
    assert await network.causes() == {("R24.unanswered", "R01.no_letter")}


async def test_gaps_of_one_unit_alone_are_linked(network: Network) -> None:
    """A contract unsigned at one venue says nothing of a practicum at another."""
    await _signed_coordinator(network)
    unsigned, signed = await network.venue(), await network.venue()
    await network.contract(unsigned)
    await network.contract(signed, signed_on=DAY)
    for venue in (unsigned, signed):
        await network.document("Venue", venue, kind="package", submitted_at=local(2019, 9, 3))
    await network.practicum(signed, DAY)
    await network.scan(NOW)
    assert await network.causes() == set()


async def _signed_coordinator(network: Network) -> None:
    await network.node(
        "Nomination",
        letter_number="12-7",
        letter_date=date(2019, 8, 19),
        approved_on=date(2019, 8, 26),
        contract_signed_on=date(2019, 8, 30),
        nominee="person1",
        in_region=REGION,
        campaign="c2019",
    )
