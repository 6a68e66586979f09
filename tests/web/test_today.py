"""Page «Мой день»: a coordinator does from it what the day asks for."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.web.conftest import Demo
from tests.web.looking import TELEPHONE, enter, heading, looks_well, picture

pytestmark = pytest.mark.anyio

LOGIN = "moscow-coordinator"
UNCONFIRMED = """
MATCH (p:Practicum {region: 'RU-MOW'})
WHERE p.confirmed_at IS NULL AND p.cancelled_at IS NULL AND p.held_at IS NULL
RETURN p.id AS id, p.title AS title
"""
PAST = """
MATCH (p:Practicum {region: 'RU-MOW'})
WHERE p.on_day <= date('2019-11-01') AND p.cancelled_at IS NULL AND p.held_at IS NULL
RETURN p.id AS id, p.title AS title
"""
ENROL = """
MATCH (s:Student)-[r:ENROLLED_IN]->(held:Practicum {region: 'RU-MOW'})
WHERE held.held_at IS NOT NULL
WITH s, properties(r) AS given ORDER BY s.id LIMIT 3
MATCH (p:Practicum {id: $id})
MERGE (s)-[r:ENROLLED_IN]->(p) SET r = given
"""
ONE = """
MATCH (p:Practicum {id: $id})
RETURN p.confirmed_at IS NOT NULL AS confirmed, p.held_at IS NOT NULL AS held,
  p.attendance_recorded_at IS NOT NULL AS recorded,
  COUNT { (p)<-[:ATTENDED]-(:Student) } AS came
"""


async def test_a_practicum_is_confirmed_from_the_day(desk: Page, demo: Demo) -> None:
    (waiting,) = await demo.graph.rows(UNCONFIRMED)
    await enter(desk, LOGIN, demo.password)
    await heading(desk, "Мой день")
    await looks_well(desk)
    await picture(desk, "today")
    tile = desk.get_by_role("link", name="Подтвердить 1")
    await expect(tile).to_be_visible()
    line = desk.locator(".work li", has_text=f"Подтвердить: {waiting['title']}")
    await line.get_by_role("button").click()
    await expect(desk.get_by_role("status").first).to_contain_text("Практикум подтверждён")
    await expect(line).to_have_count(0)
    await expect(tile).to_have_count(0)
    (after,) = await demo.graph.rows(ONE, {"id": waiting["id"]})
    assert after["confirmed"]


async def test_a_past_practicum_is_held_and_who_came_is_entered(desk: Page, demo: Demo) -> None:
    (past,) = await demo.graph.rows(PAST)
    await demo.graph.change(ENROL, {"id": past["id"]})
    await enter(desk, LOGIN, demo.password, "/today?when=late")
    line = desk.locator(".work li", has_text=f"состоялся ли: {past['title']}")
    await line.get_by_role("button", name="Отметить: проведён").click()
    await expect(desk.get_by_role("status").first).to_contain_text("проведён")
    await desk.goto(f"/practicums/{past['id']}")
    await desk.get_by_role("link", name="Внести посещение").click()
    await heading(desk, "Кто пришёл")
    await looks_well(desk)
    for box in (await desk.get_by_role("checkbox").all())[:2]:
        await box.check()
    await desk.get_by_role("button", name="Внести посещение").click()
    await expect(desk.get_by_role("status")).to_contain_text("Посещение внесено")
    (after,) = await demo.graph.rows(ONE, {"id": past["id"]})
    assert (after["held"], after["recorded"], after["came"]) == (True, True, 2)


async def test_numbers_open_lists_of_so_many(desk: Page, demo: Demo) -> None:
    await enter(desk, LOGIN, demo.password)
    tile = desk.locator(".kinds-of-work a", has_text="с расхождениями")
    count = await tile.locator("b").inner_text()
    await tile.click()
    await heading(desk, "Практикумы")
    await expect(desk.locator("main p.quiet").first).to_contain_text(f"{count} практикум")


async def test_the_day_goes_out_as_a_file_and_fits_a_telephone(desk: Page, demo: Demo) -> None:
    await enter(desk, LOGIN, demo.password)
    late = int(await desk.locator("#when-late .quiet").inner_text())
    await desk.set_viewport_size(TELEPHONE)  # type: ignore[arg-type]
    await expect(desk.locator(".work-late .work li")).to_have_count(min(late, 10))
    await desk.get_by_role("link", name=f"Все {late}").click()
    await expect(desk.locator(".work-late .work li")).to_have_count(late)
    async with desk.expect_download() as coming:
        await desk.get_by_role("link", name="CSV").click()
    text = (await (await coming.value).path()).read_text(encoding="utf-8-sig")
    assert len([one for one in text.splitlines() if one.startswith("Просрочено;")]) == late


async def test_others_are_shown_their_own_first_page(desk: Page, demo: Demo) -> None:
    await enter(desk, "curator", demo.password, "/today")
    await heading(desk, "Обзор")
