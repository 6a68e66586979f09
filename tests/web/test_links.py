"""«Связи» and the cards: from a root cause along what it holds to a record and to whom to call."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from api.web.page import link
from tests.web.conftest import Demo
from tests.web.looking import TELEPHONE, enter, heading, looks_well, picture

pytestmark = pytest.mark.anyio

REGION = "RU-MOW"
# The region's gap with the most behind it; other gaps are hung on it, for a trace of several pages.
ROOT = """
MATCH (g:Gap {region: $region, state: 'open', root: true})-[:ANSWERED_BY]->(p:Person)
WHERE p.phone IS NOT NULL
RETURN g.id AS id, p.phone AS phone ORDER BY g.blocked_gaps DESC, g.id LIMIT 1
"""
HANG = """
MATCH (root:Gap {id: $root})
MATCH (g:Gap {region: $region, state: 'open', root: true})
WHERE g <> root AND coalesce(g.blocked_gaps, 0) = 0
WITH root, g ORDER BY g.id LIMIT 40
MERGE (g)-[:CAUSED_BY]->(root)
WITH root, collect(g) AS hung
WITH hung[0] AS first, hung[1..4] AS further
UNWIND further AS g
MERGE (g)-[:CAUSED_BY]->(first)
"""
HELD = "MATCH (g:Gap {id: $root})<-[:CAUSED_BY]-{1,8}(e:Gap) RETURN count(DISTINCT e) AS gaps"
DIRECT = "MATCH (g:Gap {id: $root})<-[:CAUSED_BY]-(e:Gap) RETURN count(e) AS gaps"
CHILD = """
MATCH (s:Student {region: $region})
WHERE EXISTS { (s)<-[:FOR_CHILD]-(:Consent {region: $region}) } = $consented
RETURN s.id AS id ORDER BY id LIMIT 1
"""
DRAWN = "document.getElementById('picture').picture.nodes().length"
LISTED = (
    "new Set([...document.querySelectorAll('#trace li[data-key]')].map(l => l.dataset.key)).size"
)
PLACE = """
key => {
  const node = document.getElementById('picture').picture.getElementById(key);
  node.cy().center(node);
  return node.renderedPosition();
}
"""


@pytest.fixture(scope="module")
async def root(demo: Demo) -> dict[str, Any]:
    """A root cause that holds much."""
    (found,) = await demo.graph.rows(ROOT, {"region": REGION})
    await demo.graph.change(HANG, {"region": REGION, "root": found["id"]})
    return dict(found)


async def test_a_curator_goes_from_a_root_cause_by_keyboard_to_whom_to_call(
    desk: Page, demo: Demo, root: dict[str, Any]
) -> None:
    await enter(desk, "moscow-curator", demo.password, "/links")
    await heading(desk, "Связи")
    await looks_well(desk)
    await picture(desk, "links-roots")
    await desk.locator(f"a[href='{link('/links', gap=root['id'])}']").first.click()
    (held,) = await demo.graph.rows(HELD, {"root": root["id"]})
    await expect(desk.locator(".facts")).to_contain_text(f"{held['gaps']} пробел")
    await expect(desk.locator("#picture canvas").first).to_be_visible()
    assert await desk.evaluate(DRAWN) == await desk.evaluate(LISTED)
    await looks_well(desk)
    await picture(desk, "links")
    more = desk.locator("#trace > ul[data-of] > li[data-kind=more] .opening")
    before = int(await desk.evaluate(LISTED))
    await more.focus()
    await desk.keyboard.press("Enter")
    (direct,) = await demo.graph.rows(DIRECT, {"root": root["id"]})
    await expect(desk.locator("#trace > ul[data-of] > li[data-kind=gap]")).to_have_count(
        min(direct["gaps"], 12 + 20)
    )
    assert int(await desk.evaluate(LISTED)) > before
    assert await desk.evaluate(DRAWN) == await desk.evaluate(LISTED)
    assert await desk.evaluate("document.activeElement.closest('#trace li') !== null")
    await desk.locator("#trace li[data-start] > .stop-line > a").click()
    await expect(desk.get_by_role("link", name=root["phone"])).to_be_visible()
    await looks_well(desk)
    await picture(desk, "gap")


async def test_a_coordinator_opens_the_picture_down_to_a_record(
    desk: Page, demo: Demo, root: dict[str, Any]
) -> None:
    await enter(desk, "moscow-coordinator", demo.password, link("/links", gap=root["id"]))
    own = desk.locator("#trace > ul[data-of] > li[data-kind=gap]").last
    key = await own.get_attribute("data-key")
    await _click(desk, key)
    await expect(own.locator("> ul > li[data-kind=record]").first).to_be_visible()
    await expect(desk.locator("#picture-chosen")).to_contain_text(
        await own.locator("> .stop-line > a").inner_text()
    )
    group = own.locator("> ul > li[data-kind=group]").first
    await _click(desk, await group.get_attribute("data-key"))
    record = group.locator("> ul > li[data-kind=record]").first
    await expect(record).to_be_visible()
    assert await desk.evaluate(DRAWN) == await desk.evaluate(LISTED)
    name = await record.locator("> .stop-line > a").first.inner_text()
    await picture(desk, "links-opened")
    await record.locator("> .stop-line > a").first.click()
    await expect(desk.get_by_role("heading", level=2, name="История")).to_be_visible()
    assert name
    await looks_well(desk)
    await picture(desk, "record")
    await desk.locator("section[aria-labelledby=ways] a").first.click()
    await expect(desk.locator("section[aria-labelledby=along] tbody tr").first).to_be_visible()
    await looks_well(desk)


async def test_without_scripts_the_list_leads_everywhere(
    desk: Page, demo: Demo, root: dict[str, Any]
) -> None:
    await enter(desk, "moscow-curator", demo.password)
    browser = desk.context.browser
    assert browser is not None
    plain = await browser.new_context(
        base_url=demo.site, java_script_enabled=False, viewport=TELEPHONE,  # type: ignore[arg-type]
        storage_state=await desk.context.storage_state(),
    )  # fmt: skip
    page = await plain.new_page()
    await page.goto(link("/links", gap=root["id"]))
    await expect(page.locator(".picture-panel")).to_be_hidden()
    held = page.locator("#trace > ul[data-of] > li[data-kind=gap]").first
    name = await held.locator("> .stop-line > a").inner_text()
    await held.get_by_role("link", name="связи").first.click()
    await heading(page, name)
    await plain.close()


async def test_the_trace_goes_out_as_a_file(desk: Page, demo: Demo, root: dict[str, Any]) -> None:
    await enter(desk, "moscow-curator", demo.password, link("/links", gap=root["id"]))
    async with desk.expect_download() as coming:
        await desk.get_by_role("link", name="CSV").click()
    lines = (await (await coming.value).path()).read_text(encoding="utf-8-sig").splitlines()
    (held,) = await demo.graph.rows(HELD, {"root": root["id"]})
    assert lines[0].startswith("Сторона;")
    assert sum(line.startswith("Держит;") for line in lines) == held["gaps"]


async def test_a_card_is_closed_to_whom_it_is_not_for(
    desk: Page, demo: Demo, root: dict[str, Any], complaints: list[str]
) -> None:
    (child,) = await demo.graph.rows(CHILD, {"region": REGION, "consented": False})
    await enter(desk, "moscow-coordinator", demo.password)
    await desk.goto(f"/links/record/Student/{child['id']}")
    await expect(desk.locator("section[aria-labelledby=facts]")).to_contain_text(
        "Данные ребёнка закрыты"
    )
    await looks_well(desk)
    await desk.get_by_role("button", name="Выйти").click()
    await enter(desk, "coordinator", demo.password)
    await desk.goto(f"/links/record/Student/{child['id']}")
    await heading(desk, "Запись вам не видна")
    await looks_well(desk)
    await picture(desk, "record-closed")
    await desk.get_by_role("button", name="Выйти").click()
    await enter(desk, "moscow-curator", demo.password)
    await desk.goto("/links/record/Guardian/anybody")
    await expect(desk.get_by_text("не для вашей роли")).to_be_visible()
    assert [one.split("status of ")[1][:3] for one in complaints] == ["404", "403"]
    complaints.clear()


async def _click(page: Page, key: str | None) -> None:
    """Click the middle of a node of the picture, as a hand does."""
    box = page.locator("#picture")
    await box.scroll_into_view_if_needed()
    place = await page.evaluate(PLACE, key)
    await box.click(position={"x": place["x"], "y": place["y"]})
