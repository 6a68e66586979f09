"""Every section of every role: it opens, it is well made, and it shows nobody what isn't theirs."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.async_api import Page, expect
from starlette.applications import Starlette
from starlette.routing import Match

from api.app import create_app
from api.web.sections import SECTIONS, sections_of
from graph.model.account import Role
from graph.settings import Settings
from queries.scope import actor
from tests.web.conftest import Demo
from tests.web.looking import enter, looks_well

pytestmark = pytest.mark.anyio

ROLES: Final = ("head", "curator", "coordinator", "authority")
# The coordinator alone reads of children by name, and nobody has named a child outside a consent.
NAMELESS: Final = ("head", "curator", "authority")
MOST_OPENED: Final = 12
"""How many links of one section are followed: of each kind of page the first."""

# But those who are called as some adult is.
CHILDREN: Final = """
MATCH (a:Person) WITH collect(DISTINCT a.family_name + ' ' + a.given_name) AS adults
MATCH (s:Student) WITH DISTINCT s.family_name + ' ' + s.given_name AS name, adults
WHERE NOT name IN adults
RETURN name
"""
CONTACTS: Final = """
MATCH (p:Person) UNWIND [p.email, p.phone, p.telegram] AS contact
WITH contact WHERE contact IS NOT NULL
RETURN DISTINCT contact
"""


@pytest.fixture(scope="module")
def served(server_settings: Settings) -> Starlette:
    """The application's routes; nothing is asked of it."""
    return create_app(server_settings)


def is_there(app: Starlette, path: str) -> bool:
    """Whether a page answers at this address."""
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "root_path": ""}
    return any(route.matches(scope)[0] is Match.FULL for route in app.routes)


async def paths_of(demo: Demo, served: Starlette, login: str) -> list[str]:
    """The sections of an account that have a page."""
    now = (await demo.graph.rows("MATCH (g:GraphRecord) RETURN g.demo_moment AS now"))[0]["now"]
    who = await demo.graph.read(lambda reader: actor(reader, f"account:{login}", now))
    assert who is not None
    assert who.role == Role(login)
    return [one.path for one in sections_of(who) if is_there(served, one.path)]


async def kinds_of(desk: Page) -> list[str]:
    """The addresses the page leads to: of each kind of page (ids put aside) the first."""
    own: list[str] = await desk.locator("main a[href^='/']:not([download])").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    first: dict[str, str] = {}
    for address in own:
        path = address.partition("?")[0].partition("#")[0]
        first.setdefault(re.sub(r"(?<=/)[^/]*[\dA-Z:%][^/]*", "…", path), address)
    return list(first.values())[:MOST_OPENED]


@pytest.mark.parametrize("login", ROLES)
async def test_every_section_of_a_role_opens(
    desk: Page, demo: Demo, served: Starlette, login: str
) -> None:
    await enter(desk, login, demo.password)
    paths = await paths_of(demo, served, login)
    assert paths
    for path in paths:
        answer = await desk.goto(path)
        assert answer is not None
        assert answer.status == 200, (login, path, answer.status)
        await expect(desk.get_by_role("heading", level=1)).to_be_visible()
        await expect(desk.locator("nav a[aria-current=page]").first).to_be_attached()
        await looks_well(desk)


@pytest.mark.parametrize("login", NAMELESS)
async def test_nobody_reads_what_is_not_for_them(
    desk: Page, demo: Demo, served: Starlette, login: str
) -> None:
    """In the sections and one step beyond: no child by name; for an authority no contact either."""
    children = {row["name"] for row in await demo.graph.rows(CHILDREN)}
    contacts = {row["contact"] for row in await demo.graph.rows(CONTACTS)}
    assert children
    assert contacts
    hidden = children | (contacts if login == "authority" else set())
    await enter(desk, login, demo.password)
    for path in await paths_of(demo, served, login):
        await desk.goto(path)
        for address in [path, *await kinds_of(desk)]:
            answer = await desk.goto(address)
            assert answer is not None
            assert answer.status == 200, (login, address, answer.status)
            text = await desk.content()
            assert not {one for one in hidden if one in text}, (login, address)


@pytest.mark.parametrize("login", ROLES)
async def test_the_sections_of_others_are_closed(
    desk: Page, demo: Demo, served: Starlette, complaints: list[str], login: str
) -> None:
    """Not in the menu, and by their address a page that says so: never an error, never the page."""
    await enter(desk, login, demo.password)
    own = await paths_of(demo, served, login)
    for section in SECTIONS:
        if section.path in own or not is_there(served, section.path):
            continue
        if Role(login) not in section.roles:
            continue  # of another's work, not forbidden
        answer = await desk.goto(section.path)
        assert answer is not None
        assert answer.status == 403, (login, section.path)
    complaints.clear()
