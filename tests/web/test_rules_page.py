"""Page «Правила»: every rule with its clause, as a page and as files."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from graph.data.order import clause_text
from queries.rules import CATALOGUE
from tests.web.conftest import Demo
from tests.web.looking import enter, heading, looks_well, picture

pytestmark = pytest.mark.anyio

# The rule and region with most open gaps of any rule that is broken in a region.
WORST = """
MATCH (g:Gap {state: 'open'})
WITH g.rule AS rule, g.region AS region, count(g) AS gaps
RETURN rule, region, gaps ORDER BY gaps DESC, region LIMIT 1
"""


async def test_every_rule_is_there_with_its_clause(desk: Page, demo: Demo) -> None:
    await enter(desk, "coordinator", demo.password, "/rules")
    await heading(desk, "Правила")
    await expect(desk.locator("main section")).to_have_count(len(CATALOGUE))
    for rule in CATALOGUE.values():
        section = desk.locator(f"section[aria-labelledby={rule.id}]")
        await expect(section.locator("summary")).to_contain_text(rule.clause)
    first = desk.locator("details.order").first
    await expect(first.locator("blockquote").first).to_be_hidden()
    await first.locator("summary").focus()
    await desk.keyboard.press("Enter")
    await expect(first.locator("blockquote").first).to_contain_text(clause_text("2.6"))
    await looks_well(desk)
    await picture(desk, "rules")


async def test_a_count_opens_the_regions_and_their_gaps(desk: Page, demo: Demo) -> None:
    (worst, *_) = await demo.graph.rows(WORST)
    await enter(desk, "head", demo.password, "/rules")
    section = desk.locator(f"section[aria-labelledby={worst['rule']}]")
    await section.get_by_role("link", name="открыт").click()
    await heading(desk, worst["rule"])
    row = desk.locator("tbody tr").first
    await expect(row.locator("td").first).to_have_text(str(worst["gaps"]))
    await looks_well(desk)
    await picture(desk, "rule-by-region")
    await row.get_by_role("link").first.click()
    await expect(desk).to_have_url(re.compile(rf"/regions/{worst['region']}\?rule={worst['rule']}"))


async def test_a_coordinator_is_led_to_the_own_region_at_once(desk: Page, demo: Demo) -> None:
    await enter(desk, "coordinator", demo.password, "/rules")
    way = desk.locator("main section").get_by_role("link", name="открыт").first
    await expect(way).to_have_attribute("href", re.compile(r"^/regions/RU-[A-Z]+\?rule=R\d\d$"))


async def test_a_rule_that_is_not_there_is_not_found(
    desk: Page, demo: Demo, complaints: list[str]
) -> None:
    await enter(desk, "head", demo.password, "/rules/R99")
    await expect(desk.locator("main")).to_contain_text("404")
    complaints.clear()


async def test_the_catalogue_goes_out_as_a_file(desk: Page, demo: Demo) -> None:
    await enter(desk, "curator", demo.password, "/rules")
    async with desk.expect_download() as coming:
        await desk.get_by_role("link", name="CSV").click()
    path = await (await coming.value).path()
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Правило;Пункт;Название")
    cases = sum(len(rule.cases) for rule in CATALOGUE.values())
    assert len([line for line in lines if line.startswith("R")]) == cases
