"""Pages «Фото и видео»: a picture goes up with progress, and stays unseen if it may not be seen."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from queries.account.demo import PREFERRED_REGION
from tests.web.conftest import Demo
from tests.web.looking import enter, looks_well, picture

pytestmark = pytest.mark.anyio

# A practicum that somebody attended whom no consent lets be shown.
PLACE = """
MATCH (p:Practicum {region: $region})<-[:ATTENDED]-(s:Student)
WHERE p.held_at IS NOT NULL AND p.cancelled_at IS NULL
  AND NOT EXISTS { (s)<-[:FOR_CHILD]-(c:Consent) WHERE 'images' IN c.purposes }
WITH p, s ORDER BY p.on_day DESC, p.id, s.id LIMIT 1
RETURN p.id AS practicum, p.title AS title, s.id AS child
"""
FILES = """
MATCH (m:MediaFile)-[:SHOWS]->(:Practicum {id: $practicum})
WHERE m.sha256 IS NOT NULL
RETURN m.id AS id, m.kind AS kind, m.size_bytes AS size, m.removed_at IS NOT NULL AS removed,
  COLLECT { MATCH (m)-[:DEPICTS]->(s) RETURN s.id } AS children
"""
UNSEEN = "Failed to load resource: the server responded with a status of 403 (Forbidden)"


def png(side: int) -> bytes:
    """A square of one colour, as a camera's program would write it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checked = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + checked

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    lines = (b"\x00" + b"\x30\x60\x90" * side) * side
    image = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + image


async def place(demo: Demo) -> dict[str, Any]:
    (found,) = await demo.graph.rows(PLACE, {"region": PREFERRED_REGION})
    return found


async def test_a_picture_goes_up_and_is_shown_until_it_may_not_be(
    desk: Page, demo: Demo, complaints: list[str], tmp_path: Path
) -> None:
    at = await place(demo)
    photo = tmp_path / "снимок.png"
    photo.write_bytes(png(400))
    await enter(desk, "coordinator", demo.password, "/media")
    await looks_well(desk)
    await picture(desk, "media")
    home = f"/media/practicums/{at['practicum']}"
    await desk.goto(home)
    sent: list[str] = []
    desk.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    await desk.get_by_label("Фото (jpg").set_input_files(photo)
    await desk.get_by_role("button", name="Загрузить").click()
    await expect(desk.get_by_role("status").first).to_contain_text("Загружено.")
    assert not [address for address in sent if "png" in address]
    (file,) = await demo.graph.rows(FILES, {"practicum": at["practicum"]})
    assert (file["kind"], file["size"]) == ("photo", photo.stat().st_size)

    shot = desk.get_by_role("article").first
    await shot.get_by_role("link", name="Посмотреть").click()
    await expect(desk.locator("img.shot")).to_have_js_property("naturalWidth", 400)
    await looks_well(desk)
    await shot.get_by_text("Кто на нём").click()
    await shot.locator(f'[name="child:{at["child"]}"]').check()
    await shot.get_by_role("button", name="Сохранить отметку").click()
    await expect(shot).to_contain_text("ребёнок без согласия на съёмку")
    await expect(shot).to_contain_text("внесите согласие на съёмку")
    await expect(shot.get_by_role("link", name="Посмотреть")).to_have_count(0)
    await looks_well(desk)
    await picture(desk, "media-refused")

    await desk.goto(f"{home}?file={file['id']}")
    await expect(desk.get_by_role("alert")).to_contain_text("Файл не показывается")
    answer = await desk.request.get(f"/media/{file['id']}")
    assert (answer.status, "IMAGE_WITHOUT_CONSENT" in await answer.text()) == (403, True)

    await shot.get_by_text("Убрать…").click()
    await shot.get_by_role("button", name="Да, убрать").click()
    await expect(desk.get_by_role("status").first).to_contain_text("Файл убран")
    (file,) = await demo.graph.rows(FILES, {"practicum": at["practicum"]})
    assert (file["removed"], file["children"]) == (True, [at["child"]])


async def test_how_far_it_is_is_told_and_what_is_refused_says_why(
    desk: Page, demo: Demo, complaints: list[str], tmp_path: Path
) -> None:
    at = await place(demo)
    await enter(desk, "coordinator", demo.password, f"/media/practicums/{at['practicum']}")
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    good.write_bytes(png(300) + bytes(100_000))
    bad.write_bytes(b"%PDF-1.4" + bytes(9000))

    async def wait(route: Route) -> None:
        """The bytes have gone; the server's answer has not come yet."""
        await expect(desk.get_by_role("progressbar").first).to_be_visible()
        await route.continue_()

    await desk.route("**/media?**", wait)
    await desk.get_by_label("Фото (jpg").set_input_files([good, bad])
    await desk.get_by_role("button", name="Загрузить").click()
    await expect(desk.locator("#sent")).to_contain_text("Загружено 1 из 2")
    await expect(desk.locator("#sending li").first.locator("progress")).to_have_js_property(
        "value", 100
    )
    await expect(desk.locator("#sending li").last).to_contain_text("Содержимое файла — не png")
    await looks_well(desk)
    await picture(desk, "media-sending")
    assert all("415" in one for one in complaints)
    complaints.clear()


async def test_a_curator_looks_and_keeps_nothing(desk: Page, demo: Demo) -> None:
    at = await place(demo)
    await enter(desk, "curator", demo.password, f"/media/practicums/{at['practicum']}")
    await expect(desk.get_by_role("button", name="Загрузить")).to_have_count(0)
    await expect(desk.get_by_text("Кто на нём")).to_have_count(0)
    await looks_well(desk)
    await desk.goto("/media?state=without")
    await looks_well(desk)
