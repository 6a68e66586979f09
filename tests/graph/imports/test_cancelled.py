"""Nobody is enrolled in a cancelled practicum by a sheet, and nobody has come to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model.importing import ImportState as State
from graph.session import Graph
from imports.batch import Fate, Summary
from imports.deciding import ChangedSinceError, confirm
from imports.working import work_off
from queries.changes import CATALOGUE, run
from tests.graph.changes.planted import MINE, MOMENT, plant
from tests.graph.imports.bringing import COORDINATOR, previewed, seen, sheet, viewed

pytestmark = pytest.mark.anyio

HELD, TODAY = f"{MINE}-practicum-held", f"{MINE}-practicum-today"
HEADER = "Практикум;Дата практикума;ФИО;Дата рождения;Записан;Запись отменена;Посетил"
CHILDREN = {"Орлов Лев Ильич": "01.02.2006", "Ким Анна Павловна": "15.03.2007"}
ORLOV, KIM = (f"{name};{born}" for name, born in CHILDREN.items())
LINKS = """
MATCH (s:Student)-[r:ENROLLED_IN|ATTENDED]->(p:Practicum)
WHERE s.family_name IN ['Орлов', 'Ким'] AND p.id IN $practicums
RETURN s.family_name AS name, type(r) AS link, p.id AS practicum, r.cancelled_at IS NULL AS lasts
ORDER BY name, link, practicum
"""


@pytest.fixture
async def region(graph: Graph) -> Graph:
    """The planted network, with two children who are not enrolled anywhere."""
    await plant(graph)
    for name, born in CHILDREN.items():
        family, given, patronymic = name.split()
        day, month, year = map(int, born.split("."))
        await graph.change(
            "MATCH (r:Region {id: $region}), (at:School {id: $school}) "
            "CREATE (at)<-[:STUDIES_AT {from: date('2019-09-02')}]-"
            "(s:Student {id: $family, region: $region, family_name: $family, "
            "given_name: $given, patronymic: $patronymic, "
            "birth_date: date({year: $year, month: $month, day: $day})})-[:REGISTERED_IN]->(r)",
            {
                "region": MINE,
                "school": f"{MINE}-school-1",
                "family": family,
                "given": given,
                "patronymic": patronymic,
            }
            | {"year": year, "month": month, "day": day},
        )
    return graph


async def cancel(graph: Graph) -> None:
    given = {"id": TODAY, "cancel_reason": "болезнь наставника"}
    await run(graph, COORDINATOR, CATALOGUE["cancel_practicum"], given, MOMENT)


async def links(graph: Graph) -> list[tuple[str, str, str, bool]]:
    rows = await graph.rows(LINKS, {"practicums": [HELD, TODAY]})
    return [tuple(row.values()) for row in rows]


async def attendance(graph: Graph, folder: Path, *lines: str) -> Summary:
    return await previewed(graph, sheet(folder, lines, HEADER), "attendance")


async def test_rows_of_a_cancelled_practicum_are_refused(region: Graph, tmp_path: Path) -> None:
    await cancel(region)
    told = await attendance(
        region,
        tmp_path,
        f"Сайт;14.10.2019;{ORLOV};да;;",
        f"Сайт;14.10.2019;{KIM};;;да",
        f"Сайт;14.10.2019;{KIM};;;нет",
        f"Сайт;01.10.2019;{ORLOV};да;;да",
    )
    assert told.counts == {Fate.REJECTED: 3, Fate.CHANGED: 1}
    rows = await viewed(region, told.id, Fate.REJECTED)
    assert [row.number for row in rows] == [2, 3, 4]
    for row in rows:
        (problem,) = row.problems
        assert (problem.column, problem.value) == ("Практикум", "Сайт")
        assert problem.what == "практикум отменён"
        assert problem.fix.startswith("Проверьте название и день практикума")
    await confirm(region, COORDINATOR, told.id, told.digest, MOMENT, good_rows=True)
    await work_off(region, batch=told.id)
    assert await links(region) == [
        ("Орлов", "ATTENDED", HELD, True),
        ("Орлов", "ENROLLED_IN", HELD, True),
    ]


async def test_an_enrolment_in_it_may_still_be_cancelled(region: Graph, tmp_path: Path) -> None:
    told = await attendance(region, tmp_path, f"Сайт;14.10.2019;{ORLOV};да;;")
    await confirm(region, COORDINATOR, told.id, told.digest, MOMENT)
    await work_off(region, batch=told.id)
    await cancel(region)
    told = await attendance(region, tmp_path, f"Сайт;14.10.2019;{ORLOV};;14.10.2019;")
    assert told.counts == {Fate.CHANGED: 1}
    await confirm(region, COORDINATOR, told.id, told.digest, MOMENT)
    await work_off(region, batch=told.id)
    assert await links(region) == [("Орлов", "ENROLLED_IN", TODAY, False)]


@pytest.mark.parametrize("said", ["да;;", ";;да"])
async def test_cancelled_since_the_preview(region: Graph, tmp_path: Path, said: str) -> None:
    """An enrolment writes nothing of the practicum, and still holds only while it is as seen."""
    told = await attendance(region, tmp_path, f"Сайт;14.10.2019;{ORLOV};{said}")
    assert told.counts == {Fate.CHANGED: 1}
    await cancel(region)
    with pytest.raises(ChangedSinceError) as refused:
        await confirm(region, COORDINATOR, told.id, told.digest, MOMENT)
    assert refused.value.rows == (2,)
    await work_off(region, batch=told.id)
    assert (await seen(region, told.id)).counts == {Fate.REJECTED: 1}
    assert await links(region) == []


@pytest.mark.parametrize("said", ["да;;", ";;да"])
async def test_cancelled_since_it_was_confirmed(region: Graph, tmp_path: Path, said: str) -> None:
    told = await attendance(
        region,
        tmp_path,
        f"Сайт;14.10.2019;{ORLOV};{said}",
        f"Сайт;01.10.2019;{KIM};да;;",
    )
    await confirm(region, COORDINATOR, told.id, told.digest, MOMENT)
    await cancel(region)
    await work_off(region, batch=told.id)
    done = await seen(region, told.id)
    assert (done.state, done.counts) == (State.DONE, {Fate.STALE: 1, Fate.CHANGED: 1})
    (late,) = await viewed(region, told.id, Fate.STALE)
    assert (late.number, late.why) == (2, "запись изменилась после подтверждения")
    assert await links(region) == [("Ким", "ENROLLED_IN", HELD, True)]


async def test_the_platform_s_export_is_refused_alike(region: Graph, tmp_path: Path) -> None:
    await cancel(region)
    header = "ФИО;Дата рождения;Школа;Класс;Практикумы;Даты практикумов"
    lines = [
        f"{ORLOV};Школа 1;7;Сайт, Сайт;01.10.2019, 14.10.2019",
        f"{KIM};Школа 1;7;Сайт;01.10.2019",
    ]
    told = await previewed(region, sheet(tmp_path, lines, header), "platform_export")
    assert told.counts == {Fate.REJECTED: 1, Fate.CHANGED: 1}
    (row,) = await viewed(region, told.id, Fate.REJECTED)
    (problem,) = row.problems
    assert (row.number, problem.column, problem.value) == (2, "Практикумы", "Сайт, Сайт")
    assert problem.what == "практикум отменён"
