"""The real lists of schools into a real graph: as published, and again with what has changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.session import Graph
from imports.acting import COMMAND
from imports.batch import Fate, Summary
from imports.deciding import confirm
from imports.receiving import NoRegionError, receive
from imports.settling import settled
from tests.graph.imports.real_lists import LICEI, MOSCOW, REGION, moscow

__all__ = ["moscow"]

pytestmark = pytest.mark.anyio

AT = datetime(2019, 11, 1, tzinfo=UTC)
HEADER = "ROWNUM;name;adress;okrug;rayon;form_of_incorporation;submission;"
HEADER += "tip_uchrezhdeniya;vid_uchrezhdeniya;X;Y;global_id;\r\n"
ROW = "1;Школа;Адрес;ЦАО;{rayon};Г;О;ОУ;СОШ;37,1;55,1;0001;\r\n"


async def loaded(graph: Graph, path: Path) -> Summary:
    batch = await receive(graph, COMMAND, REGION, path, path.name, AT)
    found = await settled(graph, COMMAND, batch)
    await confirm(graph, COMMAND, batch, found.digest, AT)
    return await settled(graph, COMMAND, batch)


async def test_a_school_is_stored_as_published(moscow: Graph) -> None:
    assert (await loaded(moscow, MOSCOW[0])).counts == {Fate.NEW: 1230}
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
    came = "MATCH (b:ImportBatch)<-[:CAME_FROM]-(s) RETURN b.created AS created, count(s) AS came"
    assert await moscow.rows(came) == [{"created": 1230, "came": 1230}]


async def test_a_changed_row_is_updated_and_moves(moscow: Graph, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEADER + ROW.format(rayon="район Арбат"), encoding="utf-8", newline="")
    await loaded(moscow, path)
    path.write_text(HEADER + ROW.format(rayon="район Якиманка"), encoding="utf-8", newline="")
    assert (await loaded(moscow, path)).counts == {Fate.CHANGED: 1}
    rows = await moscow.rows(
        "MATCH (s:School)-[:LOCATED_IN]->(m) RETURN s.register_id AS id, m.name AS rayon"
    )
    assert rows == [{"id": "0001", "rayon": "район Якиманка"}]


async def test_an_unknown_region_is_refused(graph: Graph) -> None:
    with pytest.raises(NoRegionError):
        await receive(graph, COMMAND, REGION, LICEI, LICEI.name, AT)
    assert await graph.rows("MATCH (b:ImportBatch) RETURN b.id") == []
