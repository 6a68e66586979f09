"""The real lists of Moscow's schools, and a graph that has nothing but Moscow."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from graph.session import Graph, Writer
from graph.writing import write_nodes

REGION = "RU-MOW"
NAMES = ("sosh", "gimnazii", "licei")
MOSCOW = [Path(str(files("graph.data") / f"moscow_schools_2013_{name}.csv")) for name in NAMES]
LICEI = MOSCOW[2]


@pytest.fixture
async def moscow(graph: Graph) -> Graph:
    async def work(writer: Writer) -> None:
        await write_nodes(writer, "FederalDistrict", [{"id": "central", "name": "Центральный"}])
        region = {
            "id": REGION,
            "name": "Москва",
            "code": "77",
            "zone": "Europe/Moscow",
            "district": "central",
        }
        await write_nodes(writer, "Region", [region])

    await graph.write(work)
    return graph


def broken_copy(folder: Path) -> Path:
    """The list of lyceums with one coordinate in words."""
    path = folder / "licei.csv"
    text = LICEI.read_text(encoding="utf-8").replace('"37,608043"', '"тридцать семь"')
    path.write_text(text, encoding="utf-8")
    return path
