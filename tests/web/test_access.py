"""Section «Доступ»: accounts made and closed, tokens shown once, who changed what, own sign-ins."""

from __future__ import annotations

import re

import pytest
from httpx import AsyncClient
from playwright.async_api import Page, expect

from tests.web.conftest import MOSCOW, Demo
from tests.web.looking import enter, heading, looks_well, picture

pytestmark = pytest.mark.anyio

TOKENS = "MATCH (t:Token {name: $name}) RETURN t.revoked_at IS NULL AS lasts"
ENTRIES = "MATCH (e:AuditEntry {action: $action}) RETURN count(e) AS entries"
VIEWER = {"query": "{ viewer { login regions readOnly } }"}


async def test_a_curator_gets_an_account_and_loses_it(
    desk: Page, demo: Demo, complaints: list[str]
) -> None:
    await enter(desk, "head", demo.password, "/access")
    await heading(desk, "Доступ")
    await expect(desk.locator("tbody tr")).to_have_count(4 + len(MOSCOW))
    await looks_well(desk)
    await picture(desk, "access")
    await desk.get_by_role("link", name="Создать запись").click()
    await desk.get_by_label("Для кого").get_by_role("link", name="куратор", exact=True).click()
    await desk.get_by_label("Имя для входа").fill("head")
    await desk.get_by_label("Лицо сети").select_option(index=1)
    await looks_well(desk)
    await picture(desk, "access-new")
    await desk.get_by_role("button", name="Создать запись").click()
    await expect(desk.get_by_role("alert")).to_contain_text("уже занято")
    complaints.clear()
    # What was chosen is still there; another login is enough.
    await desk.get_by_label("Имя для входа").fill("petrova")
    await desk.get_by_role("button", name="Создать запись").click()
    await heading(desk, "Запись создана")
    password = await desk.locator("#secret").inner_text()
    assert password not in desk.url
    await looks_well(desk)
    await desk.get_by_role("link", name="К записи").click()
    await heading(desk, "petrova")
    assert password not in await desk.content()
    await _signed_in_and_thrown_out(desk, demo, password)


async def _signed_in_and_thrown_out(desk: Page, demo: Demo, password: str) -> None:
    """The new account opens the door until it is closed on its card, where `desk` is."""
    door = {"login": "petrova", "password": password}
    async with AsyncClient(base_url=demo.site, timeout=60) as client:
        assert (await client.post("/sign-in", data=door)).status_code == 303
        assert (await client.get("/overview")).status_code == 200
        await desk.reload()
        await expect(desk.locator(".facts")).to_contain_text("Действует входов")
        await looks_well(desk)
        await picture(desk, "access-account")
        await desk.get_by_text("Отключить запись").click()
        await desk.get_by_role("button", name="Отключить petrova").click()
        await expect(desk.get_by_role("status")).to_contain_text("отключена")
        assert (await client.get("/overview")).status_code == 303
        assert (await client.post("/sign-in", data=door)).status_code == 401


async def test_a_token_is_shown_once_and_revoked(desk: Page, demo: Demo) -> None:
    await enter(desk, "head", demo.password, "/access/new?role=automation")
    await desk.get_by_label("Имя для входа").fill("export")
    for region in await desk.get_by_role("checkbox").all():
        await region.check()
    await desk.get_by_role("button", name="Создать запись").click()
    await desk.get_by_role("link", name="К записи").click()
    await desk.get_by_text("Выдать ключ").first.click()
    await desk.get_by_label("Название").fill("ночная выгрузка")
    await desk.get_by_role("checkbox").nth(1).check()
    await looks_well(desk)
    await desk.get_by_role("button", name="Выдать ключ").click()
    await heading(desk, "Ключ выдан")
    secret = await desk.locator("#secret").inner_text()
    assert secret not in desk.url
    await picture(desk, "access-token")
    async with AsyncClient(
        base_url=demo.site, headers={"Authorization": f"Bearer {secret}"}
    ) as own:
        seen = (await own.post("/graphql", json=VIEWER)).json()["data"]["viewer"]
        assert (seen["login"], len(seen["regions"]), seen["readOnly"]) == ("export", 1, True)
        await desk.goto("/access/tokens")
        assert secret not in await desk.content()
        await expect(desk.locator("tbody tr")).to_contain_text("ночная выгрузка")
        await looks_well(desk)
        await desk.get_by_role("link", name="export").click()
        await desk.get_by_role("button", name="Отозвать ключ ночная выгрузка").click()
        await expect(desk.get_by_role("status")).to_contain_text("отозван")
        assert (await own.post("/graphql", json=VIEWER)).status_code == 401
    assert await demo.graph.rows(TOKENS, {"name": "ночная выгрузка"}) == [{"lasts": False}]


async def test_the_audit_tells_who_did_what(desk: Page, demo: Demo) -> None:
    await enter(desk, "head", demo.password, "/access/audit")
    await heading(desk, "Журнал изменений")
    await desk.get_by_label("Что сделано").select_option("create_account")
    await desk.get_by_label("Кто").select_option(label="head")
    await desk.get_by_role("button", name="Показать").click()
    await expect(desk).to_have_url(re.compile("action=create_account"))
    (entries,) = await demo.graph.rows(ENTRIES, {"action": "create_account"})
    rows = desk.locator("tbody tr")
    await expect(rows).to_have_count(entries["entries"])
    await rows.first.locator("summary").click()
    await expect(rows.first).to_contain_text("имя для входа")
    await looks_well(desk)
    await picture(desk, "audit")
    async with desk.expect_download() as coming:
        await desk.get_by_role("link", name="CSV").click()
    lines = (await (await coming.value).path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Когда;Кто;Имя для входа")
    assert lines.index("") == entries["entries"] + 1
    # The record's own audit, then days in which nothing was done.
    await rows.first.get_by_role("link").click()
    await expect(desk.get_by_label("только одна запись")).to_be_checked()
    await desk.get_by_label("По", exact=True).fill("2001-01-01")
    await desk.get_by_role("button", name="Показать").click()
    await expect(desk.locator(".empty")).to_be_visible()
    await looks_well(desk)


@pytest.mark.parametrize("path", ["/access", "/access/tokens", "/access/audit", "/access/new"])
async def test_it_is_the_heads_alone(
    desk: Page, demo: Demo, complaints: list[str], path: str
) -> None:
    await enter(desk, "curator", demo.password, path)
    await expect(desk.locator("main")).to_contain_text("не для вашей роли")
    await expect(desk.get_by_role("link", name="Доступ")).to_have_count(0)
    complaints.clear()


async def test_anybody_ends_the_own_sign_ins(desk: Page, demo: Demo) -> None:
    async with AsyncClient(base_url=demo.site) as elsewhere:
        await elsewhere.post("/sign-in", data={"login": "authority", "password": "не тот"})
        door = {"login": "authority", "password": demo.password}
        assert (await elsewhere.post("/sign-in", data=door)).status_code == 303
        await enter(desk, "authority", demo.password)
        await desk.get_by_role("link", name="authority, ОИВ").click()
        await heading(desk, "Мои входы")
        await expect(desk.get_by_text("отклонена: неверный пароль")).to_be_visible()
        await looks_well(desk)
        await picture(desk, "own-sign-ins")
        await desk.get_by_role("button", name="Закончить все входы").click()
        await expect(desk.get_by_label("Пароль")).to_be_visible()
        assert (await elsewhere.get("/access/mine")).status_code == 303
    (entries,) = await demo.graph.rows(ENTRIES, {"action": "sign_out_everywhere"})
    assert entries["entries"] == 1
