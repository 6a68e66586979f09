"""The card of a gap: its records as a file, and what people write down about it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.web.conftest import Demo
from tests.web.looking import enter, looks_well, picture

pytestmark = pytest.mark.anyio

REGION = "RU-MOW"
GAP = """
MATCH (g:Gap {region: $region, state: 'open', rule: 'R05'})-[:AT]->(:School)
WHERE g.due_on IS NOT NULL
RETURN g.id AS id, g.count AS records ORDER BY g.id LIMIT 1
"""
LARGEST = """
MATCH (g:Gap {region: $region, state: 'open'})
RETURN g.id AS id, g.count AS records ORDER BY g.count DESC, g.id LIMIT 1
"""
DECIDED = """
MATCH (g:Gap {id: $gap})
RETURN g.state AS state, toString(g.due_on) AS due,
  COLLECT { MATCH (g)<-[:ABOUT]-(c:Comment) RETURN c.text } AS comments,
  COLLECT { MATCH (g)<-[:ABOUT]-(c:Comment) RETURN c.id } AS comment_ids,
  COLLECT { MATCH (g)-[:ANSWERED_BY]->(p) RETURN p.id } AS answers,
  COLLECT { MATCH (g)<-[:WAIVES]-(w) RETURN w.reason } AS reasons
"""


async def _decided(demo: Demo, gap: str) -> dict[str, Any]:
    (found,) = await demo.graph.rows(DECIDED, {"gap": gap})
    return dict(found)


async def test_all_records_of_a_gap_go_out_and_lead_to_their_cards(desk: Page, demo: Demo) -> None:
    (gap,) = await demo.graph.rows(LARGEST, {"region": REGION})
    await enter(desk, "moscow-curator", demo.password, f"/gaps/{gap['id']}")
    rows = desk.locator("#records ~ .table-wrap tbody tr")
    await expect(rows).to_have_count(50)
    await desk.get_by_role("link", name="Дальше").click()
    await expect(desk.get_by_role("link", name="К началу")).to_be_visible()
    async with desk.expect_download() as coming:
        await desk.get_by_role("link", name="CSV").click()
    lines = (await (await coming.value).path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines.index("") == gap["records"] + 1
    await rows.first.get_by_role("link").click()
    await expect(desk.locator("section[aria-labelledby=facts]")).to_be_visible()


async def test_a_coordinator_writes_and_gives_away_and_a_curator_extends_and_waives(
    desk: Page, demo: Demo
) -> None:
    (gap,) = await demo.graph.rows(GAP, {"region": REGION})
    await enter(desk, "moscow-coordinator", demo.password, f"/gaps/{gap['id']}")
    await expect(desk.get_by_text("Снять пробел")).to_have_count(0)
    await desk.get_by_label("Новое замечание").fill("Школа обещала к пятнице")
    await desk.get_by_role("button", name="Записать замечание").click()
    await expect(desk.get_by_role("status")).to_have_text("Замечание записано.")
    await desk.get_by_text("Поручить другому").click()
    await desk.get_by_label("Кому").select_option(f"{REGION}:coordinator")
    await desk.get_by_label("Почему").first.fill("Навигатор в отпуске")
    await desk.get_by_role("button", name="Поручить", exact=True).click()
    await expect(desk.locator("section[aria-labelledby=history]")).to_contain_text("поручено:")
    found = await _decided(demo, gap["id"])
    assert found["comments"] == ["Школа обещала к пятнице"]
    assert found["answers"] == [f"{REGION}:coordinator"]
    await desk.goto(f"/links/record/Comment/{found['comment_ids'][0]}")
    await expect(desk.locator("section[aria-labelledby=history] li").first).to_be_visible()
    await looks_well(desk)
    await desk.get_by_role("button", name="Выйти").click()
    await enter(desk, "moscow-curator", demo.password, f"/gaps/{gap['id']}")
    await desk.get_by_text("Продлить срок", exact=True).first.click()
    await looks_well(desk)
    await picture(desk, "gap-decide")
    await desk.get_by_label("Новый срок").fill("2019-11-15")
    form = desk.locator("form", has=desk.locator("[value=extend]"))
    await form.get_by_label("Почему").fill("Карантин")
    await form.get_by_role("button").click()
    await expect(desk.locator(".facts")).to_contain_text("продлён до 15.11.2019: Карантин")
    await desk.get_by_text("Снять пробел", exact=True).first.click()
    form = desk.locator("form", has=desk.locator("[value=waive]"))
    await form.get_by_label("Почему").fill("Школа закрыта")
    await form.get_by_role("button").click()
    await expect(desk.get_by_role("status")).to_have_text("Пробел снят, причина записана.")
    found = await _decided(demo, gap["id"])
    assert (found["state"], found["due"]) == ("waived", "2019-11-15")
    assert found["reasons"] == ["Школа закрыта"]


async def test_what_was_written_comes_back_with_why_it_was_refused(
    desk: Page, demo: Demo, complaints: list[str]
) -> None:
    (gap,) = await demo.graph.rows(LARGEST, {"region": REGION})
    await enter(desk, "moscow-curator", demo.password, f"/gaps/{gap['id']}")
    form = desk.locator("form", has=desk.locator("[value=extend]"))
    await desk.get_by_text("Продлить срок", exact=True).first.click()
    await form.get_by_label("Новый срок").evaluate("field => field.removeAttribute('min')")
    await form.get_by_label("Новый срок").fill("2035-01-01")
    await form.get_by_label("Почему").fill("На всякий случай")
    await form.get_by_role("button").click()
    await expect(desk.get_by_role("alert")).to_contain_text("не больше чем на год")
    await expect(form.get_by_label("Почему")).to_have_value("На всякий случай")
    await looks_well(desk)
    assert complaints.pop().startswith("Failed to load resource")
