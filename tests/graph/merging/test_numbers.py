"""What is counted and what is found of one person registered twice, before and after a merge."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from graph.session import Graph
from graph.writing import write_nodes
from queries.measures.catalogue import CATALOGUE
from queries.measures.compiling import counting
from queries.measures.declaration import Figure
from queries.report.building import Asked, frame_of
from queries.rules.scan import scan_region
from tests.graph.changes.planted import MINE, MOMENT, START
from tests.graph.merging.conftest import make

pytestmark = pytest.mark.anyio

OPEN = """
MATCH (g:Gap {rule: 'R09', case: 'registered_twice', state: 'open'})
RETURN g.count AS count
"""


async def test_a_merge_closes_the_gap_and_takes_one_from_the_count(planted: Graph) -> None:
    rows = [
        {
            "id": f"same-{number}",
            "family_name": "Котов",
            "given_name": "Лев",
            "birth_date": date(2006, 5, 4),
            "grade": 7,
            "registered_at": datetime(2019, 9, 20, 8, tzinfo=UTC),
            "in_region": MINE,
            "school": {"id": f"{MINE}-school-1", "from": START},
        }
        for number in (1, 2)
    ]
    await planted.write(lambda writer: write_nodes(writer, "Student", rows))
    await scan_region(planted, MINE, MOMENT, rules=("R09",))
    assert await planted.rows(OPEN) == [{"count": 2}]
    before = await _registered(planted)

    await make(planted, "merge_students", id="same-1", other="same-2")
    await scan_region(planted, MINE, MOMENT, rules=("R09",))
    assert await planted.rows(OPEN) == []
    assert await _registered(planted) == before - 1


async def _registered(graph: Graph) -> int:
    compiled = counting([Figure(CATALOGUE["registered"])], ())
    frame = await graph.read(lambda reader: frame_of(reader, Asked(1, MINE, MOMENT)))
    (row,) = await graph.rows(compiled.statement, frame.parameters | compiled.parameters)
    return int(row["numbers"][0])
