"""Files and people that imports refuse: told why, and nothing of the graph is changed."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx import AsyncClient
from openpyxl import Workbook  # type: ignore[import-untyped]

from api.errors import RequestError
from api.imports.sent import named
from graph.session import Graph
from imports.reading import LIMITS
from imports.working import work_off
from tests.api.conftest import Enter, ask, codes, data
from tests.api.importing import (
    CHANGED,
    CHOOSE,
    CONFIRM,
    DECIDE,
    DECIDE_ALL,
    DISCARD,
    HEADER,
    NEW,
    ROWS,
    STATE,
    SUMMARY,
    UNDO,
    WRONG,
    csv,
    people,
    previewed,
    refusal,
    result,
    send,
    summary,
    xlsx,
)
from tests.api.planted import FOREIGN, MINE, plant

pytestmark = pytest.mark.anyio

MUTATIONS: dict[str, dict[str, Any]] = {
    CHOOSE: {"columns": [{"index": 0, "key": None}]},
    DECIDE: {"rows": [{"row": 2, "decision": "SKIP"}]},
    DECIDE_ALL: {"decision": "NEW"},
    CONFIRM: {"digest": "any"},
    UNDO: {},
    DISCARD: {},
}


@pytest.fixture
async def network(graph: Graph) -> Graph:
    await plant(graph)
    await graph.write(people)
    return graph


async def test_a_region_of_somebody_else_is_as_none(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    before = await network.rows(STATE)
    foreign, absent = [await send(client, csv(NEW), region=one) for one in (FOREIGN, "RU-XX")]
    assert refusal(foreign) == refusal(absent) == (404, {"code": "NOT_FOUND"})
    assert foreign.json() == absent.json()
    template = "/imports/template/students.xlsx"
    theirs, none = [
        await client.get(template, params={"region": one}) for one in (FOREIGN, "RU-XX")
    ]
    assert (theirs.status_code, theirs.json()) == (404, none.json())
    assert await network.rows(STATE) == before


async def test_an_import_of_somebody_else_is_as_none(enter: Enter, network: Graph) -> None:
    other, client = await enter("other"), await enter("coordinator")
    school = (*NEW[:3], "Школа 1, Республика Башкортостан")
    foreign = (await send(other, csv(school), region=FOREIGN)).json()["id"]
    assert await work_off(network) == [foreign]
    before = await network.rows(STATE)
    absent = f"{FOREIGN}:students:0"
    assert await data(client, "{ imports { id } }") == {"imports": []}
    for id_ in (foreign, absent):
        assert await data(client, SUMMARY, id=id_) == {"importSummary": None}
        assert await data(client, ROWS, id=id_) == {"importRows": None}
    for mutation, given in MUTATIONS.items():
        told = [await result(client, mutation, id=id_, **given) for id_ in (foreign, absent)]
        assert told[0] == told[1]
        assert told[0]["code"] == "NOT_FOUND"
    files = [await client.get(f"/imports/{id_}/rows.xlsx") for id_ in (foreign, absent)]
    assert files[0].status_code == 404
    assert files[0].json() == files[1].json()
    assert await network.rows(STATE) == before


@pytest.mark.parametrize("login", ["head", "curator", "authority", "automation"])
async def test_only_a_coordinator_imports_and_sees_rows(
    enter: Enter, network: Graph, login: str
) -> None:
    id_ = await previewed(await enter("coordinator"), network, csv(NEW, WRONG))
    client, before = await enter(login), await network.rows(STATE)
    answer = await send(client, csv(CHANGED))
    code = "READ_ONLY" if login == "authority" else "FORBIDDEN"
    assert refusal(answer) == (403, {"code": code})
    assert refusal(await client.get(f"/imports/{id_}/rows.xlsx")) == (403, {"code": "FORBIDDEN"})
    assert codes(await ask(client, ROWS, id=id_)) == ["FORBIDDEN_FIELD"]
    for mutation, given in MUTATIONS.items():
        assert codes(await ask(client, mutation, id=id_, **given)) == ["FORBIDDEN_FIELD"]
    if login in ("head", "curator"):
        assert (await summary(client, id_))["total"] == 2
        listed = await data(client, "query($r: ID) { imports(region: $r) { id } }", r=MINE)
        assert listed == {"imports": [{"id": id_}]}
    else:
        assert codes(await ask(client, SUMMARY, id=id_)) == ["FORBIDDEN_FIELD"]
        assert codes(await ask(client, "{ imports { id } }")) == ["FORBIDDEN_FIELD"]
    assert await data(client, "{ importKinds { name } }")
    assert await network.rows(STATE) == before


async def pieces(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b" " * 1_000_000


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("attachment; filename=list.csv", "list.csv"),
        ("attachment; filename*=UTF-8''%D0%A1%D0%BF%D0%B8%D1%81%D0%BE%D0%BA.csv", "Список.csv"),
        ('attachment; filename="Список.csv"'.encode().decode("latin-1"), "Список.csv"),
        ("attachment; filename=a.csv; filename*=UTF-8''%D0%B1.csv", "б.csv"),
        (r"attachment; filename=C:\\lists\\a.csv", "a.csv"),
        ("attachment; filename=../../etc/a.csv", "a.csv"),
    ],
)
def test_a_file_is_called_as_it_was_sent(told: str, name: str) -> None:
    assert named(told) == name


@pytest.mark.parametrize("told", ["", "attachment", "attachment; filename=a%0A.csv\x00"])
def test_a_file_without_a_usable_name_is_not_taken(told: str) -> None:
    with pytest.raises(RequestError):
        named(told)


async def test_nobody_brings_nothing(anonymous: AsyncClient) -> None:
    answer = await send(anonymous, csv(NEW))
    assert refusal(answer) == (401, {"code": "UNAUTHENTICATED"})


async def test_a_page_of_another_site_brings_nothing(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    before = await network.rows(STATE)
    answer = await client.post(
        "/imports",
        data={"region": MINE},
        files={"file": ("a.csv", csv(NEW))},
        headers={"Origin": "https://elsewhere.test"},
    )
    assert refusal(answer) == (403, {"code": "BAD_ORIGIN"})
    assert await network.rows(STATE) == before


async def test_a_refused_file_says_why(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    before = await network.rows(STATE)
    book, out = Workbook(), io.BytesIO()
    book.active.append(HEADER)
    book.active.append([*NEW[:3], "=A1"])
    book.save(out)
    formulas = await send(client, out.getvalue(), name="список.xlsx")
    assert refusal(formulas) == (400, {"code": "REFUSED_FILE", "reason": "formulas"})
    assert NEW[0] not in formulas.text
    mislabelled = await send(client, xlsx(NEW), name="список.csv")
    assert refusal(mislabelled) == (400, {"code": "REFUSED_FILE", "reason": "mislabelled"})
    large = await send(client, b" " * (LIMITS.file + 1))
    assert refusal(large) == (413, {"code": "REFUSED_FILE", "reason": "too_large"})
    unannounced = await client.post(
        "/imports",
        params={"region": MINE},
        headers={"Content-Disposition": "attachment; filename=a.csv"},
        content=pieces(LIMITS.file // 1_000_000 + 2),
    )
    assert refusal(unannounced) == refusal(large)
    headless = await send(client, "один;два\r\n1;2".encode())
    assert refusal(headless) == (400, {"code": "BAD_INPUT"})
    assert refusal(await send(client, csv(NEW), kind="no")) == (400, {"code": "BAD_INPUT"})
    assert refusal(await send(client, csv(NEW), region="")) == (400, {"code": "BAD_REQUEST"})
    unnamed = await client.post("/imports", params={"region": MINE}, content=csv(NEW))
    assert refusal(unnamed) == (400, {"code": "BAD_REQUEST"})
    form = await client.post("/imports", data={"region": MINE})
    assert refusal(form) == (415, {"code": "UNSUPPORTED_MEDIA_TYPE"})
    fileless = await client.post("/imports", files={"region": (None, MINE)})
    assert refusal(fileless) == (400, {"code": "BAD_REQUEST"})
    assert await network.rows(STATE) == before
