"""Pages «Регион», its schools, a school: whom to call, where the gaps are, what is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from api.web import form
from graph.session import Writer
from graph.writing import write_links, write_nodes
from queries.account.password import fingerprint
from tests import demonstration
from tests.web.conftest import Demo
from tests.web.looking import enter, heading, looks_well, picture

pytestmark = pytest.mark.anyio

REGION = "RU-MOW"
PAGE = f"/regions/{REGION}"
REGISTERED = """
MATCH (s:Student {region: $region}) WHERE s.registered_at <= $at RETURN count(s) AS children
"""
OF_RULE = """
MATCH (g:Gap {region: $region, state: 'open', rule: $rule}) RETURN count(g) AS gaps
"""
OF_PLACE = """
MATCH (g:Gap {region: $region, state: 'open'})-[:AT]->(u)
MATCH (u) (()-[:HELD_AT]->()){0,1} ()-[:LOCATED_IN]->(m:Municipality {id: $place})
RETURN count(DISTINCT g) AS gaps
"""
COORDINATOR = """
MATCH (p:Person)-[k:COORDINATES]->(:Region {id: $region}) WHERE k.to IS NULL
MATCH (p)<-[:NOMINATES]-(n:Nomination {region: $region})
RETURN p.phone AS phone, p.family_name AS name ORDER BY p.id, n.id LIMIT 1
"""
SCANS = 3


@pytest.fixture(scope="module")
async def watched(demo: Demo) -> Demo:
    """The network with scans of earlier days, and with an account of the region's authority."""
    hash_ = await fingerprint(demo.password)

    async def more(writer: Writer) -> None:
        days = [demonstration.PLAN.moment - timedelta(days=n + 1) for n in range(SCANS)]
        rows = [
            {"id": f"scan-{n}", "as_of": at, "started_at": at, "ended_at": at, "open_gaps": 5 * n,
             "in_region": REGION}
            for n, at in enumerate(days)
        ]  # fmt: skip
        await write_nodes(writer, "Scan", rows)
        account = {"id": "account:authority", "login": "authority", "role": "authority"}
        await write_nodes(writer, "Account", [account | {"password_hash": hash_}])
        sees = {"source": "account:authority", "target": REGION}
        await write_links(writer, "Account", "sees", [sees])

    await demo.graph.write(more)
    return demo


async def test_whom_to_call_and_how_far_the_children_have_come(desk: Page, watched: Demo) -> None:
    await enter(desk, "head", watched.password, PAGE)
    (who,) = await watched.graph.rows(COORDINATOR, {"region": REGION})
    card = desk.locator("section[aria-labelledby=coordinator]")
    await expect(card).to_contain_text(who["phone"])
    for step in ("Выдвижение", "Согласование", "Договор"):
        await expect(card.locator(".way").first).to_contain_text(step)
    funnel = desk.locator("section[aria-labelledby=funnel] tbody tr")
    given = {"region": REGION, "at": demonstration.PLAN.moment}
    (registered,) = await watched.graph.rows(REGISTERED, given)
    await expect(funnel.first.locator("td").first).to_have_text(form.number(registered["children"]))
    await expect(desk.locator("section[aria-labelledby=reports] tbody tr")).to_have_count(12)
    await expect(desk.locator("#soon")).to_contain_text("Скоро срок")
    await expect(desk.locator("#chart canvas")).to_be_visible()
    await desk.get_by_text("То же таблицей").click()
    rows = desk.locator("section[aria-labelledby=scans] tbody tr")
    await expect(rows).to_have_count(SCANS + 1)
    await looks_well(desk)
    await picture(desk, "region")


async def test_a_number_opens_its_list_and_the_list_goes_out_as_it_stands(
    desk: Page, watched: Demo
) -> None:
    await enter(desk, "head", watched.password, PAGE)
    rules = desk.locator("section[aria-labelledby=rules]")
    await rules.get_by_role("link", name="R06", exact=True).click()
    (gaps,) = await watched.graph.rows(OF_RULE, {"region": REGION, "rule": "R06"})
    await expect(desk.locator("#gaps")).to_have_text(f"Пробелы: {gaps['gaps']}")
    async with desk.expect_download() as coming:
        await desk.locator("section[aria-labelledby=gaps]").get_by_text("CSV").click()
    path = await (await coming.value).path()
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines.index("") == gaps["gaps"] + 1
    assert {line.split(";")[1] for line in lines[1 : lines.index("")]} == {"R06"}

    await desk.goto(PAGE)
    await desk.locator("section[aria-labelledby=places] tbody th a").first.click()
    await expect(desk.locator("#municipality")).not_to_have_value("")
    place = await desk.locator("#municipality").input_value()
    (found,) = await watched.graph.rows(OF_PLACE, {"region": REGION, "place": place})
    await expect(desk.locator("#gaps")).to_have_text(f"Пробелы: {found['gaps']}")


async def test_an_authority_reads_it_without_phones(desk: Page, watched: Demo) -> None:
    await enter(desk, "authority", watched.password, PAGE)
    (who,) = await watched.graph.rows(COORDINATOR, {"region": REGION})
    card = desk.locator("section[aria-labelledby=coordinator]")
    await expect(card).to_contain_text(who["name"])
    assert who["phone"] not in await desk.content()
    await expect(desk.locator("a[href^='tel:'], a[href^='mailto:']")).to_have_count(0)


async def test_from_the_schools_to_one_and_whom_to_call_there(desk: Page, watched: Demo) -> None:
    await enter(desk, "head", watched.password, f"{PAGE}/schools?sort=students")
    await heading(desk, "Школы")
    counts = await desk.locator("tbody tr td:nth-child(3)").all_inner_texts()
    assert [int(one) for one in counts] == sorted(map(int, counts), reverse=True)
    await looks_well(desk)
    await picture(desk, "schools")
    await desk.locator("tbody th a").first.click()
    people = desk.locator("section[aria-labelledby=people] tbody tr")
    await expect(people.first.locator("a[href^='tel:']")).to_be_visible()
    await looks_well(desk)
    await picture(desk, "school")


async def test_regions_go_out_as_a_file(desk: Page, watched: Demo) -> None:
    await enter(desk, "head", watched.password, "/regions?sort=name")
    await looks_well(desk)
    await picture(desk, "regions")
    async with desk.expect_download() as coming:
        await desk.get_by_role("link", name="CSV").click()
    path = await (await coming.value).path()
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Регион;Федеральный округ;Участников")
    names = [one.display_name for one in demonstration.PLAN.regions]
    assert [line.partition(";")[0] for line in lines[1 : lines.index("")]] == sorted(names)
