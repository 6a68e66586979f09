"""R01 on the appointment of a coordinator: the first step that nobody took, its days, its order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import REGION, SINCE, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R01",)

LETTER: dict[str, Any] = {"letter_number": "12-7", "letter_date": date(2019, 8, 19)}
APPROVED = LETTER | {"approved_on": date(2019, 8, 26)}
SIGNED = APPROVED | {"contract_signed_on": date(2019, 8, 30)}
NOW = local(2019, 10, 1)
# The coordinator whom the network has from its start.
COORDINATOR = "person1"


async def nominate(network: Network, **row: Any) -> str:
    own = {"nominee": COORDINATOR, "in_region": REGION, "campaign": "c2019"}
    return await network.node("Nomination", **(own | row))


async def test_a_named_approved_and_contracted_coordinator_is_no_gap(network: Network) -> None:
    await nominate(network, **SIGNED, contract_valid_until=date(2019, 12, 31))
    assert await network.gaps(NOW) == set()


@pytest.mark.parametrize(
    ("steps", "case"),
    [
        ({"letter_date": date(2019, 8, 19)}, "no_letter"),
        ({"letter_number": "12-7"}, "no_letter"),
        (SIGNED | {"letter_number": None}, "no_letter"),
        (LETTER, "not_approved"),
        (APPROVED, "no_contract"),
        (SIGNED | {"rejected_on": date(2019, 10, 1)}, "no_letter"),
    ],
)
async def test_the_first_step_that_was_not_taken_is_the_gap(
    network: Network, steps: dict[str, Any], case: str
) -> None:
    await nominate(network, **steps)
    assert await network.gaps(NOW) == {(f"R01.{case}", REGION, 1)}


async def test_a_region_that_nobody_wrote_about_is_a_gap_only_while_in_the_campaign(
    network: Network,
) -> None:
    left: dict[str, Any] = SINCE | {"to": date(2019, 10, 1)}
    await network.link("Region", "campaigns", source=REGION, target="c2019", **left)
    assert await network.gaps(last_moment(date(2019, 9, 30))) == {("R01.no_letter", REGION, 1)}
    assert await network.gaps(midnight_after(date(2019, 9, 30))) == set()


async def test_a_step_counts_from_the_midnight_of_its_day(network: Network) -> None:
    late = {"approved_on": date(2019, 9, 10), "contract_signed_on": date(2019, 9, 10)}
    await nominate(network, **LETTER, **late, nominee=await network.node("Person", **NOBODY))
    before = await network.gaps(last_moment(date(2019, 9, 9)))
    assert before == {("R01.not_approved", REGION, 1)}
    assert await network.gaps(midnight_after(date(2019, 9, 9))) == set()


async def test_the_last_day_of_the_contract_is_valid(network: Network) -> None:
    until = date(2019, 10, 4)
    await nominate(network, **SIGNED, contract_valid_until=until)
    # Neither was concluded: their days say nothing of when the region's contract ended.
    await nominate(network, id="anew", contract_valid_until=date(2020, 12, 31))
    await nominate(network, id="zero")
    assert await network.gaps(last_moment(until)) == set()
    assert await network.gaps(midnight_after(until)) == {("R01.contract_ended", REGION, 1)}
    assert await network.dues() == {"R01.contract_ended": until}
    await nominate(network, **SIGNED, contract_valid_until=date(2020, 12, 31))
    assert await network.gaps(midnight_after(until)) == set()


async def test_papers_without_a_person_are_a_gap_from_the_day_the_person_left(
    network: Network,
) -> None:
    await nominate(network, **SIGNED)
    left: dict[str, Any] = SINCE | {"to": date(2019, 9, 10)}
    await network.link("Person", "coordinates", source=COORDINATOR, target=REGION, **left)
    assert await network.gaps(last_moment(date(2019, 9, 9))) == set()
    after = await network.gaps(midnight_after(date(2019, 9, 9)))
    assert after == {("R01.no_coordinator", REGION, 1)}


async def test_two_coordinators_are_a_gap_while_both_are_active(network: Network) -> None:
    await nominate(network, **SIGNED)
    both: dict[str, Any] = {"from": date(2019, 9, 10), "to": date(2019, 9, 12)}
    await network.role("coordinates", REGION, **both)
    assert await network.gaps(last_moment(date(2019, 9, 9))) == set()
    assert await network.gaps(local(2019, 9, 11)) == {("R01.two_active", REGION, 1)}
    assert await network.gaps(midnight_after(date(2019, 9, 11))) == set()


@pytest.mark.parametrize(
    "dates",
    [
        {"letter_date": date(2019, 8, 27)},
        {"approved_on": date(2019, 8, 31)},
        {"contract_signed_on": date(2019, 9, 3)},
    ],
)
async def test_a_step_before_the_one_it_follows_is_a_gap(
    network: Network, dates: dict[str, Any]
) -> None:
    nomination = await nominate(network, **(SIGNED | dates))
    assert await network.gaps(NOW) == {("R01.steps_out_of_order", REGION, 1)}
    assert await network.behind("R01.steps_out_of_order") == {nomination}


async def test_steps_on_one_day_are_in_order(network: Network) -> None:
    day = date(2019, 9, 2)
    steps = {"letter_date": day, "approved_on": day, "contract_signed_on": day}
    await nominate(network, **(SIGNED | steps))
    assert await network.gaps(NOW) == set()


async def test_steps_yet_to_come_are_not_judged(network: Network) -> None:
    steps = {"approved_on": date(2019, 9, 12), "contract_signed_on": date(2019, 9, 10)}
    await nominate(network, **(LETTER | steps), nominee=await network.node("Person", **NOBODY))
    before = await network.gaps(last_moment(date(2019, 9, 9)))
    assert before == {("R01.not_approved", REGION, 1)}
    after = await network.gaps(midnight_after(date(2019, 9, 11)))
    assert after == {("R01.steps_out_of_order", REGION, 1)}


async def test_a_coordinator_who_goes_on_from_an_earlier_contract_began_in_order(
    network: Network,
) -> None:
    await network.node(
        "Campaign", id="c2018", name="2018", starts_on=date(2018, 9, 3), ends_on=date(2018, 11, 30)
    )
    await nominate(
        network, **LETTER, approved_on=date(2019, 9, 3), contract_signed_on=date(2019, 9, 5)
    )
    assert await network.gaps(NOW) == {("R01.steps_out_of_order", REGION, 1)}
    await nominate(network, campaign="c2018", contract_signed_on=date(2018, 8, 30))
    assert await network.gaps(NOW) == set()


NOBODY = {"family_name": "Вера", "given_name": "Сизова"}
