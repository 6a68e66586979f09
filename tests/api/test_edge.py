"""Headers, health, the log, a database that has gone, the vendored files."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient

from api.app import STATIC, create_app
from graph.migrations import GRAPH_VERSION
from graph.session import Graph, connect
from graph.settings import Settings
from tests.api.conftest import SITE, Enter, codes, sign_in
from tests.api.planted import CONSENT_GAP

pytestmark = pytest.mark.anyio

AT_VERSION = "MERGE (r:GraphRecord {id: 'graph'}) SET r.version = $version"


async def test_every_answer_has_the_security_headers(enter: Enter, anonymous: AsyncClient) -> None:
    client = await enter("coordinator")
    answers = [
        await client.get("/regions"),
        await client.get(f"/gaps/{CONSENT_GAP}"),
        await client.get("/no/such/page"),
        await client.post("/graphql", json={"query": "{ viewer { login } }"}),
        await client.post("/sign-out", headers={"Origin": "http://evil.test"}),
        await anonymous.get("/regions"),
        await anonymous.get("/sign-in"),
    ]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-request-id"]


async def test_pages_have_nothing_inline(enter: Enter) -> None:
    client = await enter("coordinator")
    for path in ("/regions", "/regions/RU-TA", "/regions/RU-TA/schools", f"/gaps/{CONSENT_GAP}"):
        text = (await client.get(path)).text
        for script in re.findall("<script[^>]*>", text):
            assert re.fullmatch('<script( defer| type="module")* src="/static/[^"]+"[^>]*>', script)
            assert f"{script}</script>" in text
        assert "<style" not in text
        assert " style=" not in text
        assert " on" + "click" not in text


async def test_health(anonymous: AsyncClient) -> None:
    assert (await anonymous.get("/health/live")).json() == {"status": "ok"}
    assert (await anonymous.get("/health/ready")).json() == {"status": "ok"}


async def test_not_ready_over_a_graph_of_another_version(
    network: Graph, anonymous: AsyncClient
) -> None:
    await network.change(AT_VERSION, {"version": GRAPH_VERSION + 1})
    try:
        answer = await anonymous.get("/health/ready")
    finally:
        await network.change(AT_VERSION, {"version": GRAPH_VERSION})
    assert (answer.status_code, answer.json()["code"]) == (503, "GRAPH_VERSION")


async def test_without_a_database_people_get_503_and_programs_a_code(tmp_path: Path) -> None:
    async with connect("bolt://127.0.0.1:1", "neo4j", "none") as gone:
        app = create_app(Settings(home=tmp_path), gone)
        async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as client:
            client.cookies.set("orientir_sign_in", "any")
            # All at once: each waits for the driver to give up.
            page, answer, ready, live = await asyncio.gather(
                client.get("/regions", headers={"Accept": "text/html"}),
                client.post("/graphql", json={"query": "{ viewer { login } }"}),
                client.get("/health/ready"),
                client.get("/health/live"),
            )
    assert (page.status_code, page.headers["retry-after"]) == (503, "10")
    assert answer.status_code == 503
    assert codes(answer.json()) == ["GRAPH_UNAVAILABLE"]
    assert (ready.status_code, live.status_code) == (503, 200)


async def test_the_log_names_no_person_and_no_question(
    enter: Enter, anonymous: AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    client = await enter("coordinator")
    await client.get("/regions", params={"q": "тайный запрос"})
    await client.post("/graphql", json={"query": "{ viewer { login } }"})
    await sign_in(anonymous, "кто-то", "не тот")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {line["route"] for line in lines} == {"/sign-in", "/regions", "/graphql"}
    allowed = {
        "event", "level", "method", "milliseconds", "request_id", "route", "status", "timestamp",
    }  # fmt: skip
    assert all(line.keys() <= allowed for line in lines)
    text = json.dumps(lines, ensure_ascii=False)
    for secret in ("тайный", "coordinator", "кто-то", "viewer"):
        assert secret not in text


async def test_a_log_that_cannot_be_written_fails_no_request(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await enter("coordinator")
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: ASYNC230, PTH123 - a device
        monkeypatch.setattr("sys.stderr", full)
        assert (await client.get("/regions")).status_code == 200
        assert (await client.post("/graphql", json={"query": "{ nothing }"})).status_code == 200
        monkeypatch.undo()
        with contextlib.suppress(OSError):  # What it still holds can't be written either.
            full.close()


def test_vendored_files_are_those_that_were_taken() -> None:
    folder = STATIC / "vendor"
    listed = json.loads((folder / "VENDOR.json").read_text(encoding="utf-8"))
    sums = {file["path"]: file["sha256"] for package in listed for file in package["files"]}
    there = {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "VENDOR.json"
    }
    assert there == sums
    assert b"sourceMappingURL" not in b"".join(p.read_bytes() for p in folder.rglob("*.css"))
