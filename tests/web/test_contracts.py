"""Pages «Договоры»: a contract signed by a coordinator, one sent, a coordinator's own contract."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest
from playwright.async_api import Page, expect

from queries.account.demo import PREFERRED_REGION
from tests.web.conftest import Demo
from tests.web.looking import enter, heading, looks_well, picture

pytestmark = pytest.mark.anyio

CONTRACTS = """
MATCH (c:VenueContract {region: $region})-[:WITH_VENUE]->(v:Venue)
RETURN c.id AS id, c.number AS number, c.sent_on AS sent_on, c.signed_on AS signed_on,
  v.id AS venue, v.name AS name
ORDER BY c.id
"""
UNSIGN = """
MATCH (c:VenueContract {id: $id}) SET c.signed_on = NULL, c.valid_until = NULL
"""
LOSE = "MATCH (c:VenueContract {id: $id}) DETACH DELETE c"
CONTRACT = """
MATCH (c:VenueContract {id: $id})
RETURN toString(c.signed_on) AS signed_on, toString(c.valid_until) AS valid_until,
  c.number AS number
"""
OF_VENUE = """
MATCH (c:VenueContract)-[:WITH_VENUE]->(:Venue {id: $id})
RETURN c.number AS number, toString(c.sent_on) AS sent_on, toString(c.due_on) AS due_on
"""
UNSIGN_COORDINATOR = """
MATCH (n:Nomination {region: $region})
WITH n ORDER BY n.id LIMIT 1
SET n.contract_number = NULL, n.contract_signed_on = NULL, n.contract_valid_until = NULL
RETURN n.id AS id
"""
NOMINATION = """
MATCH (n:Nomination {id: $id})
RETURN n.contract_number AS number, toString(n.contract_signed_on) AS signed_on
"""

REFUSED = "Failed to load resource: the server responded with a status of 400 (Bad Request)"


async def contracts(demo: Demo) -> list[dict[str, Any]]:
    return await demo.graph.rows(CONTRACTS, {"region": PREFERRED_REGION})


async def write(demo: Demo, cypher: Any, **parameters: Any) -> list[dict[str, Any]]:
    return await demo.graph.write(lambda writer: writer.rows(cypher, parameters))


async def test_a_coordinator_signs_a_late_contract(
    desk: Page, demo: Demo, complaints: list[str]
) -> None:
    one = (await contracts(demo))[0]
    await write(demo, UNSIGN, id=one["id"])
    await enter(desk, "coordinator", demo.password, "/contracts")
    await picture(desk, "contracts")
    await desk.get_by_label("только просроченные").check()
    await desk.get_by_role("button", name="Показать").click()
    assert "late=1" in desk.url
    await expect(desk.locator("#list ~ .table-wrap")).to_contain_text("просрочено на")
    await looks_well(desk)
    await desk.get_by_role("link", name=one["name"]).click()
    await heading(desk, one["name"])
    await looks_well(desk)
    await desk.get_by_label("Когда подписан").fill("2019-01-01")
    await desk.get_by_role("button", name="Записать подписание").click()
    await expect(desk.get_by_role("alert")).to_contain_text("раньше, чем направили")
    await picture(desk, "contract-refused")
    assert complaints == [REFUSED]
    complaints.clear()
    await desk.get_by_label("Когда подписан").fill("2019-10-28")
    await desk.get_by_label("Действует до").fill("2020-06-30")
    await desk.get_by_role("button", name="Записать подписание").click()
    await expect(desk.get_by_role("status")).to_have_text("Подписание записано.")
    await expect(desk.locator("#it")).to_contain_text("действует")
    history = desk.locator("section[aria-labelledby=history]")
    await expect(history).to_contain_text("договор с площадкой подписан")
    (now,) = await demo.graph.rows(CONTRACT, {"id": one["id"]})
    assert now == {
        "signed_on": "2019-10-28",
        "valid_until": "2020-06-30",
        "number": one["number"],
    }
    await desk.goto("/contracts?stage=signed")
    row = desk.get_by_role("row").filter(has_text=one["name"])
    await expect(row).to_contain_text("28.10.2019")


async def test_a_venue_without_a_contract_is_sent_one(desk: Page, demo: Demo) -> None:
    one = (await contracts(demo))[1]
    await write(demo, LOSE, id=one["id"])
    await enter(desk, "coordinator", demo.password, "/contracts?stage=without")
    await looks_well(desk)
    row = desk.get_by_role("row").filter(has_text=one["name"])
    await row.get_by_role("link", name="Направить договор").click()
    await looks_well(desk)
    await desk.get_by_label("Номер").fill("П-77")
    await desk.get_by_label("Подписать до").fill("2019-11-08")
    await desk.get_by_role("button", name="Записать").click()
    await expect(desk.get_by_role("status")).to_have_text("Договор направлен площадке.")
    await expect(desk.get_by_role("row").filter(has_text="П-77")).to_contain_text("осталось")
    (now,) = await demo.graph.rows(OF_VENUE, {"id": one["venue"]})
    assert now == {"number": "П-77", "sent_on": "2019-11-01", "due_on": "2019-11-08"}


async def test_a_list_goes_out_as_it_is_narrowed(desk: Page, demo: Demo) -> None:
    one = (await contracts(demo))[-1]
    await enter(desk, "head", demo.password, "/contracts")
    await desk.get_by_label("Площадка").fill(one["name"])
    await desk.get_by_label("Регион").select_option(PREFERRED_REGION)
    await desk.get_by_role("button", name="Показать").click()
    async with desk.expect_download() as coming:
        await desk.get_by_role("link", name="CSV").click()
    text = (await (await coming.value).path()).read_text(encoding="utf-8-sig")
    lines = text.splitlines()
    assert lines[0].startswith("Площадка;")
    assert [line.split(";")[0].strip('"') for line in lines[1 : lines.index("")]] == [one["name"]]
    assert f"Площадка;{one['name']}" in text.replace('"', "")


async def test_a_curator_records_a_coordinators_contract_but_not_a_venues(
    desk: Page, demo: Demo
) -> None:
    (nomination,) = await write(demo, UNSIGN_COORDINATOR, region=PREFERRED_REGION)
    await enter(desk, "curator", demo.password, "/contracts")
    await desk.get_by_role("link", name="Договоры с координаторами").click()
    await desk.get_by_label("согласованы, а договора нет").check()
    await desk.get_by_role("button", name="Показать").click()
    await desk.get_by_role("link", name="Записать договор").click()
    await looks_well(desk)
    await picture(desk, "coordinator-contracts")
    await desk.get_by_label("Номер договора").fill("ГПХ-5")
    await desk.get_by_label("Когда подписан").fill("2019-10-30")
    await desk.get_by_role("button", name="Записать договор").click()
    await expect(desk.get_by_role("status")).to_have_text("Договор с координатором записан.")
    (now,) = await demo.graph.rows(NOMINATION, {"id": nomination["id"]})
    assert now == {"number": "ГПХ-5", "signed_on": "2019-10-30"}

    one = (await contracts(demo))[-1]
    before = await demo.graph.rows(CONTRACT, {"id": one["id"]})
    await desk.goto(f"/contracts/{one['id']}")
    await expect(desk.get_by_role("button", name="Прекратить")).to_have_count(0)
    answer = await desk.request.post(
        f"/contracts/{one['id']}/end",
        form={"validUntil": "2019-11-01"},
        headers={"Origin": demo.site},
    )
    assert answer.status == HTTPStatus.FORBIDDEN
    assert await demo.graph.rows(CONTRACT, {"id": one["id"]}) == before
