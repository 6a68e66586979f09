"""Pages «Предупреждения»: what is warned of, what raised it, whom it was told, what came since."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from queries.alert.raising import raise_alerts
from tests import demonstration
from tests.web.conftest import Demo
from tests.web.looking import enter, heading, looks_well, picture

pytestmark = pytest.mark.anyio

MOMENT = demonstration.PLAN.moment
LASTING = """
MATCH (a:Alert)-[:RAISED_FOR]->(g:Gap)
WHERE a.cleared_at IS NULL AND a.region = $region AND g.severity = 'A'
RETURN count(a) AS alerts
"""
FORGET = """
MATCH (a:Alert {region: 'RU-MOW'}) WHERE a.raised_at = $at
OPTIONAL MATCH (a)<-[:DELIVERS]-(d:Delivery)
DETACH DELETE a, d
"""
FAIL = """
MATCH (a:Alert {region: 'RU-MOW', rule: 'R24'})<-[:DELIVERS]-(d:Delivery) WHERE a.cleared_at IS NULL
WITH d ORDER BY d.id LIMIT 1
SET d.state = 'dead', d.error = 'почта: 550', d.attempts = 5, d.next_at = null
RETURN d.id AS id
"""


async def test_alerts_are_filtered_and_open_what_raised_them(desk: Page, demo: Demo) -> None:
    await raise_alerts(demo.graph, "RU-MOW", MOMENT, MOMENT)
    await enter(desk, "head", demo.password, "/alerts")
    await looks_well(desk)
    await picture(desk, "alerts")
    await desk.get_by_label("Тяжесть").select_option("A")
    await desk.get_by_label("Регион").select_option("RU-MOW")
    await desk.get_by_role("button", name="Показать").click()
    await desk.wait_for_url("**severity=A**")
    (found,) = await demo.graph.rows(LASTING, {"region": "RU-MOW"})
    active = desk.get_by_role("navigation", name="Состояние").get_by_role("link").first
    await expect(active).to_have_text(f"действуют {found['alerts']}")
    row = desk.locator("tbody tr").first
    await expect(row).to_contain_text("A")
    await row.locator("td").nth(1).get_by_role("link").click()
    await expect(desk.locator(".chain")).to_be_visible()
    assert "/gaps/" in desk.url


async def test_what_did_not_get_there_says_to_whom_and_why(desk: Page, demo: Demo) -> None:
    await raise_alerts(demo.graph, "RU-MOW", MOMENT, MOMENT)
    assert await demo.graph.change(FAIL)
    await enter(desk, "moscow-curator", demo.password, "/alerts?state=undelivered&rule=R24")
    await desk.locator("tbody tr").first.locator("td").first.get_by_role("link").click()
    deliveries = desk.locator("section[aria-labelledby=deliveries]")
    await expect(deliveries).to_contain_text("не дошло")
    await expect(deliveries).to_contain_text("почта: 550, 5 попыток")
    await looks_well(desk)
    await desk.goto("/alerts/deliveries?state=dead")
    await expect(desk.locator("tbody tr", has_text="почта: 550")).to_have_count(1)
    await looks_well(desk)
    async with desk.expect_download() as coming:
        await desk.get_by_role("link", name="CSV").click()
    text = (await (await coming.value).path()).read_text(encoding="utf-8-sig")
    assert "почта: 550" in text


async def test_whoever_looks_is_told_of_new_ones(desk: Page, demo: Demo) -> None:
    await demo.graph.change(FORGET, {"at": MOMENT})
    await enter(desk, "head", demo.password, "/alerts?region=RU-MOW&state=all")
    raised = await raise_alerts(demo.graph, "RU-MOW", MOMENT, MOMENT)
    assert raised.alerts
    await desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(desk.get_by_role("status")).to_contain_text("новых предупреждений")
    await looks_well(desk)
    await desk.get_by_role("status").get_by_role("link", name="Показать").click()
    await expect(desk.locator("tbody tr").first).to_contain_text("Москва")


async def test_a_coordinator_gives_the_gap_to_somebody(desk: Page, demo: Demo) -> None:
    await raise_alerts(demo.graph, "RU-MOW", MOMENT, MOMENT)
    await enter(desk, "moscow-coordinator", demo.password, "/alerts?rule=R28")
    await desk.locator("tbody tr").first.locator("td").first.get_by_role("link").click()
    await expect(desk.get_by_text("Продлить срок")).to_have_count(0)
    await desk.get_by_text("Поручить").first.click()
    name = (await desk.get_by_label("Кому").locator("option").first.inner_text()).strip()
    await desk.get_by_label("Причина").fill("Он готовил проект")
    await desk.get_by_role("button", name="Поручить").click()
    await expect(desk.get_by_text("Поручено.")).to_be_visible()
    await expect(desk.locator(".facts")).to_contain_text(name)


async def test_another_region_s_alert_is_not_there(
    desk: Page, demo: Demo, complaints: list[str]
) -> None:
    await raise_alerts(demo.graph, "RU-MOW", MOMENT, MOMENT)
    (foreign,) = await demo.graph.rows(
        "MATCH (a:Alert {region: 'RU-MOW'}) RETURN a.id AS id ORDER BY id LIMIT 1"
    )
    await enter(desk, "coordinator", demo.password, "/alerts")
    await desk.goto(f"/alerts/{foreign['id']}")
    await heading(desk, "Не нашлось")
    complaints.clear()  # the browser tells of the status 404
