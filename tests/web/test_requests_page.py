"""Pages «Запросы»: a curator asks, the coordinator sees how long is left and answers in time."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.async_api import Page, expect

from graph.model.account import Role
from queries.rules.owed import ANSWER, DRAFT, Owed, last_days
from queries.scope import Actor
from tests import demonstration
from tests.web.conftest import Demo
from tests.web.looking import enter, heading, looks_well, picture

pytestmark = pytest.mark.anyio

EVERYTHING = Actor("account:head", Role.HEAD, None, everything=True, regions=frozenset())
SUBJECT = "Представьте список площадок с лицензиями"
ANSWERED = """
MATCH (i:InformationRequest {subject: $subject})
RETURN i.answer AS answer, i.region AS region, i.answered_at IS NOT NULL AS answered
"""
DUE = """
MATCH (g:Gap {rule: $rule})-[:AT]->(n) RETURN n.id AS id, g.due_on AS due_on
"""


async def leave(page: Page) -> None:
    """Sign out, so that somebody else can come."""
    await page.get_by_role("button", name="Выйти").click()
    await page.wait_for_url("**/sign-in*")


async def test_a_curator_asks_and_the_coordinator_answers_in_time(desk: Page, demo: Demo) -> None:
    await enter(desk, "curator", demo.password, "/requests")
    await desk.get_by_role("link", name="Запросить сведения").click()
    await looks_well(desk)
    await desk.get_by_label("Что представить").fill(SUBJECT)
    await desk.get_by_role("button", name="Направить запрос").click()
    await expect(desk.get_by_role("status")).to_contain_text("Запрос направлен")
    await leave(desk)

    await enter(desk, "coordinator", demo.password, "/requests")
    row = desk.get_by_role("row").filter(has_text=SUBJECT)
    # Asked on a Friday: Monday is a day off everywhere, Wednesday in Tatarstan.
    await expect(row).to_contain_text("07.11.2019")
    await expect(row).to_contain_text("осталось 2 рабочих дня")
    await looks_well(desk)
    await picture(desk, "requests")
    await row.get_by_role("link").click()
    await looks_well(desk)
    await desk.get_by_label("Ответ куратору").fill("Площадок семь.\nСписок отправлен почтой.")
    await desk.get_by_role("button", name="Отправить ответ").click()
    await expect(desk.get_by_text("Ответ направлен куратору.")).to_be_visible()
    await leave(desk)

    await enter(desk, "curator", demo.password, "/requests?state=answered&q=лицензиями")
    row = desk.get_by_role("row").filter(has_text=SUBJECT)
    await expect(row).to_contain_text("ответ в срок")
    await row.get_by_role("link").click()
    await expect(desk.get_by_text("Площадок семь.")).to_be_visible()
    found = await demo.graph.rows(ANSWERED, {"subject": SUBJECT})
    assert [(one["region"], one["answered"]) for one in found] == [("RU-TA", True)]


async def test_a_curator_gives_more_time_with_a_reason(desk: Page, demo: Demo) -> None:
    await enter(desk, "curator", demo.password, "/requests")
    await desk.get_by_role("row").filter(has_text="12.11.2019").get_by_role("link").click()
    await desk.get_by_text("Продлить срок").click()
    await desk.get_by_label("Новый срок").fill("2019-11-14")
    await desk.get_by_label("Причина").fill("Школы на каникулах")
    await desk.get_by_role("button", name="Продлить").click()
    await expect(desk.get_by_text("14.11.2019, до конца дня")).to_be_visible()
    await expect(desk.get_by_text("Школы на каникулах")).to_be_visible()


async def test_nothing_is_asked_of_nobody(desk: Page, demo: Demo, complaints: list[str]) -> None:
    await enter(desk, "curator", demo.password, "/requests/new")
    await desk.get_by_label("Что представить").fill("Представьте всё")
    await desk.get_by_role("checkbox").uncheck()
    await desk.get_by_role("button", name="Направить запрос").click()
    await expect(desk.get_by_role("alert")).to_contain_text("Выберите хотя бы один регион")
    await expect(desk.get_by_label("Что представить")).to_have_value("Представьте всё")
    complaints.clear()  # the browser tells of the status 400


@pytest.mark.parametrize("state", ["answeredLate", "all"])
async def test_the_file_holds_the_same_filters(desk: Page, demo: Demo, state: str) -> None:
    """Among all there are unanswered ones, whose term is counted in their region."""
    await enter(desk, "head", demo.password, f"/requests?state={state}&region=RU-MOW")
    rows = await desk.locator("tbody tr").count()
    async with desk.expect_download() as coming:
        await desk.get_by_role("link", name="CSV").click()
    lines = (await (await coming.value).path()).read_text(encoding="utf-8-sig").splitlines()
    assert rows
    assert lines[0].startswith("О чём;Регион;")
    assert lines.index("") == rows + 1
    assert any(line.startswith("Регион;Москва") for line in lines[rows:])


async def test_whoever_may_not_ask_is_told_why_and_keeps_the_menu(
    desk: Page, demo: Demo, complaints: list[str]
) -> None:
    await enter(desk, "coordinator", demo.password, "/requests/new")
    await heading(desk, "Нет доступа")
    await expect(desk.get_by_text("Сведения запрашивает куратор региона.")).to_be_visible()
    await expect(desk.get_by_role("link", name="Запросы")).to_be_visible()
    await looks_well(desk)
    await desk.goto("/requests/RU-MOW:request:000001")
    await heading(desk, "Не нашлось")
    complaints.clear()  # the browser tells of the statuses 403 and 404


async def test_on_paper_there_is_the_list_and_nothing_to_press(desk: Page, demo: Demo) -> None:
    await enter(desk, "head", demo.password, "/requests?state=all")
    await desk.emulate_media(media="print")
    await expect(desk.locator("table")).to_be_visible()
    for away in ("header.top", "form.filters", ".states", ".downloads", "footer"):
        await expect(desk.locator(away)).to_be_hidden()


async def test_the_menu_unfolds_on_a_telephone(desk: Page, demo: Demo) -> None:
    await desk.set_viewport_size({"width": 360, "height": 800})
    await enter(desk, "curator", demo.password, "/requests")
    await expect(desk.get_by_role("link", name="Правила")).to_be_hidden()
    await desk.get_by_text("Меню").click()
    await looks_well(desk)
    await desk.get_by_role("link", name="Правила").click()
    await heading(desk, "Правила")


@pytest.mark.parametrize(("rule", "owed"), [("R24", ANSWER), ("R28", DRAFT)])
async def test_the_day_told_is_the_day_of_the_rule(demo: Demo, rule: str, owed: Owed) -> None:
    gaps = await demo.graph.rows(DUE, {"rule": rule})
    known: dict[str, date] = {one["id"]: one["due_on"] for one in gaps}
    found = await demo.graph.read(
        lambda reader: last_days(reader, EVERYTHING, owed, list(known), demonstration.PLAN.moment)
    )
    assert known
    assert found == known
