"""A coordinator's way from a file with errors to the network and back, in a real browser."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from graph.session import Graph
from graph.settings import Settings
from tests.api.importing import (
    ALIKE,
    MENDED,
    NEW,
    WRONG,
    children,
    people,
    xlsx,
)
from tests.api.planted import PASSWORD, plant
from tests.conftest import emptied
from tests.web.looking import DESKTOP, looks_well, picture

pytestmark = pytest.mark.anyio

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PATIENCE_MS = 120_000
REFUSED = "Failed to load resource: the server responded with a status of 400 (Bad Request)"


@pytest.fixture(scope="module")
async def opened(server_settings: Settings) -> AsyncIterator[Graph]:
    """The graph behind the application."""
    async with emptied(server_settings) as graph:
        await plant(graph)
        await graph.write(people)
        yield graph


@pytest.fixture(scope="module")
async def network(opened: Graph, server_settings: Settings) -> Settings:
    """Settings of a network whose coordinator brings files in."""
    return server_settings


async def _enter(page: Page, login: str, path: str = "/imports") -> None:
    await page.goto(f"/sign-in?next={path}")
    await page.get_by_label("Имя для входа").fill(login)
    await page.get_by_label("Пароль").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{path}")


async def _bring(page: Page, folder: Path, name: str, *rows: Sequence[str]) -> None:
    """Choose a file in the form and send it."""
    path = folder / name
    path.write_bytes(xlsx(*rows))
    await page.get_by_label("Что в файле").select_option("students")
    await page.get_by_label("Файл таблицы").set_input_files(path)
    await page.get_by_role("button", name="Сверить файл").click()


async def _heading(page: Page, name: str) -> None:
    """Wait until the page that renews itself has come to this."""
    found = page.get_by_role("heading", name=name, exact=True)
    await expect(found).to_be_visible(timeout=PATIENCE_MS)
    assert await page.evaluate(OVERFLOW) == 0


async def _tile(page: Page, word: str) -> str:
    shown = page.locator(".fates .tile", has_text=word).locator(".value")
    return await shown.inner_text()


@asynccontextmanager
async def _on_a_desk(page: Page) -> AsyncIterator[None]:
    """The page as wide as a desk's, where it looks well too."""
    narrow = page.viewport_size
    assert narrow is not None
    await page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    await looks_well(page)
    yield
    await page.set_viewport_size(narrow)


async def test_from_a_file_with_errors_to_the_network_and_back(
    page: Page, opened: Graph, tmp_path: Path
) -> None:
    before = await children(opened)
    await _enter(page, "coordinator")
    await expect(page.get_by_text("Загрузок ещё не было")).to_be_visible()
    assert await page.evaluate(OVERFLOW) == 0
    await _bring(page, tmp_path, "список.xlsx", NEW, ALIKE, WRONG)
    await _heading(page, "Строки")
    wrong = page.locator("td.wrong")
    await expect(wrong).to_contain_text("31.02.2006")
    told = await wrong.get_attribute("aria-describedby")
    await expect(page.locator(f"#{told}")).to_contain_text("Дата рождения")
    async with _on_a_desk(page):
        await picture(page, "import")

    await page.get_by_role("link", name="Прислать исправленный").click()
    assert await page.get_by_label("Что в файле").input_value() == "students"
    await _bring(page, tmp_path, "исправленный.xlsx", NEW, ALIKE, MENDED)
    await _heading(page, "Строки")
    assert [await _tile(page, word) for word in ("новая", "возможный повтор", "ошибка")] == [
        "2", "1", "0",
    ]  # fmt: skip
    await page.get_by_label("известная запись: Кузнецова Анна Сергеевна").check()
    await page.get_by_role("button", name="Сохранить решения").click()
    await _heading(page, "Что будет записано")
    assert await children(opened) == before

    await page.get_by_role("button", name="Записать: 3 строки").click()
    await _heading(page, "Загрузка записана")
    assert [await _tile(page, word) for word in ("создана", "изменена")] == ["2", "1"]
    assert [row[0] for row in await children(opened)] == ["Иванова", "Кузнецова", "Сидоров"]

    await page.get_by_text("Отменить загрузку…").click()
    await page.get_by_role("button", name="Да, отменить загрузку").click()
    await expect(page.get_by_text("Загрузка отменена")).to_be_visible(timeout=PATIENCE_MS)
    assert await children(opened) == before
    await page.goto("/imports")
    await expect(page.locator("tbody tr")).to_have_count(2)
    assert await page.evaluate(OVERFLOW) == 0
    async with _on_a_desk(page):
        await picture(page, "imports")


async def test_a_refused_file_is_told_where_it_was_sent(
    page: Page, opened: Graph, tmp_path: Path, complaints: list[str]
) -> None:
    before = await children(opened)
    await _enter(page, "coordinator")
    path = tmp_path / "список.xlsx"
    path.write_bytes(b"PK\x03\x04 nonsense")
    await page.get_by_label("Файл таблицы").set_input_files(path)
    await page.get_by_role("button", name="Сверить файл").click()
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("Файл не принят")
    await expect(alert).to_be_focused()
    await expect(page).to_have_title(re.compile("^Ошибка: "))
    assert complaints == [REFUSED]
    complaints.clear()
    assert await children(opened) == before
