"""Pages of imports as they are served: who sees what, what a form changes, what is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from httpx import AsyncClient, Response

from graph.session import Graph
from imports.working import work_off
from tests.api.conftest import Enter
from tests.api.importing import (
    ALIKE,
    CHANGED,
    HEADER,
    KNOWN,
    NEW,
    STATE,
    WRONG,
    children,
    people,
    xlsx,
)
from tests.api.planted import MINE, plant

pytestmark = pytest.mark.anyio

PAGE = {"accept": "text/html"}
STEPS = ("columns", "rows", "write", "undo", "forget")


@pytest.fixture
async def network(graph: Graph) -> Graph:
    await plant(graph)
    await graph.write(people)
    return graph


async def _state(network: Graph) -> Any:
    batches = "MATCH (n:ImportBatch) RETURN n.id AS id, n.state AS state ORDER BY id"
    return await network.rows(STATE), await network.rows(batches), await children(network)


async def _bring(client: AsyncClient, body: bytes, **fields: str) -> Response:
    form = {"region": MINE, "kind": "students", "sheet": ""} | fields
    file = {"file": ("список.xlsx", body)}
    return await client.post("/imports/new", data=form, files=file, headers=PAGE)


async def _brought(client: AsyncClient, network: Graph, body: bytes) -> str:
    """The address of an import that was brought by the form and compared."""
    answer = await _bring(client, body)
    assert answer.status_code == 303, answer.text
    await work_off(network)
    return answer.headers["location"]


async def _take(
    client: AsyncClient, network: Graph, home: str, step: str, **fields: str
) -> Response:
    """Take a step and have it worked off."""
    answer = await client.post(f"{home}/{step}", data=fields, headers=PAGE)
    await work_off(network)
    return answer


async def _written(client: AsyncClient, network: Graph, body: bytes) -> str:
    home = await _brought(client, network, body)
    answer = await _write(client, network, home)
    assert answer.status_code == 303, answer.text
    return home


async def _write(client: AsyncClient, network: Graph, home: str, **fields: str) -> Response:
    return await _take(client, network, home, "write", digest=await _digest(client, home), **fields)


async def _digest(client: AsyncClient, home: str) -> str:
    found = re.search(r'name="digest" value="([0-9a-f]+)"', await _page(client, home))
    assert found is not None
    return found[1]


async def _page(client: AsyncClient, path: str) -> str:
    answer = await client.get(path, headers=PAGE)
    assert answer.status_code == 200
    return answer.text


async def test_a_file_goes_in_by_the_form_and_out_by_undo(network: Graph, enter: Enter) -> None:
    client = await enter("coordinator")
    before = await children(network)
    home = await _brought(client, network, xlsx(NEW, CHANGED))
    shown = await _page(client, home)
    assert "1 новая строка и 1 строка с изменениями" in shown
    assert await children(network) == before
    assert (await _write(client, network, home)).headers["location"] == home
    assert [row[:3] for row in await children(network)] == [
        ("Иванова", "Мария", 7),
        ("Кузнецова", "Анна", 8),
    ]
    shown = await _page(client, home)
    assert "строк записано 2, без изменений 0" in shown
    await _take(client, network, home, "undo")
    assert "Загрузка отменена" in await _page(client, home)
    assert await children(network) == before


async def test_wrong_cells_are_marked_and_rows_filtered_by_the_address(
    network: Graph, enter: Enter
) -> None:
    client = await enter("coordinator")
    home = await _brought(client, network, xlsx(NEW, WRONG))
    attention = await _page(client, home)
    assert re.search(r'class="wrong" aria-describedby="wrong-3-1"', attention)
    assert 'id="wrong-3-1"' in attention
    assert NEW[0] not in attention
    fresh = await _page(client, f"{home}?fate=new")
    assert NEW[0] in fresh
    assert WRONG[0] not in fresh
    everything = await _page(client, f"{home}?fate=all")
    assert NEW[0] in everything
    assert WRONG[0] in everything
    assert NEW[0] not in await _page(client, f"{home}?fate=all&after=2")


async def test_what_is_unclear_is_written_only_if_that_is_said(
    network: Graph, enter: Enter
) -> None:
    client = await enter("coordinator")
    home = await _brought(client, network, xlsx(NEW, WRONG))
    before = await _state(network)
    refused = await _write(client, network, home)
    assert (refused.status_code, "Сейчас этого сделать нельзя" in refused.text) == (400, True)
    assert await _state(network) == before
    assert (await _write(client, network, home, good_rows="1")).status_code == 303
    assert ("Иванова", "Мария") in [row[:2] for row in await children(network)]


async def test_a_duplicate_is_decided_in_its_row_or_for_all(network: Graph, enter: Enter) -> None:
    client = await enter("coordinator")
    home = await _brought(client, network, xlsx(ALIKE))
    shown = await _page(client, home)
    assert f'value="same:{KNOWN}"' in shown
    assert "отчество на слух совпадает" in shown
    nothing = await _take(client, network, home, "rows")
    assert (nothing.status_code, "Ни одного решения не выбрано" in nothing.text) == (400, True)
    foreign = await _take(client, network, home, "rows", **{"row-2": "same:RU-BA-child-1"})
    assert (foreign.status_code, "Выберите одного из тех" in foreign.text) == (400, True)
    assert (await _take(client, network, home, "rows", all="skip")).status_code == 303
    assert "Решено: строку пропустить" in await _page(client, home)
    again = await _brought(client, network, xlsx(ALIKE, NEW))
    await _take(client, network, again, "rows", **{"row-2": f"same:{KNOWN}"})
    await _write(client, network, again)
    names = "MATCH (n:Student {id: $id}) RETURN n.patronymic AS patronymic"
    assert await network.rows(names, {"id": KNOWN}) == [{"patronymic": "Сергевна"}]


async def test_a_column_is_corrected(network: Graph, enter: Enter) -> None:
    client = await enter("coordinator")
    header = (*HEADER[:2], "Какая-то цифра", HEADER[3])
    home = await _brought(client, network, xlsx(NEW, header=header))
    heading = '<th scope="col">Какая-то цифра</th>'
    assert heading not in await _page(client, f"{home}?fate=all")
    answer = await _take(client, network, home, "columns", **{"column-2": "grade"})
    assert answer.status_code == 303
    assert heading in await _page(client, f"{home}?fate=all")
    await _write(client, network, home)
    found = [row[:4] for row in await children(network) if row[0] == "Иванова"]
    assert found == [("Иванова", "Мария", 7, "Б")]
    twice = {"column-0": "grade", "column-2": "grade"}
    home = await _brought(client, network, xlsx(CHANGED, header=header))
    refused = await _take(client, network, home, "columns", **twice)
    assert (refused.status_code, "назначена двум столбцам" in refused.text) == (400, True)


async def test_what_changed_meanwhile_is_told_and_compared_anew(
    network: Graph, enter: Enter
) -> None:
    client = await enter("coordinator")
    waiting = await _brought(client, network, xlsx(CHANGED))
    digest = await _digest(client, waiting)
    other = (CHANGED[0], CHANGED[1], "9", CHANGED[3])
    await _written(client, network, xlsx(other))
    before = await children(network)
    refused = await _take(client, network, waiting, "write", digest=digest)
    assert refused.status_code == 400
    assert "Данные изменились, пока вы смотрели" in refused.text
    assert await children(network) == before
    assert "ждёт решения" in await _page(client, waiting)


async def test_a_touched_import_is_not_taken_back(network: Graph, enter: Enter) -> None:
    client = await enter("coordinator")
    home = await _written(client, network, xlsx(NEW))
    older = (NEW[0], NEW[1], "8 Б", NEW[3])
    await _written(client, network, xlsx(older))
    before = await _state(network)
    refused = await _take(client, network, home, "undo")
    assert refused.status_code == 400
    assert "Загрузку уже не отменить целиком" in refused.text
    assert await _state(network) == before


async def test_the_same_file_again_is_told(network: Graph, enter: Enter) -> None:
    client = await enter("coordinator")
    body = xlsx(NEW)
    home = await _written(client, network, body)
    before = await _state(network)
    answer = await _bring(client, body)
    assert answer.headers["location"] == f"{home}?told=same"
    assert "второй раз он ничего не меняет" in await _page(client, f"{home}?told=same")
    assert await _state(network) == before


async def test_a_refused_file_is_told_in_the_page(network: Graph, enter: Enter) -> None:
    client = await enter("coordinator")
    before = await _state(network)
    for body, why in ((b"PK\x03\x04 nonsense", "Файл не принят"), (b"", "Файл не принят")):
        answer = await _bring(client, body)
        assert (answer.status_code, why in answer.text) == (400, True)
    elsewhere = await _bring(client, xlsx(NEW), region="RU-BA")
    nowhere = await _bring(client, xlsx(NEW), region="RU-XXX")
    assert elsewhere.status_code == nowhere.status_code
    assert elsewhere.text == nowhere.text
    assert await _state(network) == before


async def test_an_import_is_forgotten(network: Graph, enter: Enter) -> None:
    client = await enter("coordinator")
    home = await _brought(client, network, xlsx(NEW))
    answer = await _take(client, network, home, "forget")
    assert answer.headers["location"] == "/imports?told=discarded"
    assert "Загрузок ещё не было" in await _page(client, "/imports?told=discarded")
    assert (await client.get(home, headers=PAGE)).status_code == 404


async def test_a_foreign_import_is_as_one_that_is_not_there(network: Graph, enter: Enter) -> None:
    home = await _brought(await enter("coordinator"), network, xlsx(NEW))
    client = await enter("other")
    before = await _state(network)
    for path in (home, *(f"{home}/{step}" for step in STEPS)):
        absent = path.replace("students%3A", "students%3A0")
        method = "GET" if path == home else "POST"
        answers = [await client.request(method, one, headers=PAGE) for one in (path, absent)]
        assert [one.status_code for one in answers] == [404, 404]
        assert len({re.sub(r"запроса: \S+", "", one.text) for one in answers}) == 1
    assert await _state(network) == before


async def test_rows_are_for_a_coordinator_and_wholes_for_curators(
    network: Graph, enter: Enter
) -> None:
    home = await _brought(await enter("coordinator"), network, xlsx(NEW))
    for login in ("curator", "head"):
        client = await enter(login)
        assert f'href="{home}"' in await _page(client, "/imports")
        shown = await _page(client, f"{home}?fate=all")
        assert "Строки файла видит только координатор региона" in shown
        assert NEW[0] not in shown
    for login in ("authority", "automation"):
        client = await enter(login)
        for path in ("/imports", home, "/imports/RU-TA:students:0"):
            closed = await client.get(path, headers=PAGE)
            assert (closed.status_code, "Загрузки вам не открыты" in closed.text) == (403, True)
        assert 'href="/imports"' not in await _page(client, "/regions")


async def test_nobody_else_takes_a_step(network: Graph, enter: Enter) -> None:
    home = await _brought(await enter("coordinator"), network, xlsx(NEW))
    before = await _state(network)
    for login in ("curator", "head", "authority", "automation"):
        client = await enter(login)
        assert (await _bring(client, xlsx(CHANGED))).status_code == 403
        for step in STEPS:
            assert (await client.post(f"{home}/{step}", headers=PAGE)).status_code == 403
    assert await _state(network) == before


async def test_a_page_of_another_site_takes_no_step(network: Graph, enter: Enter) -> None:
    client = await enter("coordinator")
    home = await _brought(client, network, xlsx(NEW))
    before = await _state(network)
    headers = PAGE | {"origin": "https://elsewhere.test"}
    for path in ("/imports/new", *(f"{home}/{step}" for step in STEPS)):
        assert (await client.post(path, headers=headers)).status_code == 403
    assert await _state(network) == before


async def test_a_steps_address_leads_to_its_page(network: Graph, enter: Enter) -> None:
    client = await enter("coordinator")
    assert (await client.get("/imports/new")).headers["location"] == "/imports"
    for step in STEPS:
        answer = await client.get(f"/imports/RU-TA%3Astudents%3A1/{step}")
        assert answer.headers["location"] == "/imports/RU-TA%3Astudents%3A1"
