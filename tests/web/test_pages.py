"""A person's way through the pages, in a real browser, on a telephone's screen."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.api.planted import CONSENT_GAP, FOREIGN, MINE, PASSWORD, REGIONS

pytestmark = pytest.mark.anyio

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def _enter(page: Page, login: str = "coordinator", path: str = "/") -> None:
    await page.goto(path)
    await page.get_by_label("Имя для входа").fill(login)
    await page.get_by_label("Пароль").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url(lambda url: "/sign-in" not in url)


async def test_from_the_door_to_the_proof_and_the_root_cause(page: Page) -> None:
    await _enter(page, path="/regions")
    await page.get_by_role("link", name=REGIONS[MINE][0]).click()
    await page.get_by_role("link", name="Дети тестированы").first.click()
    chain = page.locator(".chain .stop")
    await expect(chain.nth(0)).to_contain_text(REGIONS[MINE][0])
    await expect(chain.nth(1)).to_contain_text("Город")
    await expect(chain.nth(2)).to_contain_text("Школа 1")
    await expect(chain.nth(3)).to_contain_text("3 записи из 3")
    await expect(page.locator("#records ~ .table-wrap tbody tr")).to_have_count(3)
    await expect(page.get_by_text("просрочено на 16 рабочих дней")).to_be_visible()
    await page.locator("section[aria-labelledby=causes] li a").first.click()
    await expect(page.get_by_text("это корень")).to_be_visible()
    await expect(page.locator("section[aria-labelledby=blocks]")).to_contain_text(
        "из-за него держатся 4 пробела с 11 записями"
    )


async def test_signing_in_goes_on_to_where_one_was_going(page: Page) -> None:
    await _enter(page, path=f"/regions/{MINE}?severity=A")
    assert page.url.endswith(f"/regions/{MINE}?severity=A")
    await page.get_by_role("button", name="Выйти").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ориентир")
    await page.goto("/regions")
    await expect(page.get_by_label("Пароль")).to_be_visible()


async def test_filters_stand_in_the_address(page: Page) -> None:
    await _enter(page, "head", f"/regions/{MINE}")
    await page.get_by_label("Правило").select_option("R04")
    await page.get_by_label("Порядок").select_option("due")
    await page.get_by_role("button", name="Показать").click()
    await page.wait_for_url("**rule=R04**")
    assert "sort=due" in page.url
    rows = page.locator("section[aria-labelledby=gaps] tbody tr")
    assert await rows.count() == 4
    await page.goto(f"/regions/{MINE}?rule=R31")
    await expect(page.get_by_text("Таких пробелов нет")).to_be_visible()


@pytest.mark.parametrize(
    ("search", "found"),
    [("ТАТАРСТАН", MINE), ("татария", MINE), ("башкирия", FOREIGN), ("нет такого", None)],
)
async def test_a_region_is_found_by_what_people_call_it(
    page: Page, search: str, found: str | None
) -> None:
    await _enter(page, "head", "/regions")
    await page.get_by_label("Найти регион").fill(search)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/regions?q=*")
    names = await page.locator("tbody th").all_text_contents()
    assert [name.strip() for name in names] == ([REGIONS[found][0]] if found else [])


async def test_every_page_fits_a_telephone(page: Page) -> None:
    await _enter(page, "head")
    for path in (
        "/regions",
        f"/regions/{MINE}",
        f"/regions/{MINE}/schools",
        f"/schools/{MINE}-school-1",
        f"/gaps/{CONSENT_GAP}",
    ):
        await page.goto(path)
        assert await page.evaluate(OVERFLOW) == 0, path
