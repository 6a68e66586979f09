"""`orientir alerts …` as a person meets it, on a real graph."""

from __future__ import annotations

import json

import pytest

from graph.session import Graph
from graph.settings import Settings
from queries.alert.outbox import claim_digest, settle_failed
from tests.delivery.mail import Mailbox
from tests.delivery.planted import CANARIES, COORDINATOR, MORNING, states
from tests.graph.command import orientir

pytestmark = pytest.mark.anyio


async def test_dead_letters_are_shown_and_sent_again(
    raised: Graph, server_settings: Settings
) -> None:
    taken = await claim_digest(raised, COORDINATOR, MORNING.date(), MORNING)
    assert taken is not None
    await settle_failed(raised, taken, MORNING, "почта: 550", hopeless=True)

    dead = await orientir(server_settings, "alerts", "dead", "--json")
    shown = json.loads(dead.stdout)
    assert {one["id"] for one in shown} == set(taken.deliveries)
    assert {(one["person"], one["error"]) for one in shown} == {(COORDINATOR, "почта: 550")}
    assert [word for word in CANARIES if word in dead.stdout] == []

    again = await orientir(server_settings, "alerts", "retry", "--region", "RU-TA")
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr == "Снова в отправке: оповещений — 9, сообщений — 1.\n"
    rows = await states(raised)
    assert {(rows[i]["state"], rows[i]["attempts"]) for i in taken.deliveries} == {("failed", 0)}
    listed = await orientir(
        server_settings, "alerts", "list", "--state", "failed", "--region", "RU-TA"
    )
    assert listed.stdout.count("почта: 550") == 9


async def test_a_channel_is_tried(
    server_settings: Settings, server: tuple[Mailbox, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox, url = server
    monkeypatch.setenv("ORIENTIR_CHANNELS", f"почта={url}")
    tried = ("test", "--to", "почта", "--email", "me@example.org")
    ran = await orientir(server_settings, "alerts", *tried)
    assert (ran.returncode, ran.stderr) == (0, "Канал «почта» принял сообщение.\n")
    assert len(mailbox.to("me@example.org")) == 1
    mailbox.always = "550 no"
    ran = await orientir(server_settings, "alerts", *tried)
    assert (ran.returncode, ran.stderr) == (1, "Ошибка: Канал «почта» не принял сообщение: 550.\n")


async def test_wrong_words_are_told(server_settings: Settings) -> None:
    for arguments, told in (
        (("list", "--state", "lost"), "Нет состояния «lost». Есть: waiting, sending, "),
        (("test", "--to", "почта"), "Нет канала «почта». Есть: ни одного"),
    ):
        ran = await orientir(server_settings, "alerts", *arguments)
        assert ran.returncode == 1
        assert told in ran.stderr
