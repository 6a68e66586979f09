"""/metrics: what it counts, what it never says, and to whom."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from starlette.applications import Starlette

from api.app import create_app
from api.metrics import key_of
from graph.errors import ConfigurationError
from graph.migrations import GRAPH_VERSION
from graph.session import Graph, connect
from graph.settings import Settings
from queries import clock as network_clock
from queries.backup.file import Header, Writing, copies_folder, folder_of_copies
from queries.backup.reading import Content
from tests.api.conftest import SITE, Clock, Enter, ask, sign_in
from tests.api.planted import CONSENT_GAP
from tests.api.sockets import HANGS, cookie, served, talking

pytestmark = pytest.mark.anyio

CANARY = "kanareika"
LONG_AGO_HOURS = 1_000_000
"""Before any check of the planted network, whose moment is years ago."""
# Two regions of ages (hours), each with an older check and a later one of a part of the rules.
STANDING = """
UNWIND range(0, 1) AS i
CREATE (r:Region:Planted {id: 'planted-' + i, region: 'planted-' + i})
WITH i, r, $now - duration({hours: $ages[i]}) AS last
CREATE (:Scan:Planted {id: 'a' + i, region: r.id, partial: false, as_of: last - duration('P9D')})
CREATE (:Scan:Planted {id: 'b' + i, region: r.id, partial: false, as_of: last})
CREATE (:Scan:Planted {id: 'c' + i, region: r.id, partial: true, as_of: $now})
WITH count(*) AS regions
UNWIND range(1, 3) AS i CREATE (:Delivery:Planted {id: 'd' + i, region: 'RU-TA', state: 'dead'})
"""
GONE = "MATCH (n:Planted) DETACH DELETE n"


async def _numbers(client: AsyncClient) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels, in the order of their names."""
    text = (await client.get("/metrics")).text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_requests_operations_limits_and_transactions_are_counted(enter: Enter) -> None:
    client = await enter("coordinator")
    before = await _numbers(client)
    await client.get("/regions")
    await client.get(f"/gaps/{CONSENT_GAP}")
    shown = await _numbers(client)
    await ask(client, "{ viewer { login } }")
    await ask(client, "{ nothing }")
    await ask(client, "{ viewer { " + "login " * 60 + "} }")
    await client.post("/graphql", content=b"{")
    after = await _numbers(client)

    def grown(*sample: str, since: dict[tuple[str, ...], float] = before) -> float:
        return after.get(sample, 0) - since.get(sample, 0)

    assert grown("orientir_requests_total", "GET", "/regions", "200") == 1
    assert grown("orientir_requests_total", "POST", "/graphql", "200") == 3
    assert grown("orientir_requests_total", "POST", "/graphql", "415") == 1
    assert grown("orientir_request_seconds_count", "/regions") == 1
    assert grown("orientir_graphql_operations_total", "OK", "query", since=shown) == 1
    # A page asks by operations too, and they are counted as anyone's.
    assert grown("orientir_graphql_operations_total", "OK", "query") > 1
    assert grown("orientir_graphql_operations_total", "BAD_QUERY", "") == 1
    assert grown("orientir_graphql_operations_total", "TOO_MANY_FIELDS", "") == 1
    assert grown("orientir_graphql_operations_total", "UNSUPPORTED_MEDIA_TYPE", "") == 1
    assert grown("orientir_limit_refusals_total", "TOO_MANY_FIELDS") == 1
    assert grown("orientir_neo4j_transactions_total", "READ", "done") > 6
    assert grown("orientir_neo4j_transaction_seconds_count", "READ") > 6
    assert after["orientir_requests_in_flight",] == 1


async def test_open_sockets_are_counted_while_they_are_open(app: Starlette) -> None:
    async with served(app) as host, AsyncClient(base_url=f"http://{host}", trust_env=False) as own:

        async def opened() -> float:
            return (await _numbers(own))["orientir_subscription_sockets",]

        assert await opened() == 0
        cookies = await cookie(host, "coordinator")
        async with asyncio.timeout(HANGS):
            async with talking(host, Cookie=cookies) as one, talking(host, Cookie=cookies):
                await one.open()
                while await opened() != 2:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            while await opened():  # noqa: ASYNC110
                await asyncio.sleep(0.01)


async def test_a_transaction_that_fails_is_counted_by_how(
    server_settings: Settings, tmp_path: Path
) -> None:
    async with connect("bolt://127.0.0.1:1", "neo4j", "none") as gone:
        app = create_app(Settings(home=tmp_path), gone)
        async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as client:
            assert (await client.get("/health/ready")).status_code == 503
            numbers = await _numbers(client)
    assert numbers["orientir_neo4j_transactions_total", "READ", "GRAPH_UNAVAILABLE"] == 1


async def test_what_runs_by_itself_is_told(network: Graph, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "not made yet")
    async with AsyncClient(
        transport=ASGITransport(create_app(settings, network)), base_url=SITE
    ) as own:
        before = await _numbers(own)
        now = await network_clock.now(network)
        await network.change(STANDING, {"ages": [2, LONG_AGO_HOURS], "now": now})
        made_at = datetime(2026, 11, 30, 2, tzinfo=UTC)
        with folder_of_copies(copies_folder(settings)):
            copy = Writing(copies_folder(settings), made_at)
            copy.begin()
            copy.finish(Header(GRAPH_VERSION, made_at, Content({}, "", quiet=True), {}))
        try:
            after = await _numbers(own)
        finally:
            await network.change(GONE)
    assert (before["orientir_graph_up",], before["orientir_backup_timestamp_seconds",]) == (1, 0)
    dead = "orientir_deliveries", "dead"
    assert after[dead] == before[dead] + 3
    assert after["orientir_backup_timestamp_seconds",] == made_at.timestamp()
    # The last full check of each region counts, and of them the oldest.
    age = after["orientir_scan_age_seconds",]
    assert LONG_AGO_HOURS * 3600 <= age < (LONG_AGO_HOURS + 1) * 3600
    for folder in ("home", "backups", "media"):
        assert after["orientir_disk_free_bytes", folder] > 0


async def test_without_a_graph_the_numbers_of_the_process_are_still_told(tmp_path: Path) -> None:
    # It lets in and says nothing, so that waiting for it ends by our limit and by nothing else.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        uri = f"bolt://127.0.0.1:{silent.getsockname()[1]}"
        async with connect(uri, "neo4j", "none") as gone:
            app = create_app(Settings(home=tmp_path), gone)
            async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as client:
                numbers = await _numbers(client)
    assert numbers["orientir_graph_up",] == 0
    assert numbers["process_resident_memory_bytes",] > 0


async def test_labels_name_no_person_no_record_and_no_question(
    enter: Enter, anonymous: AsyncClient
) -> None:
    client = await enter("coordinator")
    await client.get(f"/gaps/{CANARY}", params={"q": CANARY})
    await client.get(f"/{CANARY}")
    await client.request(CANARY.upper(), "/regions")
    await ask(client, f"query {CANARY} ($a: String) {{ {CANARY}: nothing(a: $a) }}", a=CANARY)
    await sign_in(anonymous, CANARY, CANARY)
    text = (await client.get("/metrics")).text
    assert "orientir_requests_total" in text
    for secret in (CANARY, "coordinator", CONSENT_GAP):
        assert secret.lower() not in text.lower()


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.5", {}, 404),
        ("testclient", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.5"}, 404),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.5"}, 404),
    ],
)
async def test_only_this_machine_sees_them(
    app: Starlette, address: str, headers: dict[str, str], status: int
) -> None:
    transport = ASGITransport(app, client=(address, 1))
    async with AsyncClient(transport=transport, base_url=SITE) as client:
        assert (await client.get("/metrics", headers=headers)).status_code == status


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Bearer ключ-сборщика", 404),
        ("Bearer collector-key", 200),
        ("Bearer collector-kez", 404),
        ("Basic collector-key", 404),
        ("", 404),
    ],
)
@pytest.mark.parametrize("by_file", [False, True])
async def test_with_a_key_only_who_has_it_sees_them(
    network: Graph, clock: Clock, tmp_path: Path, header: str, status: int, by_file: bool
) -> None:
    file = tmp_path / "key"
    file.write_text("collector-key\n", encoding="utf-8")
    settings = Settings(home=tmp_path, metrics_token_file=file)
    if not by_file:
        settings = Settings(home=tmp_path, metrics_token=SecretStr("collector-key"))
    transport = ASGITransport(create_app(settings, network, clock), client=("203.0.113.5", 1))
    async with AsyncClient(transport=transport, base_url=SITE) as client:
        answer = await client.get("/metrics", headers={b"Authorization": header.encode()})
    assert answer.status_code == status


@pytest.mark.parametrize("text", [None, " \n"])
def test_a_file_without_a_key_opens_nothing(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "key"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=str(file)):
        key_of(Settings(home=tmp_path, metrics_token_file=file))


def test_an_empty_variable_is_no_key() -> None:
    assert key_of(Settings(metrics_token=SecretStr(""))) is None
