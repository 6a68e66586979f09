"""Page «Правила»: every rule with its clause, as a page and as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from queries.rules import CATALOGUE
from tests.web.conftest import Demo
from tests.web.looking import enter, heading, looks_well, picture

pytestmark = pytest.mark.anyio


async def test_every_rule_is_there_with_its_clause(desk: Page, demo: Demo, tmp_path: Path) -> None:
    await enter(desk, "coordinator", demo.password, "/rules")
    await heading(desk, "Правила")
    await expect(desk.locator("main section")).to_have_count(len(CATALOGUE))
    for rule in CATALOGUE.values():
        section = desk.locator(f"section[aria-labelledby={rule.id}]")
        await expect(section).to_contain_text(f"Пункт {rule.clause} Порядка")
    await looks_well(desk)
    await picture(desk, "rules", tmp_path)


async def test_the_catalogue_goes_out_as_a_file(desk: Page, demo: Demo) -> None:
    await enter(desk, "curator", demo.password, "/rules")
    async with desk.expect_download() as coming:
        await desk.get_by_role("link", name="CSV").click()
    path = await (await coming.value).path()
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Правило;Пункт;Название")
    cases = sum(len(rule.cases) for rule in CATALOGUE.values())
    assert len([line for line in lines if line.startswith("R")]) == cases
