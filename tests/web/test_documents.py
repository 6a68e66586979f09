"""Pages «Документы»: an act handed over, sent back, handed over again and accepted."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote as quoted

import pytest
from playwright.async_api import Page, expect

from queries.account.demo import PREFERRED_REGION
from tests.web.conftest import Demo
from tests.web.looking import enter, looks_well, picture

pytestmark = pytest.mark.anyio

LOSE = """
MATCH (d:Document {kind: 'finance', region: $region})-[:CONCERNS]->(p:Practicum)
WITH d, p ORDER BY p.on_day, p.id LIMIT 1
WITH p.id AS id, p.title AS title, d, COUNT { (p)<-[:ATTENDED]-(:Student) } AS came
DETACH DELETE d
RETURN id, title, came
"""
ACTS = """
MATCH (d:Document {kind: 'finance'})-[:CONCERNS]->(:Practicum {id: $id})
RETURN d.children_in_act AS children, d.returned_times AS returned,
  d.return_reason AS reason, d.accepted_at IS NOT NULL AS accepted
ORDER BY d.returned_at IS NULL, d.id
"""
LAST = """
MATCH (d:Document {kind: 'finance'})-[:CONCERNS]->(:Practicum {id: $id})
RETURN d.id AS id ORDER BY d.returned_at IS NULL DESC, d.submitted_at DESC LIMIT 1
"""
LOSE_PACKAGE = """
MATCH (d:Document {kind: 'package', region: $region})-[:CONCERNS]->(v:Venue)
WHERE EXISTS { (v)<-[:HELD_AT]-(p:Practicum) WHERE p.cancelled_at IS NULL }
WITH d, v ORDER BY v.id LIMIT 1
WITH v.id AS id, v.name AS name, d
DETACH DELETE d
RETURN id, name
"""
PACKAGES = """
MATCH (d:Document {kind: 'package'})-[:CONCERNS]->(:Venue {id: $id})
RETURN d.number AS number, d.submitted_at IS NOT NULL AS submitted
"""
WRONG_ACT = """
MATCH (d:Document {kind: 'finance', region: $region})-[:CONCERNS]->(p:Practicum)
WHERE p.attendance_recorded_at IS NOT NULL
WITH d, p ORDER BY p.on_day DESC, p.id LIMIT 1
SET d.children_in_act = d.children_in_act + 2
RETURN p.title AS title
"""
REASON = "В акте не указан день практикума."


def quote(identity: str) -> str:
    return quoted(identity, safe="")


async def write(demo: Demo, cypher: Any) -> dict[str, Any]:
    asked = {"region": PREFERRED_REGION}
    (row,) = await demo.graph.write(lambda writer: writer.rows(cypher, asked))
    return row


async def _hand_over(page: Page, practicum: str, children: int) -> None:
    await page.goto("/documents?state=missing")
    await page.locator(f'a[href="/documents/new?practicum={quote(practicum)}"]').click()
    await page.get_by_label("Детей в акте").fill(str(children))
    await page.get_by_role("button", name="Передать Союзу").click()
    await expect(page.get_by_role("status")).to_have_text("Документ передан Союзу.")


async def _open(page: Page, demo: Demo, practicum: str) -> None:
    """The card of the practicum's last act, from the list on the screen."""
    (act,) = await demo.graph.rows(LAST, {"id": practicum})
    await page.locator(f'a[href="/documents/{quote(act["id"])}"]').click()


async def _again_as(page: Page, demo: Demo, login: str, path: str) -> None:
    await page.get_by_role("button", name="Выйти").click()
    await enter(page, login, demo.password, path)


async def test_an_act_is_sent_back_once_and_then_accepted(desk: Page, demo: Demo) -> None:
    lost = await write(demo, LOSE)
    await enter(desk, "coordinator", demo.password, "/documents")
    await looks_well(desk)
    await picture(desk, "documents")
    await _hand_over(desk, lost["id"], lost["came"] + 1)
    await _again_as(desk, demo, "curator", "/documents?state=submitted")
    await _open(desk, demo, lost["id"])
    await expect(desk.locator("#it + .facts")).to_contain_text("не столько, сколько в акте")
    await looks_well(desk)
    await picture(desk, "document")
    await desk.get_by_label("Что исправить").fill(REASON)
    await desk.get_by_role("button", name="Вернуть с этой причиной").click()
    await expect(desk.get_by_role("status")).to_contain_text("Документ возвращён")

    await _again_as(desk, demo, "coordinator", "/documents?state=returned")
    await _open(desk, demo, lost["id"])
    await expect(desk.locator("#it + .facts")).to_contain_text(REASON)
    await desk.get_by_role("link", name="Передать исправленный").click()
    await looks_well(desk)
    await desk.get_by_label("Детей в акте").fill(str(lost["came"]))
    await desk.get_by_role("button", name="Передать Союзу").click()
    await expect(desk.get_by_role("status")).to_have_text("Документ передан Союзу.")

    await _again_as(desk, demo, "curator", "/documents?state=submitted")
    await _open(desk, demo, lost["id"])
    await desk.get_by_role("button", name="Принять").click()
    await expect(desk.get_by_role("status")).to_have_text("Документ принят.")
    acts = await demo.graph.rows(ACTS, {"id": lost["id"]})
    assert acts == [
        {"children": lost["came"] + 1, "returned": 1, "reason": REASON, "accepted": False},
        {"children": lost["came"], "returned": 1, "reason": None, "accepted": True},
    ]


async def test_a_package_that_is_missing_is_handed_over(desk: Page, demo: Demo) -> None:
    lost = await write(demo, LOSE_PACKAGE)
    await enter(desk, "coordinator", demo.password, "/documents?kind=package&state=missing")
    await looks_well(desk)
    await desk.locator(f'a[href="/documents/new?venue={quote(lost["id"])}"]').click()
    await desk.get_by_label("Номер").fill("К-99")
    await desk.get_by_role("button", name="Передать Союзу").click()
    await expect(desk.get_by_role("row", name=lost["name"])).to_contain_text("на проверке у Союза")
    packages = await demo.graph.rows(PACKAGES, {"id": lost["id"]})
    assert packages == [{"number": "К-99", "submitted": True}]


async def test_acts_that_differ_from_attendance_are_told_and_go_out(desk: Page, demo: Demo) -> None:
    wrong = await write(demo, WRONG_ACT)
    await enter(desk, "head", demo.password, "/documents/differences")
    await desk.get_by_label("Регион").select_option(PREFERRED_REGION)
    await desk.get_by_role("button", name="Показать").click()
    await expect(desk.get_by_role("row", name=wrong["title"]).first).to_contain_text("+2")
    await looks_well(desk)
    await picture(desk, "document-differences")
    async with desk.expect_download() as coming:
        await desk.get_by_role("link", name="CSV").click()
    text = (await (await coming.value).path()).read_text(encoding="utf-8-sig")
    assert wrong["title"] in text


async def test_who_only_watches_is_given_no_form(desk: Page, demo: Demo) -> None:
    lost = await write(demo, LOSE)
    await enter(desk, "head", demo.password, f"/documents/new?practicum={lost['id']}")
    await expect(desk.get_by_text("Документы передаёт региональный координатор")).to_be_visible()
    await expect(desk.get_by_role("button", name="Передать Союзу")).to_have_count(0)
