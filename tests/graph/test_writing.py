"""The write path: what the model refuses, and that nothing of a refused write stays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from graph.errors import InvalidWriteError
from graph.session import Graph, Row, Writer
from graph.writing import write_links, write_nodes

pytestmark = pytest.mark.anyio

COUNT = "MATCH (n) WHERE NOT n:GraphRecord RETURN count(n) AS nodes"


async def write(graph: Graph, label: str, *rows: Row) -> int:
    async def work(writer: Writer) -> int:
        return await write_nodes(writer, label, rows)

    return await graph.write(work)


async def connect(graph: Graph, source: str, link: str, *rows: Row) -> int:
    async def work(writer: Writer) -> int:
        return await write_links(writer, source, link, rows)

    return await graph.write(work)


async def nodes(graph: Graph) -> int:
    return int((await graph.rows(COUNT))[0]["nodes"])


def region(code: str = "RU-TA") -> Row:
    return {
        "id": code,
        "name": "Республика Татарстан",
        "code": "16",
        "zone": "Europe/Moscow",
        "district": "volga",
    }


def municipality(**changed: Any) -> Row:
    return {"id": "kazan", "name": "Казань", "in_region": "RU-TA"} | changed


def school(**changed: Any) -> Row:
    return {"id": "s1", "name": "Школа № 1", "municipality": "kazan"} | changed


def student(**changed: Any) -> Row:
    row = {"id": "p1", "family_name": "Иванов", "given_name": "Пётр", "in_region": "RU-TA"}
    return row | {"school": {"id": "s1", "from": date(2019, 9, 1)}} | changed


@pytest.fixture
async def town(graph: Graph) -> Graph:
    """A region with one municipality and two schools."""
    await write(graph, "FederalDistrict", {"id": "volga", "name": "Приволжский"})
    await write(graph, "Region", region())
    await write(graph, "Municipality", municipality())
    await write(graph, "School", school(), school(id="s2", name="Школа № 2"))
    return graph


async def test_a_row_becomes_a_node_with_its_links_and_region(town: Graph) -> None:
    await write(town, "Student", student(grade=7, registered_at=datetime(2019, 9, 5, tzinfo=UTC)))
    rows = await town.rows(
        "MATCH (p:Student)-[at:STUDIES_AT]->(s:School) "
        "RETURN p.id AS id, p.region AS region, p.grade AS grade, p.registered_at AS registered, "
        "at.from AS from, s.id AS school, s.region AS school_region"
    )
    assert rows == [
        {
            "id": "p1",
            "region": "RU-TA",
            "grade": 7,
            "registered": datetime(2019, 9, 5, tzinfo=UTC),
            "from": date(2019, 9, 1),
            "school": "s1",
            "school_region": "RU-TA",
        }
    ]


async def test_writing_again_changes_nothing_and_none_removes(town: Graph) -> None:
    row = student(grade=7)
    before = await nodes(town) + 1
    await write(town, "Student", row)
    await write(town, "Student", row)
    assert await nodes(town) == before
    await write(town, "Student", student(grade=None))
    assert await town.rows("MATCH (p:Student) RETURN p.grade AS grade") == [{"grade": None}]


@pytest.mark.parametrize(
    ("changed", "field", "problem"),
    [
        ({"nickname": "x"}, "nickname", "такого поля нет в модели"),
        ({"grade": "7"}, "grade", "нужно целое число"),
        ({"grade": 13}, "grade", "значение больше допустимого"),
        ({"family_name": ""}, "family_name", "пусто"),
        ({"consent_mark": "maybe"}, "consent_mark", "не из списка: received, missing"),
        ({"registered_at": datetime(2019, 9, 5)}, "registered_at", "нет часового пояса"),  # noqa: DTZ001 - the very mistake
        ({"birth_date": "2006-01-01"}, "birth_date", "нужна дата"),
        ({"school": {"id": "s1"}}, "school.from", "поле обязательно"),
        ({"school": "s1"}, "school", "нужна связь"),
        ({"in_region": None}, "in_region", "нужен текст"),
        ({"in_region": "RU-XX"}, "in_region", "нет записи Region с id RU-XX"),
        ({"school": {"id": "nowhere", "from": date(2019, 9, 1)}}, "school", "нет записи School"),
    ],
)
async def test_a_wrong_row_is_refused_with_its_field_and_nothing_is_written(
    town: Graph, changed: Row, field: str, problem: str
) -> None:
    before = await nodes(town)
    with pytest.raises(InvalidWriteError, match=problem) as caught:
        await write(town, "Student", student(id="good"), student(**changed))
    assert (caught.value.label, caught.value.field) == ("Student", field)
    assert await nodes(town) == before


async def test_a_required_link_left_out_is_refused(town: Graph) -> None:
    row = school()
    del row["municipality"]
    with pytest.raises(InvalidWriteError) as caught:
        await write(town, "School", row)
    assert caught.value.field == "municipality"


async def test_a_second_target_breaks_exactly_one(town: Graph) -> None:
    await write(town, "Municipality", municipality(id="arsk", name="Арск"))
    with pytest.raises(InvalidWriteError) as caught:
        await write(town, "School", school(municipality="arsk"))
    assert (caught.value.label, caught.value.field) == ("School", "municipality")
    rows = await town.rows(
        "MATCH (:School {id: 's1'})-[:LOCATED_IN]->(m:Municipality) RETURN m.id AS id"
    )
    assert rows == [{"id": "kazan"}]


async def test_intervals_follow_each_other_but_do_not_overlap(town: Graph) -> None:
    await write(
        town,
        "Student",
        student(school={"id": "s1", "from": date(2018, 9, 1), "to": date(2019, 9, 1)}),
    )
    await connect(
        town,
        "Student",
        "school",
        {"source": "p1", "target": "s2", "from": date(2019, 9, 1)},
    )
    with pytest.raises(InvalidWriteError, match="не больше одного") as caught:
        await connect(
            town, "Student", "school", {"source": "p1", "target": "s1", "from": date(2019, 10, 1)}
        )
    assert caught.value.field == "school"
    rows = await town.rows("MATCH (:Student)-[at:STUDIES_AT]->() RETURN count(at) AS links")
    assert rows == [{"links": 2}]


async def test_a_link_with_several_target_labels_needs_to_say_which(town: Graph) -> None:
    gap = {
        "id": "g1",
        "rule": "R04",
        "case": "no_navigator",
        "severity": "B",
        "state": "open",
        "count": 1,
        "population": 1,
        "opened_at": datetime(2019, 10, 1, tzinfo=UTC),
        "seen_at": datetime(2019, 10, 1, tzinfo=UTC),
        "in_region": "RU-TA",
    }
    with pytest.raises(InvalidWriteError) as caught:
        await write(town, "Gap", gap | {"at": {"id": "s1"}})
    assert caught.value.field == "at.label"
    with pytest.raises(InvalidWriteError, match="не из списка"):
        await write(town, "Gap", gap | {"at": {"id": "s1", "label": "Guardian"}})
    await write(town, "Gap", gap | {"at": {"id": "s1", "label": "School"}})
    assert await town.rows("MATCH (:Gap)-[:AT]->(s:School) RETURN s.id AS id") == [{"id": "s1"}]


async def test_a_wrong_link_row_is_refused(town: Graph) -> None:
    await write(town, "Student", student())
    with pytest.raises(InvalidWriteError) as caught:
        await connect(town, "Student", "enrolments", {"source": "p1", "target": "x"})
    assert (caught.value.label, caught.value.field) == ("Student.enrolments", "enrolled_at")
    at = datetime(2019, 9, 5, tzinfo=UTC)
    with pytest.raises(InvalidWriteError, match="нет записи Practicum с id x"):
        await connect(
            town, "Student", "enrolments", {"source": "p1", "target": "x", "enrolled_at": at}
        )
    with pytest.raises(InvalidWriteError, match="нет записи Student с id p9"):
        await connect(
            town, "Student", "enrolments", {"source": "p9", "target": "x", "enrolled_at": at}
        )
