"""Reports: from the draft to the accepted version, cell by cell; the matrix; who sees what."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from api.web.form import segment
from tests import demonstration
from tests.web.conftest import Demo
from tests.web.looking import enter, heading, looks_well, picture

pytestmark = pytest.mark.anyio

DUTY = "RU-TA:report:2:02"
STATE = """
MATCH (d:ReportDuty {id: $duty})<-[:ANSWERS]-(v:ReportVersion)
RETURN v.number AS number, v.state AS state, v.return_reason AS reason,
  v.figures IS NOT NULL AS frozen ORDER BY number
"""
COMMENTS = """
MATCH (c:Comment)-[:ABOUT]->(v:ReportVersion)-[:ANSWERS]->(:ReportDuty {id: $duty})
RETURN c.text AS text, c.part AS part, c.row AS row, c.column AS column
"""
REGIONS = "MATCH (d:ReportDuty) RETURN DISTINCT d.region AS region"
OVERDUE = """
MATCH (d:ReportDuty {region: 'RU-TA'}) WHERE d.due_on < $day AND NOT EXISTS {
  MATCH (d)<-[:ANSWERS]-(v:ReportVersion) WHERE v.submitted_at IS NOT NULL
} RETURN d.form AS form
"""
EMPTY = "RU-TA:report:2:07"
ANSWER = """
MATCH (:ReportDuty {id: $duty})<-[:ANSWERS]-(v:ReportVersion)
RETURN v.state AS state, v.empty_answer AS answer
"""
DUE = "MATCH (d:ReportDuty {id: $duty}) RETURN toString(d.due_on) AS due"
AUTHORITY = """
MATCH (own:Account {login: 'coordinator'}), (r:Region {id: 'RU-TA'})
MERGE (a:Account {id: 'account:authority'})
SET a.login = 'authority', a.role = 'authority', a.password_hash = own.password_hash,
  a.region = own.region
MERGE (a)-[:SEES]->(r)
"""
REASON = "В двух школах нет результатов второго этапа"


async def again(desk: Page, login: str, demo: Demo, path: str) -> None:
    """Another person comes to the desk."""
    await desk.context.clear_cookies()
    await enter(desk, login, demo.password, path)
    await desk.goto(path)


async def states(demo: Demo) -> list[tuple[int, str]]:
    rows = await demo.graph.rows(STATE, {"duty": DUTY})
    return [(row["number"], row["state"]) for row in rows]


async def test_a_report_goes_from_draft_to_accepted(desk: Page, demo: Demo) -> None:
    await again(desk, "coordinator", demo, "/reports")
    await heading(desk, "Отчёты: Республика Татарстан")
    await looks_well(desk)
    await picture(desk, "reports")
    await desk.get_by_label("Отчёт", exact=True).select_option("2")
    await desk.get_by_label("Период").select_option(index=1)
    await desk.get_by_role("button", name="Показать").click()
    await desk.get_by_role("button", name="Составить черновик отчёта № 2").click()

    await heading(desk, "Отчёт № 2")
    await expect(desk.get_by_role("status")).to_contain_text("Черновик составлен")
    assert await states(demo) == [(1, "draft")]
    await looks_well(desk)
    async with desk.expect_download() as coming:
        await desk.get_by_role("link", name="Excel", exact=True).click()
    assert (await coming.value).suggested_filename.endswith(".xlsx")

    number = desk.locator("#figures tbody td.number a").first
    told = await number.inner_text()
    await number.click()
    await heading(desk, f"Зарегистрировано: {told}")
    records = desk.locator("section[aria-labelledby=records] tbody tr")
    await expect(records).to_have_count(int(told))
    id_ = await records.first.locator("td").nth(2).inner_text()
    card = f"/links/record/Student/{segment(id_)}"
    await expect(records.first.get_by_role("link")).to_have_attribute("href", card)
    await desk.get_by_label("Замечание").fill("Сверено со школой")
    await desk.get_by_role("button", name="Записать").click()
    await expect(desk.get_by_role("status")).to_contain_text("Замечание записано")
    await looks_well(desk)
    await picture(desk, "report-records")
    (comment,) = await demo.graph.rows(COMMENTS, {"duty": DUTY})
    assert (comment["text"], comment["part"], comment["column"]) == (
        "Сверено со школой", "schools", "registered",
    )  # fmt: skip
    await desk.get_by_role("link", name="← К отчёту").click()
    await expect(desk.locator(".comment")).to_contain_text("Школы · ")
    await expect(desk.locator("#figures a.noted")).to_have_text(told)
    await picture(desk, "report")
    await desk.get_by_role("button", name="Представить куратору").click()
    await expect(desk.get_by_role("status")).to_contain_text("Отчёт представлен")
    assert await states(demo) == [(1, "submitted")]

    await again(desk, "curator", demo, "/reports?region=RU-TA&form=2&step=SUBMITTED")
    await looks_well(desk)
    await desk.get_by_role("link", name="Проверить: принять или вернуть").click()
    await expect(desk.locator(".comment")).to_contain_text("Сверено со школой")
    await desk.get_by_label("Что исправить").fill(REASON)
    await desk.get_by_role("button", name="Вернуть с замечаниями").click()
    await expect(desk.get_by_role("status")).to_contain_text("возвращён")
    assert await states(demo) == [(1, "returned")]

    await again(desk, "coordinator", demo, "/reports?form=2&step=RETURNED")
    await desk.get_by_role("link", name="Прочесть замечания").last.click()
    await expect(desk.locator(".refusal")).to_contain_text(REASON)
    await desk.get_by_role("button", name="Составить новую версию").click()
    await expect(desk.locator("section[aria-labelledby=versions]")).to_contain_text(
        "С версии 1 ничего не изменилось"
    )
    await desk.get_by_role("button", name="Представить куратору").click()
    assert await states(demo) == [(1, "returned"), (2, "submitted")]

    await again(desk, "curator", demo, "/reports?region=RU-TA&form=2&step=SUBMITTED")
    await desk.get_by_role("link", name="Проверить: принять или вернуть").click()
    await desk.get_by_role("button", name="Принять").click()
    await expect(desk.get_by_role("status")).to_contain_text("Отчёт принят")
    assert await states(demo) == [(1, "returned"), (2, "accepted")]
    await expect(desk.get_by_role("button", name="Принять")).to_have_count(0)
    await desk.get_by_role("link", name="Чем отличается от графа сейчас").click()
    await heading(desk, "Что изменилось: версия 2 и граф сейчас")
    await looks_well(desk)


async def test_the_matrix_is_narrowed_and_goes_out_as_it_stands(desk: Page, demo: Demo) -> None:
    await enter(desk, "head", demo.password, "/reports")
    regions = await demo.graph.rows(REGIONS)
    await expect(desk.locator(".matrix tbody tr")).to_have_count(len(regions))
    await looks_well(desk)
    await picture(desk, "reports-matrix")
    await desk.get_by_label("Отчёт", exact=True).select_option("4")
    await desk.get_by_role("button", name="Показать").click()
    await expect(desk.locator(".matrix thead th")).to_have_count(3)
    async with desk.expect_download() as coming:
        await desk.get_by_role("link", name="CSV").click()
    lines = (await (await coming.value).path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Регион;4. ")
    assert lines.index("") == len(regions) + 1
    await desk.get_by_role("link", name="Сбросить").click()
    await desk.get_by_role("link", name="Республика Татарстан").click()
    await desk.get_by_label("только просроченные").check()
    await desk.get_by_role("button", name="Показать").click()
    late = await demo.graph.rows(OVERDUE, {"day": demonstration.PLAN.moment.date()})
    await expect(desk.locator(".reports tbody tr")).to_have_count(len(late))
    assert late
    await desk.goto("/reports/timeliness")
    await expect(desk.locator("tbody tr")).to_have_count(len(regions))
    await looks_well(desk)


async def test_a_curator_moves_the_day_of_what_has_not_come(desk: Page, demo: Demo) -> None:
    await enter(desk, "curator", demo.password, "/reports")
    owed = "RU-TA:report:2:06"
    await desk.goto(f"/reports/duties/{owed}")
    await expect(desk.locator("#figures tbody tr").first).to_be_visible()
    await looks_well(desk)
    await desk.get_by_label("Новый срок").fill("2019-11-20")
    await desk.get_by_role("button", name="Изменить срок").click()
    await expect(desk.get_by_role("status")).to_contain_text("Срок изменён")
    assert await demo.graph.rows(DUE, {"duty": owed}) == [{"due": "2019-11-20"}]


async def test_an_empty_report_is_submitted_with_a_word_for_why(
    desk: Page, demo: Demo, complaints: list[str]
) -> None:
    await again(desk, "coordinator", demo, f"/reports/duties/{EMPTY}")
    await desk.get_by_role("button", name="Представить куратору").click()
    await expect(desk.locator(".refusal")).to_contain_text("Отчёт пуст")
    complaints.clear()  # of the refusal's status
    await looks_well(desk)
    await desk.get_by_label("В отчёте ничего нет").select_option("не проводилось")
    await desk.get_by_label("Пояснение").fill("Обучение перенесено на ноябрь")
    await desk.get_by_role("button", name="Представить куратору").click()
    await expect(desk.locator(".told")).to_contain_text("Отчёт представлен")
    (told,) = await demo.graph.rows(ANSWER, {"duty": EMPTY})
    assert told == {"state": "submitted", "answer": "not_held"}


async def test_a_foreign_report_is_as_one_that_is_not_there(
    desk: Page, demo: Demo, complaints: list[str]
) -> None:
    await enter(desk, "coordinator", demo.password, "/reports")
    for path in (
        "versions/RU-MOW:report:1:01:v1",
        "duties/RU-MOW:report:1:01",
        "versions/RU-MOW:report:1:01:v1/records?part=schools&column=total&row=totals",
    ):
        answer = await desk.goto(f"/reports/{path}")
        assert answer is not None
        assert answer.status == 404
    await expect(desk.locator("main")).to_contain_text("Такой страницы нет")
    complaints.clear()


async def test_an_authority_reads_and_changes_nothing(desk: Page, demo: Demo) -> None:
    await demo.graph.write(lambda writer: writer.rows(AUTHORITY, {}))
    await enter(desk, "authority", demo.password, "/reports")
    await heading(desk, "Отчёты: Республика Татарстан")
    await expect(desk.locator("main").get_by_role("button")).to_have_count(1)
    await desk.goto("/reports/versions/RU-TA:report:1:01:v1")
    await heading(desk, "Отчёт № 1")
    await expect(desk.locator("#figures tbody tr").first).to_be_visible()
    await expect(desk.locator("main").get_by_role("button")).to_have_count(0)
