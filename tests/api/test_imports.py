"""Imports from the file to the graph and back, over HTTP and GraphQL, as programs do it."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient
from openpyxl import load_workbook  # type: ignore[import-untyped]
from starlette.applications import Starlette

from api.app import create_app
from api.imports.worker import ImportWorker
from graph.session import Graph, connect
from graph.settings import Settings
from imports.working import work_off
from tests.api.conftest import Enter, ask, codes, data
from tests.api.importing import (
    ALIKE,
    CHANGED,
    CHOOSE,
    CONFIRM,
    DECIDE,
    DECIDE_ALL,
    DISCARD,
    HEADER,
    KNOWN,
    MENDED,
    MOVED,
    NEW,
    ROWS,
    SAME,
    SCHOOL,
    SCHOOL_NAME,
    STATE,
    UNDO,
    WRONG,
    children,
    csv,
    people,
    previewed,
    refusal,
    result,
    rows,
    send,
    summary,
    written,
    xlsx,
)
from tests.api.planted import MINE, plant

pytestmark = pytest.mark.anyio

BEFORE = [("Кузнецова", "Анна", 7, None, SCHOOL)]
GIVEN = """
MATCH (e:AuditEntry {action: 'give_import'})-[:MADE_BY]->(a:Account)
RETURN e.subject_id AS id, e.chain AS chain, a.id AS who
"""


@pytest.fixture
async def network(graph: Graph) -> Graph:
    await plant(graph)
    await graph.write(people)
    return graph


async def test_a_file_is_previewed_decided_written_and_taken_back(
    enter: Enter, network: Graph
) -> None:
    client = await enter("coordinator")
    sent = await send(client, csv(NEW, CHANGED, ALIKE, WRONG))
    id_ = sent.json()["id"]
    assert sent.status_code == 201
    assert sent.json() == {
        "id": id_, "region": MINE, "kind": "students", "sheet": "", "state": "read", "rows": 4,
    }  # fmt: skip
    assert await work_off(network) == [id_]
    told = await summary(client, id_)
    assert (told["state"], told["total"], told["planned"]) == ("PREVIEWED", 4, 4)
    assert told["file"] == "Список 7 Б.csv"
    assert [(one["header"], one["how"]) for one in told["columns"]] == [
        (header, "exact") for header in HEADER
    ]
    new, changed, alike, wrong = await rows(client, id_)
    assert [one["fate"] for one in (new, changed, alike, wrong)] == [
        "NEW", "CHANGED", "DUPLICATE", "REJECTED",
    ]  # fmt: skip
    assert [one["number"] for one in (new, changed, alike, wrong)] == [2, 3, 4, 5]
    assert new["cells"] == list(NEW)
    assert [(one["was"], one["now"]) for one in changed["changes"]] == [("7", "8")]
    (candidate,) = alike["candidates"]
    assert candidate["id"] == KNOWN
    assert candidate["name"].startswith("Кузнецова Анна Сергеевна")
    assert candidate["evidence"]
    (problem,) = wrong["problems"]
    assert (problem["column"], problem["value"]) == ("Дата рождения", "31.02.2006")
    assert problem["what"]
    assert problem["fix"]
    assert await children(network) == BEFORE

    early = await result(client, CONFIRM, id=id_, digest=told["digest"])
    assert (early["code"], early["field"]) == ("WRONG_STEP", "goodRows")
    said = [{"row": 4, "decision": "SKIP"}]
    assert (await result(client, DECIDE, id=id_, rows=said))["state"] == "READ"
    assert await work_off(network) == [id_]
    assert [one["fate"] for one in await rows(client, id_, fates=["SKIPPED"])] == ["SKIPPED"]
    digest = (await summary(client, id_))["digest"]
    assert digest != told["digest"]
    stale = await result(client, CONFIRM, id=id_, digest=told["digest"], good=True)
    assert (stale["code"], stale["field"]) == ("WRONG_STEP", "digest")
    for _ in range(2):  # a repeat changes nothing
        confirmed = await result(client, CONFIRM, id=id_, digest=digest, good=True)
        assert confirmed["state"] == "WRITING"
    assert await work_off(network) == [id_]
    done = await summary(client, id_)
    assert (done["state"], done["written"]) == ("DONE", 4)
    assert {one["fate"]: one["rows"] for one in done["counts"]} == {
        "NEW": 1, "CHANGED": 1, "SKIPPED": 1, "REJECTED": 1,
    }  # fmt: skip
    assert await children(network) == [
        ("Иванова", "Мария", 7, "Б", SCHOOL),
        ("Кузнецова", "Анна", 8, None, SCHOOL),
    ]

    assert (await result(client, UNDO, id=id_))["state"] == "UNDOING"
    assert await work_off(network) == [id_]
    assert (await summary(client, id_))["state"] == "UNDONE"
    assert await children(network) == BEFORE


async def test_a_form_and_a_workbook_bring_the_same_in(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    by_body = await previewed(client, network, csv(NEW, SAME))
    answer = await client.post(
        "/imports",
        data={"region": MINE, "kind": "students"},
        files={"file": ("Список 7 Б.xlsx", xlsx(NEW, SAME))},
    )
    assert answer.status_code == 201, answer.text
    by_form = answer.json()["id"]
    assert await work_off(network) == [by_form]
    assert (await summary(client, by_form))["file"] == "Список 7 Б.xlsx"
    first, second = await rows(client, by_body), await rows(client, by_form)
    assert first == second
    assert [one["fate"] for one in first] == ["NEW", "SAME"]


async def test_the_kind_is_recognised_by_the_headers(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    body = csv(("16001234", "Школа № 12", "Казань"), header=("global_id", "name", "Район"))
    answer = await send(client, body, kind="")
    assert (answer.status_code, answer.json()["kind"]) == (201, "schools")
    assert await work_off(network) == [answer.json()["id"]]


async def test_the_same_file_twice_changes_nothing(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    id_ = await written(client, network, csv(NEW, CHANGED))
    before = await network.rows(STATE)
    again = await send(client, csv(NEW, CHANGED), name="Другое имя.csv")
    assert (again.status_code, again.json()["id"], again.json()["state"]) == (200, id_, "done")
    assert await work_off(network) == []
    assert await network.rows(STATE) == before


async def test_a_column_is_said_to_be_another(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    header = (*HEADER[:3], "Где числится")
    id_ = await previewed(client, network, csv(NEW, header=header))
    assert (await summary(client, id_))["columns"][3]["key"] is None
    wrong = await result(client, CHOOSE, id=id_, columns=[{"index": 9, "key": "school"}])
    assert wrong["code"] == "BAD_INPUT"
    chosen = await result(client, CHOOSE, id=id_, columns=[{"index": 3, "key": "school"}])
    assert chosen["state"] == "READ"
    assert await work_off(network) == [id_]
    assert (await summary(client, id_))["columns"][3]["how"] == "chosen"
    (row,) = await rows(client, id_)
    assert (row["fate"], row["problems"]) == ("NEW", [])


async def test_duplicates_are_somebody_or_new(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    id_ = await previewed(client, network, csv(ALIKE))
    nobody = [{"row": 2, "decision": "SAME", "candidate": f"{MINE}-child-0"}]
    assert (await result(client, DECIDE, id=id_, rows=nobody))["code"] == "INVALID_INPUT"
    alone = await result(client, DECIDE, id=id_, rows=[{"row": 77, "decision": "SKIP"}])
    assert (alone["code"], alone["field"]) == ("INVALID_INPUT", "row")
    somebody = [{"row": 2, "decision": "SAME", "candidate": KNOWN}]
    await result(client, DECIDE, id=id_, rows=somebody)
    await work_off(network)
    (row,) = await rows(client, id_)
    assert (row["fate"], row["decision"]) == ("CHANGED", "SAME")
    moved = await previewed(client, network, csv(MOVED))
    ((known,),) = [one["candidates"] for one in await rows(client, moved)]
    assert (known["id"], known["sure"]) == (KNOWN, True)
    await result(client, DECIDE_ALL, id=moved, decision="SAME")
    await work_off(network)
    assert [one["fate"] for one in await rows(client, moved)] == ["CHANGED"]
    other = await previewed(client, network, csv(ALIKE, NEW))
    assert (await result(client, DECIDE_ALL, id=other, decision="SAME"))["state"] == "PREVIEWED"
    assert [one["fate"] for one in await rows(client, other)] == ["DUPLICATE", "NEW"]
    await result(client, DECIDE_ALL, id=other, decision="NEW")
    await work_off(network)
    assert [one["fate"] for one in await rows(client, other)] == ["NEW", "NEW"]
    assert (await result(client, DISCARD, id=other))["__typename"] == "ImportSummary"
    assert await rows(client, other) == []
    assert await children(network) == BEFORE


async def test_rows_come_by_pages(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    body = csv(*((f"Иванова Мария{n}", "14.03.2006", "7", SCHOOL_NAME) for n in range(5)))
    id_ = await previewed(client, network, body)
    seen, cursor = [], None
    for more in (True, True, False):
        page = (await data(client, ROWS, id=id_, first=2, after=cursor))["importRows"]
        assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (5, more)
        seen += [edge["node"]["number"] for edge in page["edges"]]
        cursor = page["pageInfo"]["endCursor"]
    assert seen == [2, 3, 4, 5, 6]
    assert codes(await ask(client, ROWS, id=id_, first=501)) == ["BAD_PAGE_SIZE"]
    assert codes(await ask(client, ROWS, id=id_, after="5")) == ["BAD_CURSOR"]


async def test_what_changed_since_the_preview_is_not_written_over(
    enter: Enter, network: Graph
) -> None:
    client = await enter("coordinator")
    first = await previewed(client, network, csv(NEW, CHANGED))
    digest = (await summary(client, first))["digest"]
    ninth = (*CHANGED[:2], "9", SCHOOL_NAME)
    second = await written(client, network, csv(ninth))
    refused = await result(client, CONFIRM, id=first, digest=digest)
    assert (refused["code"], refused["rows"]) == ("CHANGED_SINCE", [3])
    assert ("Кузнецова", "Анна", 9, None, SCHOOL) in await children(network)
    assert await work_off(network) == [first]
    (row,) = await rows(client, first, fates=["CHANGED"])
    assert [(one["was"], one["now"]) for one in row["changes"]] == [("9", "8")]
    anew = (await summary(client, first))["digest"]
    assert (await result(client, CONFIRM, id=first, digest=anew))["state"] == "WRITING"
    assert await work_off(network) == [first]
    touched = await result(client, UNDO, id=second)
    assert touched["code"] == "TOUCHED_SINCE"
    assert ("Кузнецова", "Анна", 8, None, SCHOOL) in await children(network)


async def test_the_marked_file_is_mended_and_sent_again(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    odd = ("=Орлова Вера Ивановна", "01.01.2006", "7", SCHOOL_NAME)
    id_ = await previewed(client, network, xlsx(NEW, CHANGED, WRONG), name="Список.xlsx")
    answer = await client.get(f"/imports/{id_}/rows.xlsx")
    assert answer.status_code == 200, answer.text
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Строки", "Сводка"]
    sheet = book["Строки"]
    lines = list(sheet.iter_rows(values_only=True))
    own = slice(2, 2 + len(HEADER))
    assert lines[0] == (
        "Что будет", "Ошибка", *HEADER, "Было → стало", "Кто это может быть", "Строка файла",
    )  # fmt: skip
    assert [line[own] for line in lines[1:]] == [NEW, CHANGED, WRONG]
    assert [line[0] for line in lines[1:]] == ["новая", "изменится", "ошибка"]
    assert [line[-1] for line in lines[1:]] == [2, 3, 4]
    assert "7 → 8" in str(lines[2][-3])
    wrong = sheet["D4"]
    assert wrong.value == "31.02.2006"
    assert wrong.comment is not None
    assert wrong.fill.fgColor.rgb.endswith("F8CBAD")
    assert "«Дата рождения»" in str(lines[3][1])
    assert await network.rows(GIVEN) == [{"id": id_, "chain": MINE, "who": "account:coordinator"}]

    only = await client.get(f"/imports/{id_}/rows.xlsx", params={"fate": "rejected"})
    left = list(load_workbook(io.BytesIO(only.content))["Строки"].iter_rows(values_only=True))
    assert [line[own] for line in left[1:]] == [WRONG]
    assert refusal(await client.get(f"/imports/{id_}/rows.xlsx?fate=x"))[0] == 400

    wrong.value = MENDED[1]
    sheet.append(["", "", *odd])
    sheet.cell(5, 3).data_type = "s"
    mended = io.BytesIO()
    book.save(mended)
    again = await previewed(client, network, mended.getvalue(), name="Список.xlsx")
    told = await summary(client, again)
    assert {one["header"]: one["how"] for one in told["columns"]} == (
        dict.fromkeys(HEADER, "exact")
        | dict.fromkeys((lines[0][0], lines[0][1], *lines[0][-3:]), "ignored")
    )
    fates = [one["fate"] for one in await rows(client, again)]
    assert fates[:3] == ["NEW", "CHANGED", "NEW"]
    second = await client.get(f"/imports/{again}/rows.xlsx")
    twice = load_workbook(io.BytesIO(second.content))["Строки"]
    assert next(twice.iter_rows(values_only=True)) == lines[0]
    assert (twice["C5"].value, twice["C5"].data_type) == (odd[0], "s")


async def test_a_template_offers_the_region_s_schools(enter: Enter, network: Graph) -> None:
    for login in ("coordinator", "curator"):
        client = await enter(login)
        answer = await client.get("/imports/template/students.xlsx", params={"region": MINE})
        assert answer.status_code == 200
        book = load_workbook(io.BytesIO(answer.content))
        values = {cell for row in book["Справочники"].iter_rows(values_only=True) for cell in row}
        assert SCHOOL_NAME in values
        assert "Школа 1, Республика Башкортостан" not in values
    assert (await client.get("/imports/template/nothing.xlsx")).status_code == 404


async def test_the_worker_of_the_process_works_when_it_is_woken(
    app: Starlette, enter: Enter, network: Graph
) -> None:
    async with app.router.lifespan_context(app):
        client = await enter("coordinator")
        id_ = (await send(client, csv(NEW))).json()["id"]
        told = await reached(client, id_, "PREVIEWED")
        await result(client, CONFIRM, id=id_, digest=told["digest"])
        await reached(client, id_, "DONE")
        await result(client, UNDO, id=id_)
        await reached(client, id_, "UNDONE")
    assert await children(network) == BEFORE


async def test_a_process_may_leave_the_work_to_others(network: Graph, tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path, import_worker=False), network)
    async with app.router.lifespan_context(app):
        assert not hasattr(app.state, "import_worker")


async def reached(client: AsyncClient, id_: str, state: str) -> dict[str, Any]:
    for _ in range(2_000):
        told = await summary(client, id_)
        if told["state"] == state:
            return told
        await asyncio.sleep(0.05)
    pytest.fail(f"not {state}")


async def test_a_failure_does_not_end_the_worker(capsys: pytest.CaptureFixture[str]) -> None:
    async with connect("bolt://127.0.0.1:1", "neo4j", "none") as closed:
        pass
    worker = ImportWorker(closed)
    failures = 0
    async with worker.running():
        while failures < 2:
            worker.wake()
            await asyncio.sleep(0)
            failures += "".join(capsys.readouterr()).count("failure")
