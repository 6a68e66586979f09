"""`orientir duplicates` as a person runs it: pairs with why, and nobody's name."""

from __future__ import annotations

import json
from datetime import date

import pytest

from graph.model import MODEL
from graph.session import Graph
from graph.settings import Settings
from graph.writing import write_links, write_nodes
from tests.graph.changes.planted import START
from tests.graph.command import orientir
from tests.graph.merging.conftest import FOREIGN, MINE, make

pytestmark = pytest.mark.anyio

NAMES = ("Соловьёв", "Соловев", "Шевчук", "Наталья", "Наталия")


@pytest.fixture
async def twice(planted: Graph) -> Graph:
    """A child and a teacher, each recorded twice, in either region."""
    for region in (MINE, FOREIGN):
        await _record_twice(planted, region)
    return planted


async def _record_twice(graph: Graph, region: str) -> None:
    at = f"{region}-school-1"
    children = [
        {
            "id": f"{region}-same-{number}",
            "family_name": family,
            "given_name": "Лев",
            "birth_date": date(2006, 5, 4),
            "in_region": region,
            "school": {"id": at, "from": START},
        }
        for number, family in enumerate(NAMES[:2], 1)
    ]
    teachers = [
        {"id": f"{region}-teacher-{number}", "family_name": "Шевчук", "given_name": given}
        for number, given in enumerate(NAMES[3:], 1)
    ]
    works = [{"source": one["id"], "target": at, "from": START} for one in teachers]
    await graph.write(lambda writer: write_nodes(writer, "Student", children))
    await graph.write(lambda writer: write_nodes(writer, "Person", teachers))
    await graph.write(lambda writer: write_links(writer, "Person", "navigates", works))


async def test_pairs_of_a_region_are_listed_with_why_and_without_names(
    twice: Graph, server_settings: Settings
) -> None:
    done = await orientir(server_settings, "duplicates", "--region", MINE, "--json")
    assert done.returncode == 0, done.stderr
    found = {
        (one["kind"], one["one"], one["other"]): (one["score"], one["evidence"])
        for one in json.loads(done.stdout)
    }
    child = (MODEL.nodes["Student"].ru, f"{MINE}-same-1", f"{MINE}-same-2")
    teacher = (MODEL.nodes["Person"].ru, f"{MINE}-teacher-1", f"{MINE}-teacher-2")
    assert found.keys() >= {child, teacher}
    assert found[child][1] == ("те же имя, дата рождения и школа; фамилия отличается на одну букву")
    assert found[teacher][1] == "те же фамилия и место работы; имя на слух совпадает"
    assert not any(FOREIGN in id_ for _, *pair in found for id_ in pair)
    table = await orientir(server_settings, "duplicates", "--region", MINE)
    assert table.returncode == 0, table.stderr
    for text in (done.stdout, table.stdout):
        assert not any(name in text for name in NAMES)

    await make(twice, "merge_students", id=child[1], other=child[2])
    await make(twice, "say_different", id=teacher[1], other=teacher[2])
    again = await orientir(server_settings, "duplicates", "--region", MINE, "--json")
    left = {(one["kind"], one["one"], one["other"]) for one in json.loads(again.stdout)}
    assert left == found.keys() - {child, teacher}

    await make(twice, "separate_merged", id=child[1], merged=child[2])
    apart = await orientir(server_settings, "duplicates", "--region", MINE, "--json")
    one = next(one for one in json.loads(apart.stdout) if one["one"] == child[1])
    assert (one["score"], one["evidence"]) == found[child]


async def test_a_region_that_is_not_there_is_one_clear_message(
    twice: Graph, server_settings: Settings
) -> None:
    done = await orientir(server_settings, "duplicates", "--region", "RU-XX")
    assert done.returncode == 1
    assert "RU-XX" in done.stderr
    assert "Traceback" not in done.stderr
