"""The digest and the outbox as flows: real graph, real Prefect server, real mail server."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

from flows.digest import digest
from flows.outbox import outbox
from graph.errors import InputError
from graph.session import Graph
from graph.settings import Settings, settings
from tests.api.planted import MINE
from tests.delivery.mail import Mailbox, mail_server
from tests.delivery.planted import (
    CANARIES,
    COORDINATOR,
    ELSEWHERE,
    MORNING,
    NOW,
    PEOPLE,
    plant_alerts,
    states,
)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("prefect_server")]

AT_NINE = MORNING.isoformat()
AT_ONCE = NOW.isoformat()
SATURDAY = "2019-10-19T09:00+03:00"


@pytest.fixture
async def raised(graph: Graph, flow_settings: Settings) -> Graph:
    await plant_alerts(graph)
    return graph


@pytest.fixture
def mailbox(flow_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server that the settings name as the only channel."""
    with mail_server() as (made, url):
        monkeypatch.setenv("ORIENTIR_CHANNELS", f"почта={url}")
        settings.cache_clear()
        yield made


async def test_a_zone_gets_its_digests_once(raised: Graph, mailbox: Mailbox) -> None:
    rows = await digest(zone="Europe/Moscow", as_of=AT_NINE)
    assert {row["person"]: row["state"] for row in rows} == dict.fromkeys(
        {*PEOPLE} - {ELSEWHERE}, "sent"
    )
    assert await digest(zone="Europe/Moscow", as_of=AT_NINE) == []
    assert len(mailbox.letters) == len(PEOPLE) - 1


async def test_on_a_day_off_it_leaves_early(raised: Graph, mailbox: Mailbox) -> None:
    before = await states(raised)
    assert await digest(as_of=SATURDAY) == []
    assert (await states(raised), mailbox.letters) == (before, [])


async def test_urgent_ones_and_repeats_go_with_the_outbox(raised: Graph, mailbox: Mailbox) -> None:
    mailbox.always = "450 later"
    rows = await outbox(regions=[MINE], as_of=AT_ONCE)
    assert {(row["person"], row["kind"], row["state"]) for row in rows} == {
        (person, "urgent", "failed") for person in (COORDINATOR, "curator", "head")
    }
    mailbox.always = ""
    assert await outbox(regions=[MINE], as_of=AT_ONCE) == []
    rows = await outbox(regions=[MINE], as_of="2019-10-14T12:02+03:00")
    assert {row["state"] for row in rows} == {"sent"}
    assert len(mailbox.letters) == 3


async def test_a_dry_run_names_ids_and_does_nothing(raised: Graph, mailbox: Mailbox) -> None:
    before = await states(raised)
    rows = await digest(as_of=AT_NINE, dry_run=True)
    rows += await outbox(as_of=AT_ONCE, dry_run=True)
    assert {row["person"] for row in rows} == {*PEOPLE}
    assert {row["state"] for row in rows} == {"would_send"}
    assert (await states(raised), mailbox.letters) == (before, [])


async def test_without_channels_everything_waits_and_the_morning_says_so(
    raised: Graph, caplog: pytest.LogCaptureFixture
) -> None:
    before = await states(raised)
    with caplog.at_level(logging.WARNING):
        assert await outbox(as_of=AT_ONCE) == []
        assert caplog.records == []
        assert await digest(as_of=AT_NINE) == []
    assert [r.getMessage() for r in caplog.records] == [
        "Каналов нет: сообщения ждут, пока не задан ORIENTIR_CHANNELS"
    ]
    assert await states(raised) == before


async def test_unknown_regions_are_refused(raised: Graph, mailbox: Mailbox) -> None:
    with pytest.raises(InputError, match="RU-XX"):
        await digest(regions=["RU-XX"], as_of=AT_NINE)
    assert mailbox.letters == []


async def test_prefect_is_told_numbers_and_nobody_s_name(
    raised: Graph,
    mailbox: Mailbox,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # the server's own, it knows addresses
    with caplog.at_level(logging.INFO):
        rows = await digest(zone="Europe/Moscow", as_of=AT_NINE)
    key = ArtifactFilter(key=ArtifactFilterKey(any_=["digest-europe-moscow"]))
    async with get_client() as client:
        found = await client.read_artifacts(artifact_filter=key)
        artifact = max(found, key=lambda one: str(one.created))
    (shown,) = json.loads(str(artifact.data))
    assert shown == {
        "состояние": "отправлено",
        "сообщений": 3,
        "оповещений": sum(row["deliveries"] for row in rows),
    }
    told = [str(artifact.data), repr(rows), *(r.getMessage() for r in caplog.records)]
    for text in (*told, *capfd.readouterr()):
        assert [word for word in CANARIES if word in text] == []
