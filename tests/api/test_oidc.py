"""Signing in by an OIDC provider: a real one, that also lies."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx import ASGITransport, AsyncClient, Response
from pydantic import SecretStr
from starlette.applications import Starlette

from api.app import create_app
from graph.errors import ConfigurationError
from graph.model.account import Role
from graph.session import Graph
from graph.settings import Settings
from graph.writing import write_nodes
from queries.account.access import AccountError
from queries.account.oidc import link, unlink
from queries.account.writes import disable_account
from queries.scope import Actor
from tests.api.conftest import SITE, Clock, data
from tests.api.oidc_provider import CLIENT, SECRET, Lies, Provider, served
from tests.api.planted import MOMENT

pytestmark = pytest.mark.anyio

HEAD = Actor("command line", Role.HEAD, None, everything=True, regions=frozenset())
ACCOUNT = "account:coordinator"
SIGN_INS = "MATCH (s:SignIn) RETURN s.id AS id ORDER BY id"
ACCOUNTS = "MATCH (a:Account) RETURN a.id AS id, a.role AS role ORDER BY id"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with served(Provider(lambda: MOMENT)) as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, clock: Clock) -> Provider:
    running.clock, running.lies, running.user = clock, Lies(), "248289761001"
    return running


@pytest.fixture
async def app(
    network: Graph, clock: Clock, provider: Provider, tmp_path: Path
) -> AsyncIterator[Starlette]:
    """The application with the provider, the coordinator's account linked to its user."""
    own = Settings(
        home=tmp_path,
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SecretStr(SECRET),
    )
    await network.write(lambda w: link(w, HEAD, ACCOUNT, provider.issuer, provider.user, MOMENT))
    yield create_app(own, network, clock)
    await network.write(lambda w: unlink(w, HEAD, ACCOUNT, MOMENT))
    await network.change("MATCH (a:Account) SET a.disabled_at = null")


async def leave(client: AsyncClient, target: str = "/regions") -> Response:
    """Go to the provider and let it send the browser back: the answer with our own address."""
    begun = await client.get("/sign-in/oidc", params={"next": target})
    assert begun.status_code == 303
    async with AsyncClient() as browser:
        return await browser.get(begun.headers["location"])


async def come_back(client: AsyncClient, answer: Response, **changed: str) -> Response:
    address = urlsplit(answer.headers["location"])
    assert f"{address.scheme}://{address.netloc}" == SITE
    asked = {name: values[0] for name, values in parse_qs(address.query).items()} | changed
    return await client.get(address.path, params=asked)


async def test_whoever_is_linked_is_let_in(anonymous: AsyncClient) -> None:
    assert '/sign-in/oidc?next=%2F"' in (await anonymous.get("/sign-in")).text
    answer = await leave(anonymous, "/regions/RU-TA")
    sent = anonymous.cookies["orientir_oidc"]
    done = await come_back(anonymous, answer)
    assert (done.status_code, done.headers["location"]) == (303, "/regions/RU-TA")
    cookies = done.headers.get_list("set-cookie")
    (own,) = (cookie for cookie in cookies if cookie.startswith("orientir_sign_in="))
    assert "HttpOnly" in own
    assert "orientir_oidc" not in anonymous.cookies
    assert sent.count(".") == 4  # encrypted, not only signed
    seen = await data(anonymous, "{ viewer { login role } }")
    assert seen["viewer"] == {"login": "coordinator", "role": "COORDINATOR"}


async def test_nobody_is_led_away_afterwards(anonymous: AsyncClient) -> None:
    done = await come_back(anonymous, await leave(anonymous, "//evil.test"))
    assert done.headers["location"] == "/"


@pytest.mark.parametrize(
    "lies",
    [
        Lies({"nonce": "чужой"}),
        Lies({"nonce": None}),
        Lies({"aud": "another"}),
        Lies({"aud": [CLIENT, "another"]}),
        Lies({"aud": None}),
        Lies({"azp": "another"}),
        Lies({"iss": "https://evil.test"}),
        Lies({"iss": None}),
        Lies({"sub": None}),
        Lies({"sub": 248289761001}),
        Lies({"exp": int(MOMENT.timestamp()) - 61}),
        Lies({"exp": None}),
        Lies({"iat": int(MOMENT.timestamp()) + 3600}),
        Lies(signing="none"),
        Lies(signing="HS256"),
        Lies(signing="strange"),
        Lies(no_token=True),
    ],
    ids=str,
)
async def test_a_token_that_proves_nothing_opens_nothing(
    anonymous: AsyncClient, provider: Provider, network: Graph, lies: Lies
) -> None:
    before = await network.rows(SIGN_INS)
    provider.lies = lies
    exchanged = provider.exchanged
    done = await come_back(anonymous, await leave(anonymous))
    assert provider.exchanged == exchanged + 1
    assert done.status_code == 401
    assert "Единый вход не подтвердил, кто вы" in done.text
    await _nothing_opened(anonymous, network, before)


async def test_an_unknown_subject_gets_a_page_and_no_account(
    anonymous: AsyncClient, provider: Provider, network: Graph
) -> None:
    before, accounts = await network.rows(SIGN_INS), await network.rows(ACCOUNTS)
    provider.user = "неизвестный"
    done = await come_back(anonymous, await leave(anonymous))
    assert done.status_code == 403
    assert "действующей учётной записи «Ориентира» с ним не связано" in done.text
    assert provider.user not in done.text
    await _nothing_opened(anonymous, network, before)
    assert await network.rows(ACCOUNTS) == accounts


async def test_a_disabled_account_is_answered_as_an_unknown_one(
    anonymous: AsyncClient, provider: Provider, network: Graph
) -> None:
    done = await come_back(anonymous, await leave(anonymous))
    assert done.status_code == 303
    await network.write(lambda w: disable_account(w, HEAD, ACCOUNT, MOMENT))
    assert (await anonymous.get("/regions")).status_code == 303
    before = await network.rows(SIGN_INS)
    done = await come_back(anonymous, await leave(anonymous))
    assert done.status_code == 403
    assert "действующей учётной записи «Ориентира» с ним не связано" in done.text
    await _nothing_opened(anonymous, network, before)


async def test_a_role_is_never_taken_from_claims(
    anonymous: AsyncClient, provider: Provider, network: Graph
) -> None:
    accounts = await network.rows(ACCOUNTS)
    provider.lies = Lies({"role": "head", "roles": ["head"], "groups": ["head"], "email": "head"})
    await come_back(anonymous, await leave(anonymous))
    seen = await data(anonymous, "{ viewer { role everything regions } }")
    assert seen["viewer"] == {"role": "COORDINATOR", "everything": False, "regions": ["RU-TA"]}
    assert await network.rows(ACCOUNTS) == accounts


async def test_a_state_is_good_once(
    anonymous: AsyncClient, provider: Provider, network: Graph
) -> None:
    answer = await leave(anonymous)
    kept = anonymous.cookies["orientir_oidc"]
    assert (await come_back(anonymous, answer)).status_code == 303
    anonymous.cookies.clear()
    before = await network.rows(SIGN_INS)
    done = await come_back(anonymous, answer)
    assert (done.status_code, "начат не в этом браузере" in done.text) == (400, True)
    # Even with the cookie put back: the code has been used.
    anonymous.cookies.set("orientir_oidc", kept)
    assert (await come_back(anonymous, answer)).status_code == 401
    await _nothing_opened(anonymous, network, before)


async def test_a_state_of_another_browser_or_hour_is_refused(
    app: Starlette, anonymous: AsyncClient, clock: Clock, network: Graph
) -> None:
    before = await network.rows(SIGN_INS)
    async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as other:
        foreign = await leave(other)
        own = await leave(anonymous)
        # A page of another site leads this browser to its own code: refused, nothing exchanged.
        assert (await come_back(anonymous, foreign)).status_code == 400
        assert "orientir_oidc" not in anonymous.cookies
        assert (await come_back(anonymous, own)).status_code == 400
        clock.pass_(timedelta(minutes=10))
        assert (await come_back(other, foreign)).status_code == 400
        assert (await come_back(anonymous, foreign, state="")).status_code == 400
    anonymous.cookies.set("orientir_oidc", "eyJhbGciOiJub25lIn0.e30.")
    assert (await come_back(anonymous, foreign)).status_code == 400
    await _nothing_opened(anonymous, network, before)


async def test_an_answer_of_another_issuer_or_without_a_code_is_refused(
    anonymous: AsyncClient, network: Graph
) -> None:
    before = await network.rows(SIGN_INS)
    for changed in ({"iss": "https://evil.test"}, {"iss": ""}, {"code": ""}, {"code": "wrong"}):
        answer = await leave(anonymous)
        assert (await come_back(anonymous, answer, **changed)).status_code == 401
    await _nothing_opened(anonymous, network, before)


async def test_a_changed_key_is_looked_up_again(anonymous: AsyncClient, provider: Provider) -> None:
    assert (await come_back(anonymous, await leave(anonymous))).status_code == 303
    provider.change_key()
    assert (await come_back(anonymous, await leave(anonymous))).status_code == 303


async def test_a_provider_that_calls_itself_otherwise_is_not_used(
    anonymous: AsyncClient, provider: Provider
) -> None:
    provider.lies = Lies(issuer="https://evil.test")
    answer = await anonymous.get("/sign-in/oidc")
    assert (answer.status_code, "location" in answer.headers) == (503, False)
    assert "Единый вход сейчас не отвечает" in answer.text


async def test_a_provider_that_is_gone_leaves_the_password(
    network: Graph, clock: Clock, tmp_path: Path
) -> None:
    own = _settings(tmp_path, oidc_issuer="http://127.0.0.1:9")
    app = create_app(own, network, clock)
    async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as client:
        answer = await client.get("/sign-in/oidc")
        assert answer.status_code == 503
        assert "войдите паролем" in answer.text


async def test_without_a_provider_there_is_no_door(
    network: Graph, clock: Clock, tmp_path: Path
) -> None:
    app = create_app(Settings(home=tmp_path), network, clock)
    async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as client:
        assert "единый вход" not in (await client.get("/sign-in")).text
        assert (await client.get("/sign-in/oidc")).status_code == 404


async def test_behind_a_proxy_the_public_address_is_told(
    network: Graph, clock: Clock, provider: Provider, tmp_path: Path
) -> None:
    own = _settings(tmp_path, oidc_issuer=provider.issuer, public_url="https://orientir.example/")
    app = create_app(own, network, clock)
    async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as client:
        begun = await client.get("/sign-in/oidc")
    asked = parse_qs(urlsplit(begun.headers["location"]).query)
    assert asked["redirect_uri"] == ["https://orientir.example/sign-in/oidc/callback"]
    assert "Secure" in begun.headers["set-cookie"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"oidc_client_id": None}, "ORIENTIR_OIDC_CLIENT_ID"),
        ({"oidc_client_secret": None}, "ORIENTIR_OIDC_CLIENT_SECRET"),
        ({"oidc_client_secret": None, "oidc_client_secret_file": Path("/нет")}, "не читается"),
        ({"oidc_issuer": "http://issuer.example"}, "https://"),
    ],
)
def test_half_of_a_configuration_is_refused_at_the_start(
    tmp_path: Path, change: dict[str, Any], told: str
) -> None:
    with pytest.raises(ConfigurationError, match=told):
        create_app(_settings(tmp_path, **change))


def test_a_secret_can_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    create_app(_settings(tmp_path, oidc_client_secret=None, oidc_client_secret_file=file))


async def test_one_subject_opens_one_account_and_never_automation(
    network: Graph, provider: Provider, app: Starlette
) -> None:
    async def linked(account: str) -> None:
        await network.write(lambda w: link(w, HEAD, account, provider.issuer, "кто-то", MOMENT))

    row = {"id": "account:robot", "login": "robot", "role": "automation"}
    await network.write(lambda w: write_nodes(w, "Account", [row]))
    await linked("account:head")
    for account in ("account:curator", "account:robot", "account:nobody"):
        with pytest.raises(AccountError):
            await linked(account)
    rows = await network.rows(
        "MATCH (a:Account {oidc_subject: 'кто-то'}) RETURN a.id AS id, a.oidc_issuer AS issuer"
    )
    assert rows == [{"id": "account:head", "issuer": provider.issuer}]
    coordinator = Actor(ACCOUNT, Role.COORDINATOR, None, everything=False, regions=frozenset())
    refused: Callable[..., Any] = link
    with pytest.raises(Exception, match="только руководитель"):
        await network.write(
            lambda w: refused(w, coordinator, ACCOUNT, provider.issuer, "я", MOMENT)
        )


def _settings(home: Path, **changed: Any) -> Settings:
    given: dict[str, Any] = {
        "home": home, "oidc_issuer": "https://issuer.example", "oidc_client_id": CLIENT,
        "oidc_client_secret": SecretStr(SECRET),
    }  # fmt: skip
    return Settings(**given | changed)


async def _nothing_opened(client: AsyncClient, graph: Graph, before: list[dict[str, Any]]) -> None:
    assert (
        "orientir_sign_in" not in client.cookies
        or (await client.get("/regions")).status_code == 303
    )
    assert await graph.rows(SIGN_INS) == before
