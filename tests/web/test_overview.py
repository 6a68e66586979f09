"""Page «Обзор»: from the map and the first root cause to whom to call; by campaign and by day."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from api.web.pages.overview import SHOWN
from api.web.tiles import PLACES
from graph.data.region import regions
from tests import demonstration
from tests.web.conftest import Demo
from tests.web.looking import enter, heading, looks_well, picture

pytestmark = pytest.mark.anyio

ROOTS = """
MATCH (g:Gap {root: true, state: 'open'})
RETURN g.id AS id, g.blocked_gaps AS blocked, g.overdue AS overdue
"""
OPEN = """
MATCH (g:Gap {state: 'open', severity: 'A'}) RETURN count(g) AS gaps
"""
CAUSES = "section[aria-labelledby=causes] tbody tr"


def test_every_region_has_a_tile_of_its_own() -> None:
    assert set(PLACES) == {one.iso_code for one in regions()}
    assert len(set(PLACES.values())) == len(PLACES)


async def test_a_head_sees_what_is_overdue_and_holds_most_and_whom_to_call(
    desk: Page, demo: Demo
) -> None:
    await enter(desk, "head", demo.password)
    await heading(desk, "Обзор")
    await expect(desk.locator(".map a")).to_have_count(len(demonstration.PLAN.regions))
    await expect(desk.locator(".map .map-elsewhere")).to_have_count(
        len(PLACES) - len(demonstration.PLAN.regions)
    )
    (gaps,) = await demo.graph.rows(OPEN)
    await expect(desk.locator(".tile .value").first).to_have_text(str(gaps["gaps"]))
    roots = await demo.graph.rows(ROOTS)
    late = [row["blocked"] for row in roots if row["overdue"]]
    rows = desk.locator(CAUSES)
    await expect(rows.first.locator("td").first).to_contain_text(str(max(late)))
    await expect(rows.first).to_contain_text("просрочено")
    await looks_well(desk)
    await picture(desk, "overview")

    await desk.get_by_label("Порядок").select_option("blocks")
    await desk.locator("section[aria-labelledby=causes]").get_by_text("Показать").click()
    await expect(desk).to_have_url(re.compile(r"sort=blocks.*#causes$"))
    most = max(row["blocked"] for row in roots)
    await expect(rows.first.locator("td").first).to_contain_text(str(most))
    await desk.get_by_label("только просроченные").check()
    await desk.locator("section[aria-labelledby=causes]").get_by_text("Показать").click()
    await expect(desk.locator("#causes")).to_contain_text(f"({len(late)})")
    if len(late) > SHOWN:
        await desk.get_by_role("link", name="Дальше").click()
        await expect(rows.first).to_contain_text("просрочено")
    await rows.first.locator("td").nth(1).get_by_role("link").click()
    await expect(desk.locator("h1")).to_be_visible()
    assert "/gaps/" in desk.url


async def test_a_past_day_and_a_campaign_stand_in_the_address(desk: Page, demo: Demo) -> None:
    await enter(desk, "head", demo.password, "/overview")
    await desk.get_by_label("Кампания").select_option(index=1)
    await desk.get_by_label("Как было в конце дня").fill("2019-10-15")
    await desk.locator("form.filters").first.get_by_text("Показать").click()
    await heading(desk, "Обзор на 15.10.2019")
    assert "campaign=campaign" in desk.url
    assert "day=2019-10-15" in desk.url
    await expect(desk.get_by_role("note")).to_contain_text("Это прошлый день")
    await expect(desk.locator(".map a")).to_have_count(len(demonstration.PLAN.regions))
    await expect(desk.locator("#changes")).to_have_count(0)
    shown = [int(text) for text in await desk.locator(".tile .value").all_inner_texts()]
    await expect(desk.locator("#causes")).to_have_text(
        f"Какие пробелы были открыты: {sum(shown[:3])}"
    )
    await looks_well(desk)
    await picture(desk, "overview-past")
    await desk.goto("/overview?day=2019-07-01")
    await expect(desk.get_by_text("Открытых пробелов в тот день не было")).to_be_visible()


async def test_each_list_goes_out_as_a_file_as_it_stands(desk: Page, demo: Demo) -> None:
    await enter(desk, "head", demo.password)
    roots = await demo.graph.rows(ROOTS)
    causes = await _lines(desk, "causes", "overdue=1&sort=blocks")
    assert causes[0].startswith("Держит пробелов;")
    assert causes.index("") == len([row for row in roots if row["overdue"]]) + 1
    assert "Только;просроченные" in causes
    tiles = await _lines(desk, "map", "day=2019-07-01")
    assert tiles[0] == "Регион;Пробелы A;Пробелы B;Пробелы C;Просрочено"
    assert [line.partition(";")[2] for line in tiles[1 : tiles.index("")]] == ["0;0;0;0"] * len(
        demonstration.PLAN.regions
    )
    assert "На конец дня;01.07.2019" in tiles
    changes = await _lines(desk, "changes", "")
    assert changes[0].startswith("Когда;Что произошло;")


async def _lines(desk: Page, section: str, query: str) -> list[str]:
    await desk.goto(f"/overview?{query}")
    async with desk.expect_download() as coming:
        part = desk.locator(f"section[aria-labelledby={section}]")
        await part.get_by_role("link", name="CSV").click()
    return (await (await coming.value).path()).read_text(encoding="utf-8-sig").splitlines()
