"""GraphiQL in a real browser, from our own files only."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, Request, expect

from graph.settings import Settings
from tests.api.planted import PASSWORD, plant
from tests.conftest import emptied

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def network(server_settings: Settings) -> AsyncIterator[Settings]:
    """A planted network that may be explored."""
    async with emptied(server_settings) as opened:
        await plant(opened)
        yield server_settings.model_copy(update={"graphql_explore": True})


async def test_a_question_is_asked_and_answered(page: Page, site: str) -> None:
    await page.set_viewport_size({"width": 1280, "height": 800})
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    await page.goto("/sign-in?next=/graphiql")
    await page.get_by_label("Имя для входа").fill("coordinator")
    await page.get_by_label("Пароль").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/graphiql")
    editor = page.locator(".graphiql-query-editor .CodeMirror")
    await editor.click()
    await page.keyboard.press("Control+a")
    await page.keyboard.insert_text("{ viewer { login } }")
    await page.get_by_role("button", name="Execute query").click()
    await expect(page.locator(".result-window")).to_contain_text('"login": "coordinator"')
    assert all(url.startswith((site, "data:")) for url in asked)
    assert await page.evaluate("Object.keys(localStorage)") == []
