"""The outbox: one sender at a time takes a message, and everything ends sent, dead or dropped."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from anyio import create_task_group

from graph.session import Graph
from queries.alert.listing import deliveries, retry_dead
from queries.alert.outbox import (
    BACKOFF,
    BROKEN_OFF,
    STUCK,
    Claimed,
    claim_at_once,
    claim_digest,
    digest_key,
    drop,
    settle_failed,
    settle_sent,
    waiting,
)
from queries.scope import Actor
from tests.api.planted import FOREIGN, MINE
from tests.delivery.conftest import PostAt
from tests.delivery.mail import Mailbox
from tests.delivery.planted import COORDINATOR, DAY, ELSEWHERE, MORNING, NOW, PEOPLE, states
from tests.graph.gap.conftest import HEAD

pytestmark = pytest.mark.anyio

TODAY = date(2019, 10, 15)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def calm(raised: Graph) -> Graph:
    """Alerts of which none is urgent."""
    await raised.change("MATCH (d:Delivery) WHERE d.urgent DETACH DELETE d")
    return raised


async def digest_of(graph: Graph, moment: datetime = MORNING, day: date = TODAY) -> Claimed:
    taken = await claim_digest(graph, COORDINATOR, day, moment)
    assert taken is not None
    return taken


async def test_fifty_senders_at_once_take_each_message_once(raised: Graph) -> None:
    taken: list[Claimed] = []

    async def sender() -> None:
        for person in PEOPLE:
            taken.extend(await claim_at_once(raised, person, TODAY, MORNING))
            if digest := await claim_digest(raised, person, TODAY, MORNING):
                taken.append(digest)

    async with create_task_group() as group:
        for _ in range(50):
            group.start_soon(sender)
    ids = Counter(id_ for one in taken for id_ in one.deliveries)
    assert set(ids) == set(await states(raised))
    assert set(ids.values()) == {1}
    assert len({one.message for one in taken}) == len(taken) == 8


async def test_a_day_has_one_digest_whatever_waits_later(calm: Graph) -> None:
    taken = await digest_of(calm)
    await calm.change(
        "MATCH (d:Delivery {id: $id}) SET d.state = 'waiting', d.message = null, d.next_at = $now",
        {"id": taken.deliveries[0], "now": MORNING},
    )
    assert await claim_digest(calm, COORDINATOR, TODAY, MORNING + STUCK / 2) is None
    tomorrow = await digest_of(calm, MORNING + DAY, date(2019, 10, 16))
    assert tomorrow.deliveries == taken.deliveries[:1]


async def test_what_a_killed_sender_left_is_taken_anew_with_the_same_key(calm: Graph) -> None:
    first = await digest_of(calm)
    early = MORNING + STUCK - SECOND
    assert await claim_at_once(calm, COORDINATOR, TODAY, early) == []
    (again,) = await claim_at_once(calm, COORDINATOR, TODAY, MORNING + STUCK)
    assert (again.message, again.deliveries) == (first.message, first.deliveries)
    assert (first.attempt, again.attempt) == (1, 2)
    assert await claim_at_once(calm, COORDINATOR, TODAY, MORNING + STUCK) == []


async def test_a_slow_sender_has_no_say_over_what_another_has_taken(calm: Graph) -> None:
    slow = await digest_of(calm)
    (other,) = await claim_at_once(calm, COORDINATOR, TODAY, MORNING + STUCK)
    before = await states(calm)
    await settle_failed(calm, slow, MORNING + STUCK, "почта: 450")
    assert await states(calm) == before
    await settle_sent(calm, other, MORNING + STUCK, "почта")
    await settle_failed(calm, slow, MORNING + STUCK, "почта: 450")
    assert {(await states(calm))[id_]["state"] for id_ in slow.deliveries} == {"sent"}


async def test_what_kills_every_sender_is_dead_in_the_end(calm: Graph) -> None:
    taken, moment = await digest_of(calm), MORNING
    for attempt in range(2, len(BACKOFF) + 2):
        moment += STUCK
        (again,) = await claim_at_once(calm, COORDINATOR, TODAY, moment)
        assert again.attempt == attempt
    assert await claim_at_once(calm, COORDINATOR, TODAY, moment + STUCK) == []
    rows = await states(calm)
    assert {(rows[i]["state"], rows[i]["error"]) for i in taken.deliveries} == {
        ("dead", BROKEN_OFF)
    }


async def test_a_failed_digest_of_yesterday_goes_with_that_of_today(calm: Graph) -> None:
    taken = await digest_of(calm)
    assert not await settle_failed(calm, taken, MORNING, "почта: 450")
    tomorrow, day = MORNING + DAY, date(2019, 10, 16)
    assert await claim_at_once(calm, COORDINATOR, day, tomorrow) == []
    again = await digest_of(calm, tomorrow, day)
    assert again.deliveries == taken.deliveries
    assert (again.message, again.attempt) == (digest_key(COORDINATOR, day), 1)


async def test_dropped_ones_do_not_count_as_the_digest_of_the_day(calm: Graph) -> None:
    taken = await digest_of(calm)
    await drop(calm, taken.deliveries[1:])
    await settle_failed(calm, taken, MORNING, "почта: 450", hopeless=True)
    rows = await states(calm)
    assert [rows[id_]["state"] for id_ in taken.deliveries] == [
        "dead",
        *["dropped"] * (len(taken.deliveries) - 1),
    ]
    assert {rows[id_]["message"] for id_ in taken.deliveries[1:]} == {None}


async def test_who_waits_for_what(raised: Graph) -> None:
    found = {one.person: one for one in await raised.read(lambda r: waiting(r, MORNING))}
    assert set(found) == set(PEOPLE)
    assert (found[COORDINATOR].at_once, found[COORDINATOR].for_digest) == (1, 9)
    mine = await raised.read(lambda r: waiting(r, MORNING, [MINE]))
    assert {one.person for one in mine} == {*PEOPLE} - {ELSEWHERE}
    assert await raised.read(lambda r: waiting(r, NOW - SECOND)) == []


async def test_dead_letters_are_listed_and_put_back_within_the_scope(calm: Graph) -> None:
    taken = await digest_of(calm)
    await settle_failed(calm, taken, MORNING, "почта: 550", hopeless=True)
    coordinator = _reader(MINE)
    for actor, seen in ((HEAD, 9), (coordinator, 9), (_reader(FOREIGN), 0)):
        listed = await calm.read(partial(deliveries, actor=actor, region=MINE))
        dead = [one for one in listed if one.state == "dead"]
        assert len(dead) == seen
        assert {one.person for one in dead} <= {COORDINATOR}

    assert await calm.write(lambda w: retry_dead(w, _reader(FOREIGN), MORNING)) == (0, 0)
    assert await calm.write(lambda w: retry_dead(w, coordinator, MORNING)) == (9, 1)
    (again,) = await claim_at_once(calm, COORDINATOR, TODAY, MORNING)
    assert (again.message, again.attempt) == (taken.message, 1)


def _reader(region: str) -> Actor:
    return Actor("test", HEAD.role, None, everything=False, regions=frozenset({region}))


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_happens_each_ends_and_every_sent_one_is_in_the_mailbox(
    raised: Graph, post: PostAt, mailbox: Mailbox, seed: int
) -> None:
    """Servers that refuse by chance, senders that die by chance, people who leave."""
    dice, moment = random.Random(seed), MORNING
    while {row["state"] for row in (await states(raised)).values()} & {
        "waiting", "sending", "failed",
    }:  # fmt: skip
        mailbox.always = dice.choice(["", "450 later", "550 no"])
        if dice.random() < 0.3:
            await claim_at_once(raised, dice.choice(PEOPLE), moment.date(), moment)
        if dice.random() < 0.1:
            await claim_digest(raised, dice.choice(PEOPLE), moment.date(), moment)
        await post(moment).at_once()
        if moment.hour >= 9:
            await post(moment).digests()
        moment += dice.choice(BACKOFF)
        assert moment < MORNING + 14 * DAY
    rows = (await states(raised)).values()
    assert {row["state"] for row in rows} <= {"sent", "dead", "dropped"}
    assert {row["message"] for row in rows if row["state"] == "sent"} <= set(mailbox.ids())
    # Only what was left by a dead sender may come twice, and then under one key.
    assert all(row["attempts"] >= 1 for row in rows if row["state"] == "sent")
