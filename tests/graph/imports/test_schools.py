"""The three real files into a real graph: first time, again, changed, broken, cut off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from graph.errors import InputError, InvalidWriteError
from graph.session import Graph, Writer
from graph.writing import write_nodes
from imports.kinds.school_list import read
from imports.schools import Comparison, compare, fingerprint, load

pytestmark = pytest.mark.anyio

AT = datetime(2019, 11, 1, tzinfo=UTC)
NAMES = ("sosh", "gimnazii", "licei")
MOSCOW = [Path(str(files("graph.data") / f"moscow_schools_2013_{name}.csv")) for name in NAMES]
SUMMARY = """
MATCH (s:School) WITH count(s) AS schools, count(s.address) AS addresses
MATCH (m:Municipality) RETURN schools, addresses, count(m) AS municipalities
"""


@pytest.fixture
async def moscow(graph: Graph) -> Graph:
    async def work(writer: Writer) -> None:
        await write_nodes(writer, "FederalDistrict", [{"id": "central", "name": "Центральный"}])
        region = {
            "id": "RU-MOW",
            "name": "Москва",
            "code": "77",
            "zone": "Europe/Moscow",
            "district": "central",
        }
        await write_nodes(writer, "Region", [region])

    await graph.write(work)
    return graph


async def compared(graph: Graph, paths: Sequence[Path]) -> Comparison:
    sheet = read(paths)
    return await graph.read(lambda reader: compare(reader, "RU-MOW", sheet, fingerprint(paths)))


async def loaded(graph: Graph, paths: Sequence[Path]) -> Comparison:
    comparison = await compared(graph, paths)
    await graph.write(lambda writer: load(writer, comparison, AT))
    return comparison


async def test_all_real_schools_come_in_once_and_again_changes_nothing(moscow: Graph) -> None:
    first = await compared(moscow, MOSCOW)
    assert first.counts() == {
        "создано": 1490,
        "обновлено": 0,
        "без изменений": 0,
        "пропущено": 0,
        "ошибок": 0,
    }
    assert await moscow.rows(SUMMARY) == []
    await loaded(moscow, MOSCOW)
    summary = await moscow.rows(SUMMARY)
    assert summary[0]["schools"] == 1490
    assert summary[0]["addresses"] == 1490 - 73
    again = await loaded(moscow, MOSCOW)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1490)
    assert await moscow.rows(SUMMARY) == summary
    batches = await moscow.rows(
        "MATCH (b:ImportBatch)<-[:CAME_FROM]-(s:School) RETURN b.created AS n, count(s) AS schools"
    )
    assert batches == [{"n": 1490, "schools": 1490}]


async def test_a_school_is_stored_as_published(moscow: Graph) -> None:
    await loaded(moscow, MOSCOW)
    rows = await moscow.rows(
        "MATCH (s:School {register_id: '86660639'})-[:LOCATED_IN]->(m)-[:IN_REGION]->(r) "
        "RETURN s.name AS name, s.longitude AS x, s.latitude AS y, m.name AS rayon, "
        "m.district AS okrug, s.region AS region, r.id AS of"
    )
    assert rows == [
        {
            "name": "Негосударственное образовательное учреждение средняя общеобразовательная "
            'школа "Гармония"',
            "x": 37.205531,
            "y": 55.997156,
            "rayon": "район Матушкино",
            "okrug": "Зеленоградский административный округ",
            "region": "RU-MOW",
            "of": "RU-MOW",
        }
    ]


async def test_a_changed_row_is_updated_and_moves(moscow: Graph, tmp_path: Path) -> None:
    header = "ROWNUM;name;adress;okrug;rayon;form_of_incorporation;submission;"
    header += "tip_uchrezhdeniya;vid_uchrezhdeniya;X;Y;global_id;\r\n"
    row = "1;Школа;Адрес;ЦАО;{rayon};Г;О;ОУ;СОШ;37,1;55,1;0001;\r\n"
    path = tmp_path / "list.csv"
    path.write_text(header + row.format(rayon="район Арбат"), encoding="utf-8", newline="")
    await loaded(moscow, [path])
    path.write_text(header + row.format(rayon="район Якиманка"), encoding="utf-8", newline="")
    changed = await loaded(moscow, [path])
    assert (changed.created, changed.updated) == (0, 1)
    rows = await moscow.rows(
        "MATCH (s:School)-[:LOCATED_IN]->(m) RETURN s.register_id AS id, m.name AS rayon"
    )
    assert rows == [{"id": "0001", "rayon": "район Якиманка"}]


async def test_an_unknown_region_is_refused(graph: Graph) -> None:
    with pytest.raises(InputError, match="RU-MOW"):
        await compared(graph, MOSCOW[2:])


async def test_a_load_that_fails_at_its_end_leaves_nothing(moscow: Graph) -> None:
    comparison = await compared(moscow, MOSCOW[2:])

    async def work(writer: Writer) -> None:
        await load(writer, comparison, AT)
        await write_nodes(writer, "School", [{"id": "broken"}])

    with pytest.raises(InvalidWriteError):
        await moscow.write(work)
    assert await moscow.rows(SUMMARY) == []
