"""Page «Обзор»: from the map and the first root cause to whom to call."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from api.web.tiles import PLACES
from graph.data.region import regions
from tests.web.conftest import Demo
from tests.web.looking import enter, heading, looks_well, picture

pytestmark = pytest.mark.anyio

FIRST = """
MATCH (g:Gap {root: true, state: 'open'})
RETURN g.id AS id, g.blocked_gaps AS blocked ORDER BY blocked DESC LIMIT 1
"""
OPEN = """
MATCH (g:Gap {state: 'open', severity: 'A'}) RETURN count(g) AS gaps
"""


def test_every_region_has_a_tile_of_its_own() -> None:
    assert set(PLACES) == {one.iso_code for one in regions()}
    assert len(set(PLACES.values())) == len(PLACES)


async def test_a_head_sees_what_holds_most_and_whom_to_call(
    desk: Page, demo: Demo, tmp_path: Path
) -> None:
    await enter(desk, "head", demo.password)
    await heading(desk, "Обзор")
    await expect(desk.locator(".map a")).to_have_count(2)
    (gaps,) = await demo.graph.rows(OPEN)
    await expect(desk.locator(".tile .value").first).to_have_text(str(gaps["gaps"]))
    row = desk.locator("section[aria-labelledby=causes] tbody tr").first
    (first,) = await demo.graph.rows(FIRST)
    await expect(row.locator("td").first).to_contain_text(str(first["blocked"]))
    await looks_well(desk)
    await picture(desk, "overview", tmp_path)
    await row.locator("td").nth(1).get_by_role("link").click()
    await expect(desk.locator("section[aria-labelledby=blocks]")).to_be_visible()


async def test_root_causes_go_out_as_a_file(desk: Page, demo: Demo) -> None:
    await enter(desk, "head", demo.password)
    async with desk.expect_download() as coming:
        await desk.get_by_role("link", name="CSV").click()
    lines = (await (await coming.value).path()).read_text(encoding="utf-8-sig").splitlines()
    roots = await demo.graph.rows("MATCH (g:Gap {root: true, state: 'open'}) RETURN g.id AS id")
    assert lines[0].startswith("Держит пробелов;")
    assert lines.index("") == len(roots) + 1
