"""Section «Практикумы»: list and calendar agree, a coordinator changes, others only look."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.web.conftest import Demo
from tests.web.looking import TELEPHONE, enter, heading, looks_well, picture

pytestmark = pytest.mark.anyio

OCTOBER = "/practicums?region=RU-TA&from=2019-10-01&to=2019-10-31"
IN_OCTOBER = """
MATCH (p:Practicum {region: 'RU-TA'}) WHERE date.truncate('month', p.on_day) = date('2019-10-01')
RETURN count(p) AS count
"""
# Two of one mentor on different days to come, and one of another mentor.
COMING = """
MATCH (p:Practicum {region: 'RU-TA'})-[:LED_BY]->(m)
WHERE p.held_at IS NULL AND p.cancelled_at IS NULL
WITH m, p ORDER BY p.on_day
WITH m, collect(p {.id, .title, .on_day}) AS led WHERE size(led) > 1
RETURN led ORDER BY led[0].id LIMIT 3
"""
ONE = """
MATCH (p:Practicum {id: $id})
RETURN p.on_day AS on_day, p.cancelled_at IS NOT NULL AS cancelled, p.cancel_reason AS reason,
  COUNT { MATCH (p)<-[e:ENROLLED_IN]-(:Student) WHERE e.cancelled_at IS NULL } AS enrolled
"""
SCHOOL = """
MATCH (s:Student {region: 'RU-TA'})-[:STUDIES_AT]->(c:School), (p:Practicum {id: $id})
WHERE s.processing_stopped_at IS NULL
  AND NOT EXISTS { (s)-[:ENROLLED_IN|ATTENDED]->(:Practicum {format: p.format}) }
RETURN c.name AS name, count(s) AS free ORDER BY free DESC LIMIT 1
"""
NEW = """
MATCH (p:Practicum {title: 'Проба пера'})-[:HELD_AT]->(:Venue {region: 'RU-TA'})
RETURN p.capacity AS capacity, toString(p.starts_at) AS starts_at, p.posted_at IS NOT NULL AS posted
"""


async def coming(demo: Demo, place: int) -> list[dict[str, Any]]:
    """The practicums to come of one mentor; each test has a mentor of its own."""
    led: list[dict[str, Any]] = (await demo.graph.rows(COMING))[place]["led"]
    return led


async def test_the_calendar_and_the_list_agree(desk: Page, demo: Demo) -> None:
    (known,) = await demo.graph.rows(IN_OCTOBER)
    await enter(
        desk, "curator", demo.password, "/practicums?region=RU-TA&view=calendar&month=2019-10"
    )
    await heading(desk, "Практикумы")
    await expect(desk.locator(".calendar li")).to_have_count(known["count"])
    await looks_well(desk)
    await picture(desk, "practicums-calendar")
    await desk.get_by_role("link", name="списком").click()
    await expect(desk.locator(".practicums tbody tr")).to_have_count(known["count"])
    await looks_well(desk)
    await picture(desk, "practicums")
    await desk.goto("/practicums?region=RU-TA&view=calendar&month=2019-10")
    await desk.set_viewport_size(TELEPHONE)  # type: ignore[arg-type]
    day = desk.locator(".calendar .date a").first
    await expect(day).to_contain_text(".10, ")
    await day.click()
    assert await desk.locator(".practicums tbody tr").count() > 0


async def test_conflicts_are_told_in_words(desk: Page, demo: Demo) -> None:
    address = "/practicums?region=RU-MOW&when=all&conflicts=1"
    await enter(desk, "head", demo.password, address)
    told = desk.locator("tr", has_text="Наставник ведёт два практикума одновременно")
    await expect(told).to_have_count(2)
    await told.first.locator(".wrongs-of a").click()
    await expect(desk.locator("section[aria-labelledby=wrong]")).to_contain_text("одновременно")
    await desk.goto("/practicums?region=RU-MOW&view=calendar&month=2019-11")
    await desk.get_by_role("link", name="с расхождениями").first.click()
    await expect(desk.locator(".wrongs-of").first).to_be_visible()


async def test_a_move_into_another_is_seen_at_once_and_a_late_one_refused(
    desk: Page, demo: Demo, complaints: list[str]
) -> None:
    first, second, *_ = await coming(demo, 0)
    await enter(desk, "coordinator", demo.password, f"/practicums/{second['id']}")
    await looks_well(desk)
    behind = await desk.context.new_page()
    await behind.goto(f"/practicums/{second['id']}")
    for page in (desk, behind):
        await page.locator("summary", has_text="Перенести").click()
        await page.get_by_label("Новый день").fill(str(first["on_day"]))
        await page.get_by_label("Начало").fill("10:00")
        await page.get_by_label("Конец").fill("11:30")
        await page.get_by_label("Причина переноса").fill("площадка занята")
    await desk.get_by_role("button", name="Перенести").click()
    await expect(desk.get_by_role("status")).to_contain_text("перенесён")
    wrong = desk.locator("section[aria-labelledby=wrong]")
    await expect(wrong).to_contain_text("Наставник ведёт два практикума одновременно")
    await expect(wrong).to_contain_text("Два практикума в одном месте одновременно")
    await expect(wrong.get_by_role("link", name=first["title"]).first).to_be_visible()
    await looks_well(desk)
    await behind.get_by_label("Новый день").fill("2019-11-21")
    await behind.get_by_role("button", name="Перенести").click()
    await expect(behind.get_by_role("alert")).to_contain_text("Запись изменилась")
    await expect(behind.get_by_label("Причина переноса")).to_have_value("площадка занята")
    await behind.get_by_role("link", name="как он есть сейчас").click()
    await behind.locator("summary", has_text="Перенести").click()
    await behind.get_by_label("Конец").fill("09:00")
    await behind.get_by_label("Причина переноса").fill("опечатка")
    await behind.get_by_role("button", name="Перенести").click()
    await expect(behind.get_by_role("alert")).to_contain_text("не может кончиться раньше")
    await looks_well(behind)
    (after,) = await demo.graph.rows(ONE, {"id": second["id"]})
    assert after["on_day"] == first["on_day"]
    complaints[:] = [one for one in complaints if "409" not in one and "400" not in one]


async def test_a_coordinator_enrols_and_cancels(desk: Page, demo: Demo) -> None:
    practicum, *_ = await coming(demo, 1)
    (before,) = await demo.graph.rows(ONE, {"id": practicum["id"]})
    (school,) = await demo.graph.rows(SCHOOL, {"id": practicum["id"]})
    await enter(desk, "coordinator", demo.password, f"/practicums/{practicum['id']}")
    await desk.get_by_role("link", name="Записать участников").click()
    await heading(desk, "Записать участников")
    await desk.get_by_label("Школа: часть названия").fill(school["name"])
    await desk.get_by_role("button", name="Показать").click()
    await expect(desk.locator("legend")).to_contain_text(f"{school['free']} участник")
    await looks_well(desk)
    for box in (await desk.get_by_role("checkbox").all())[:2]:
        await box.check()
    await desk.get_by_role("button", name="Записать отмеченных").click()
    await expect(desk.get_by_role("status")).to_contain_text("Участники записаны")
    (after,) = await demo.graph.rows(ONE, {"id": practicum["id"]})
    assert after["enrolled"] == before["enrolled"] + 2
    await desk.get_by_role("button", name="Отменить запись").first.click()
    await expect(desk.get_by_role("status")).to_contain_text("Запись отменена")
    await desk.locator("summary", has_text="Отменить").click()
    await desk.get_by_label("Причина отмены").fill("наставник заболел")
    await desk.get_by_role("button", name="Отменить практикум").click()
    await expect(desk.get_by_role("status")).to_contain_text("Практикум отменён")
    (gone,) = await demo.graph.rows(ONE, {"id": practicum["id"]})
    assert gone["enrolled"] == before["enrolled"] + 1
    assert (gone["cancelled"], gone["reason"]) == (True, "наставник заболел")


async def test_a_practicum_is_published_at_a_venue(
    desk: Page, demo: Demo, complaints: list[str]
) -> None:
    await enter(desk, "coordinator", demo.password, "/practicums")
    await desk.get_by_role("link", name="Разместить практикум").click()
    await looks_well(desk)
    await desk.locator("main .plain a").first.click()
    await desk.get_by_label("Название").fill("Проба пера")
    await desk.get_by_label("День", exact=True).fill("2019-11-25")
    await desk.get_by_label("Начало").fill("10:00")
    await desk.get_by_label("Мест", exact=True).fill("двенадцать")
    await desk.get_by_role("button", name="Разместить").click()
    await expect(desk.get_by_role("alert")).to_contain_text("целое число")
    await looks_well(desk)
    await desk.get_by_label("Мест", exact=True).fill("12")
    await desk.get_by_role("button", name="Разместить").click()
    await expect(desk.get_by_role("status")).to_contain_text("Практикум размещён")
    (made,) = await demo.graph.rows(NEW)
    assert made == {"capacity": 12, "starts_at": "2019-11-25T07:00:00Z", "posted": True}
    complaints[:] = [one for one in complaints if "400" not in one]


async def test_a_curator_looks_and_has_no_forms(desk: Page, demo: Demo) -> None:
    practicum, *_ = await coming(demo, 2)
    await enter(desk, "curator", demo.password, f"/practicums/{practicum['id']}")
    await heading(desk, practicum["title"])
    await expect(desk.locator("main form")).to_have_count(0)
    await expect(desk.locator("section[aria-labelledby=people] thead")).to_contain_text("Класс")
    await looks_well(desk)
    await picture(desk, "practicum")
    async with desk.expect_download() as arriving:
        await desk.goto(OCTOBER)
        await desk.get_by_role("link", name="CSV").click()
    lines = (await (await arriving.value).path()).read_text(encoding="utf-8-sig").splitlines()
    (known,) = await demo.graph.rows(IN_OCTOBER)
    assert lines[0].startswith("День;Время;Практикум")
    assert lines.index("") == known["count"] + 1
    assert any(one.startswith("Регион;") and "Татарстан" in one for one in lines)


async def test_a_foreign_practicum_is_not_there(
    desk: Page, demo: Demo, complaints: list[str]
) -> None:
    (foreign,) = await demo.graph.rows(
        "MATCH (p:Practicum {region: 'RU-MOW'}) RETURN p.id AS id ORDER BY id LIMIT 1"
    )
    await enter(desk, "coordinator", demo.password)
    answer = await desk.goto(f"/practicums/{foreign['id']}")
    assert answer is not None
    assert answer.status == 404
    answer = await desk.goto("/practicums?region=RU-MOW")
    assert answer is not None
    assert answer.status == 404
    complaints[:] = [one for one in complaints if "404" not in one]
