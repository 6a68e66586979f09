"""kill -9 of a sender at each step: nothing is lost, and what comes twice can be told."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import anyio
import anyio.to_thread
import pytest

from delivery.channel import Channel
from delivery.posting import Post
from graph.session import Graph
from graph.settings import Settings
from queries.alert.outbox import STUCK
from tests.delivery.conftest import SITE
from tests.delivery.mail import Mailbox, silent_server
from tests.delivery.planted import MORNING, PEOPLE, states
from tests.graph.command import environment

pytestmark = pytest.mark.anyio
LATER = MORNING + STUCK + timedelta(minutes=1)


@contextmanager
def sender(settings: Settings, url: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that sends the digests of MORNING; dead at the end of the block at the latest."""
    given = {
        "ORIENTIR_CHANNELS": f"почта={url.replace('&cto=1', '&cto=50')}",
        "ORIENTIR_PUBLIC_URL": SITE,
    }
    command = [sys.executable, "-m", "tests.delivery.sender", MORNING.isoformat()]
    with subprocess.Popen(command, env=environment(settings) | given) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()


async def test_killed_before_anything_was_handed_over_nothing_is_lost(
    raised: Graph, server_settings: Settings, mail: Channel, mailbox: Mailbox
) -> None:
    with silent_server() as (came, url), sender(server_settings, url):
        assert await anyio.to_thread.run_sync(came.wait, 60)
    left = {id_: row for id_, row in (await states(raised)).items() if row["state"] == "sending"}
    assert left
    await Post(raised, (mail,), lambda: LATER, SITE).at_once()
    await Post(raised, (mail,), lambda: LATER, SITE).digests()
    rows = await states(raised)
    assert {(rows[id_]["state"], rows[id_]["message"]) for id_ in left} == {
        ("sent", row["message"]) for row in left.values()
    }
    ids = mailbox.ids()
    assert len(ids) == len(set(ids))
    assert {row["message"] for row in rows.values()} == set(ids)


async def test_killed_after_it_was_handed_over_it_comes_again_under_the_same_key(
    raised: Graph, server_settings: Settings, mail: Channel, mailbox: Mailbox
) -> None:
    mailbox.delay_seconds = 50
    with sender(server_settings, mail.url):
        assert await anyio.to_thread.run_sync(mailbox.got.wait, 60)
    mailbox.delay_seconds = 0
    handed_over = set(mailbox.ids())
    assert handed_over
    await Post(raised, (mail,), lambda: LATER, SITE).at_once()
    await Post(raised, (mail,), lambda: LATER, SITE).digests()
    rows = await states(raised)
    assert {row["state"] for row in rows.values()} == {"sent"}
    ids = mailbox.ids()
    assert {row["message"] for row in rows.values()} == set(ids)
    assert {id_ for id_ in ids if ids.count(id_) > 1} == handed_over
    assert len(set(ids)) == 2 * len(PEOPLE)
