"""Pages «Обращения»: received, the coordinator's draft, the curator's answer."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from graph.model.account import Role
from graph.session import Writer
from graph.writing import write_links, write_nodes
from queries.account.password import fingerprint
from tests.web.conftest import Demo
from tests.web.looking import enter, heading, looks_well, picture
from tests.web.test_requests_page import leave

pytestmark = pytest.mark.anyio

SUBJECT = "Почему отменили практикум в лицее"
STATE = """
MATCH (a:Appeal {subject: $subject})
RETURN a.region AS region, a.applicant AS applicant,
  a.draft_sent_at IS NOT NULL AS drafted, a.answered_at IS NOT NULL AS answered
"""


async def test_from_the_letter_to_the_answer(desk: Page, demo: Demo) -> None:
    await enter(desk, "coordinator", demo.password, "/appeals")
    await desk.get_by_role("link", name="Внести обращение").click()
    await looks_well(desk)
    await desk.get_by_label("О чём обращение").fill(SUBJECT)
    await desk.get_by_label("Кто обратился").fill("законный представитель")
    await desk.get_by_role("button", name="Внести").click()
    await expect(desk.get_by_role("status")).to_contain_text("Обращение внесено")
    row = desk.get_by_role("row").filter(has_text=SUBJECT)
    await expect(row).to_contain_text("осталось")
    await looks_well(desk)
    await picture(desk, "appeals")
    await row.get_by_role("link").click()
    await expect(desk.get_by_text("законный представитель")).to_be_visible()
    await looks_well(desk)
    await expect(desk.get_by_role("button", name="Ответ гражданину дан")).to_have_count(0)
    await desk.get_by_role("button", name="Проект ответа направлен").click()
    await expect(desk.get_by_text("Записано: проект ответа направлен куратору.")).to_be_visible()
    await leave(desk)

    await enter(desk, "curator", demo.password, "/appeals?state=sent")
    await desk.get_by_role("link", name=SUBJECT).click()
    await expect(desk.get_by_role("button", name="Проект ответа направлен")).to_have_count(0)
    await desk.get_by_role("button", name="Ответ гражданину дан").click()
    await expect(desk.get_by_text("Записано: ответ гражданину дан.")).to_be_visible()
    (found,) = await demo.graph.rows(STATE, {"subject": SUBJECT})
    assert found == {
        "region": "RU-TA",
        "applicant": "законный представитель",
        "drafted": True,
        "answered": True,
    }


async def test_an_authority_reads_and_sees_no_applicant(
    desk: Page, demo: Demo, complaints: list[str]
) -> None:
    row = {
        "id": "account:authority",
        "login": "authority",
        "role": str(Role.AUTHORITY),
        "password_hash": await fingerprint(demo.password),
    }
    sees = [{"source": row["id"], "target": "RU-TA"}]

    async def make(writer: Writer) -> None:
        await write_nodes(writer, "Account", [row])
        await write_links(writer, "Account", "sees", sees)

    await demo.graph.write(make)
    await enter(desk, "authority", demo.password, "/appeals?state=all")
    await expect(desk.get_by_role("link", name="Внести обращение")).to_have_count(0)
    await desk.locator("tbody").get_by_role("link").first.click()
    await expect(desk.get_by_text("Проект ответа до")).to_be_visible()
    await expect(desk.get_by_text("Заявитель")).to_have_count(0)
    await expect(desk.locator("main").get_by_role("button")).to_have_count(0)
    await desk.goto("/appeals/new")
    await heading(desk, "Нет доступа")
    complaints.clear()  # the browser tells of the status 403
