"""Adults of a sheet are compared as adults are everywhere: by a name and something more."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.session import Graph
from graph.writing import write_links, write_nodes
from imports.batch import Fate
from tests.graph.changes.planted import FOREIGN, MINE, START, plant
from tests.graph.imports.bringing import previewed, sheet, viewed

pytestmark = pytest.mark.anyio

HEADER = "ФИО;Роль;Телефон;Школа"


@pytest.fixture
async def region(graph: Graph) -> Graph:
    """One navigator, the same in either region."""
    await plant(graph)
    names = {"family_name": "Шевчук", "given_name": "Наталья", "patronymic": "Ивановна"}
    phone = {"phone": "+7 900 111-22-33"}
    ids = {region: f"{region}-teacher" for region in (MINE, FOREIGN)}
    rows = [{"id": id_, **names, **phone} for id_ in ids.values()]
    works = [
        {"source": id_, "target": f"{region}-school-1", "from": START}
        for region, id_ in ids.items()
    ]
    await graph.write(lambda writer: write_nodes(writer, "Person", rows))
    await graph.write(lambda writer: write_links(writer, "Person", "navigates", works))
    return graph


async def test_a_name_is_not_enough_and_nobody_of_elsewhere_is_told(
    region: Graph, tmp_path: Path
) -> None:
    lines = [
        "Шевчук Наталья Ивановна;представитель;8 900 555-66-77;Школа 2",
        "Шевчук Наталия Ивановна;навигатор;;Школа 1",
        "Шевчюк Наталья Ивановна;навигатор;8 (900) 111-22-33;Школа 2",
    ]
    told = await previewed(region, sheet(tmp_path, lines, HEADER), "representatives")
    assert told.counts == {Fate.DUPLICATE: 2, Fate.NEW: 1}
    found = {
        row.number: [(one.id, one.evidence) for one in row.candidates if one.id]
        for row in await viewed(region, told.id)
    }
    teacher = f"{MINE}-teacher"
    assert found == {
        2: [],
        3: [(teacher, "те же фамилия, отчество и место работы; имя на слух совпадает")],
        4: [
            (
                teacher,
                "те же имя, отчество и телефон; фамилия на слух совпадает; места работы разные",
            )
        ],
    }
