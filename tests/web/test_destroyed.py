"""Pages «Акты об уничтожении данных»: what was destroyed, as a paper that can be signed."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]
from playwright.async_api import Page, expect

from api.web.pages.documents_destroyed import COLUMNS
from queries.account.demo import PREFERRED_REGION
from queries.audit.writing import BY_SCHEDULE
from queries.retention.destroying import destroy_due
from tests import demonstration
from tests.web.conftest import Demo
from tests.web.looking import enter, looks_well, picture

pytestmark = pytest.mark.anyio

STOP = """
MATCH (s:Student {region: $region})<-[:FOR_CHILD]-(:Consent)
WITH s ORDER BY s.id LIMIT 1
SET s.processing_stopped_at = $at
RETURN s.id AS id, s.family_name AS name
"""


async def test_an_act_says_what_was_destroyed_and_can_be_printed(demo: Demo, desk: Page) -> None:
    now = demonstration.PLAN.moment
    asked = {"region": PREFERRED_REGION, "at": now - timedelta(days=40)}
    (child,) = await demo.graph.change(STOP, asked)
    done = await destroy_due(demo.graph, PREFERRED_REGION, now, now, 30, BY_SCHEDULE, dry_run=False)
    assert len(done.children) == 1
    page = desk
    await enter(page, "coordinator", demo.password, "/documents")
    await page.get_by_role("link", name="Уничтожение данных").click()
    await expect(page.get_by_role("heading", level=2)).to_have_text("Акты: 1")
    await looks_well(page)
    async with page.expect_download() as sent:
        await page.get_by_role("link", name="Excel").click()
    book = load_workbook(BytesIO((await (await sent.value).path()).read_bytes()))
    rows = list(book.worksheets[0].values)
    assert rows[0] == COLUMNS
    assert rows[1][1] == child["id"]
    await page.get_by_role("link", name=child["id"]).click()
    act = page.get_by_role("main")
    for told in (child["id"], "обработка прекращена", "участник: фамилия", "по расписанию"):
        await expect(act).to_contain_text(told)
    await expect(act).not_to_contain_text(child["name"])
    await looks_well(page)
    await picture(page, "act-of-destruction")
    await page.emulate_media(media="print")
    await expect(page.get_by_text("Напечатайте, впишите")).to_be_hidden()
    await expect(page.get_by_text("Кто уничтожил: имя, должность, подпись")).to_be_visible()


async def test_no_act_of_another_region_and_none_that_is_not_there(demo: Demo, desk: Page) -> None:
    await enter(desk, "coordinator", demo.password, "/documents/destroyed")
    answer = await desk.request.get("/documents/destroyed/destruction:RU-MOS:student:1:1")
    assert answer.status == 404
