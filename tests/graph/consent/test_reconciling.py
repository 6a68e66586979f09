"""Reconciling consents: exactly the children of whom school and platform say different things."""

from __future__ import annotations

from functools import partial

import pytest

from queries.consent.reconciling import Mismatch, mismatches
from tests.graph.rules.conftest import REGION, Network, local, network

__all__ = ["network"]

pytestmark = pytest.mark.anyio

RULES = ("R06",)
NOW = local(2019, 9, 20)


async def test_both_ways_by_school(network: Network) -> None:
    one, two = await network.school(), await network.school()
    for mark in ("received", "received", None):
        await network.student(one, consent_mark=mark, consent_marked_at=local(2019, 9, 12))
    both = await network.student(one, consent_mark="received", consent_marked_at=local(2019, 9, 12))
    await network.consent(both)
    platform = await network.student(
        two, consent_mark="missing", consent_marked_at=local(2019, 9, 12)
    )
    await network.consent(platform)
    found = await network.graph.read(partial(mismatches, region=REGION, as_of=NOW))
    assert found == [Mismatch(one, 2, 0), Mismatch(two, 0, 1)]
    # The same children are the gaps.
    gaps = await network.gaps(NOW)
    assert {gap for gap in gaps if "school_says" in gap[0]} == {
        ("R06.school_says_received", one, 2),
        ("R06.platform_has_school_says_missing", two, 1),
    }


async def test_what_was_marked_later_is_not_known_yet(network: Network) -> None:
    school = await network.school()
    await network.student(school, consent_mark="received", consent_marked_at=local(2019, 9, 21))
    assert await network.graph.read(partial(mismatches, region=REGION, as_of=NOW)) == []
