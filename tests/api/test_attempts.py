"""Attempts to sign in: counted in the graph by all processes, hashed a few at a time."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from datetime import timedelta

import pytest
from httpx import AsyncClient

from graph.session import Graph, Writer
from graph.settings import Settings
from queries.account.password import AT_ONCE, _limiter, fingerprint, matches
from queries.account.sign_in import (
    FAILURES_ALLOWED,
    FAILURES_WINDOW,
    UNANSWERED,
    SignInError,
    begin,
    sign_in,
)
from queries.account.writes import set_password
from tests.api.conftest import sign_in as enter_by_page
from tests.api.planted import MOMENT, PASSWORD, plant
from tests.api.test_oidc import HEAD

pytestmark = pytest.mark.anyio

SIGN_INS = "MATCH (s:SignIn) RETURN count(s) AS total"


@pytest.fixture
async def network(graph: Graph) -> Graph:
    await plant(graph)
    return graph


async def _process(settings: Settings, login: str, times: int) -> int:
    assert settings.neo4j_uri is not None
    assert settings.neo4j_password is not None
    environment = os.environ | {
        "ORIENTIR_NEO4J_URI": settings.neo4j_uri,
        "ORIENTIR_NEO4J_PASSWORD": settings.neo4j_password.get_secret_value(),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.api.attempting", login, str(times)),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate()
    return int(told)


async def test_attempts_of_two_processes_are_counted_together(
    network: Graph, server_settings: Settings, anonymous: AsyncClient
) -> None:
    times = FAILURES_ALLOWED - 2
    both = [_process(server_settings, "head", times) for _ in range(2)]
    assert await asyncio.gather(*both) == [times, times]
    # Each process alone stays below the limit; together they reach it, and not one is written more.
    assert await network.rows(SIGN_INS) == [{"total": FAILURES_ALLOWED}]
    assert (await enter_by_page(anonymous, "head", PASSWORD)).status_code == 401
    assert (await enter_by_page(anonymous, "curator", PASSWORD)).status_code == 303


async def test_an_unknown_login_leaves_no_trace(network: Graph, anonymous: AsyncClient) -> None:
    before = await network.rows("MATCH (n) RETURN count(n) AS total")
    known = await enter_by_page(anonymous, "head", "не тот")
    tries = [enter_by_page(anonymous, "nobody", "не тот") for _ in range(AT_ONCE)]
    for answer in await asyncio.gather(*tries):
        assert (answer.status_code, answer.text) == (known.status_code, known.text)
    assert await network.rows("MATCH (n) RETURN count(n) AS total") == [
        {"total": before[0]["total"] + 1}
    ]


async def test_passwords_are_checked_a_few_at_once_and_off_the_loop() -> None:
    seen: set[int] = set()
    hashed = await fingerprint(PASSWORD)
    checks = asyncio.gather(*(matches(hashed, PASSWORD) for _ in range(AT_ONCE * 2)))
    while not checks.done():
        seen.add(_limiter().borrowed_tokens)
        await asyncio.sleep(0)
    assert await checks == [True] * (AT_ONCE * 2)
    assert max(seen) == AT_ONCE == max(1, (os.cpu_count() or 1) // 4)


async def test_a_password_changed_while_the_old_one_is_checked_lets_nobody_in(
    network: Graph,
) -> None:
    other = await fingerprint("другой пароль 2019")
    entering = asyncio.create_task(
        sign_in(network, "curator", PASSWORD, MOMENT, timedelta(hours=1))
    )
    while await network.rows(SIGN_INS) == [{"total": 0}]:
        pass
    # The attempt is written and its password being checked, or just found right.
    await network.write(lambda w: set_password(w, HEAD, "account:curator", other, MOMENT))
    with suppress(SignInError):
        await entering
    live = "MATCH (s:SignIn) WHERE s.revoked_at IS NULL AND s.expires_at > s.created_at RETURN s.id"
    assert await network.rows(live) == []


async def test_attempts_cut_off_shut_nobody_out_for_longer_than_a_minute(network: Graph) -> None:
    """As a killed server leaves them: written, and never told right or wrong."""
    lasts = timedelta(hours=1)

    async def cut_off(writer: Writer) -> None:
        for number in range(FAILURES_ALLOWED):
            await begin(writer, f"cut off {number}", "account:curator", MOMENT, MOMENT)

    await network.write(cut_off)
    with pytest.raises(SignInError):
        await sign_in(network, "curator", PASSWORD, MOMENT + UNANSWERED / 2, lasts)
    assert await sign_in(network, "curator", PASSWORD, MOMENT + UNANSWERED * 2, lasts)
    # A wrong password counts all the quarter of an hour.
    for _ in range(FAILURES_ALLOWED):
        with pytest.raises(SignInError):
            await sign_in(network, "curator", "не тот", MOMENT + UNANSWERED * 2, lasts)
    with pytest.raises(SignInError):
        await sign_in(network, "curator", PASSWORD, MOMENT + UNANSWERED * 5, lasts)
    assert await sign_in(network, "curator", PASSWORD, MOMENT + FAILURES_WINDOW * 2, lasts)
