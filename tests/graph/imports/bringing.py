"""A sheet is brought in as a coordinator does it: received, compared, confirmed, written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graph.model.account import Role
from graph.session import Graph
from imports.batch import Fate, RowView, Summary
from imports.deciding import confirm
from imports.receiving import receive
from imports.viewing import rows, summary
from imports.working import work_off
from queries.scope import Actor
from tests.graph.changes.planted import MINE, MOMENT, ROLES

COORDINATOR = ROLES[Role.COORDINATOR]
HEADER = "Фамилия;Имя;Отчество;Дата рождения;Школа;Класс"


def sheet(folder: Path, lines: Sequence[str], header: str = HEADER, name: str = "дети.csv") -> Path:
    """A CSV file of these lines."""
    path = folder / name
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


async def previewed(
    graph: Graph, path: Path, kind: str = "students", who: Actor = COORDINATOR, region: str = MINE
) -> Summary:
    """The preview of a file."""
    batch = await receive(graph, who, region, path, path.name, MOMENT, kind=kind)
    await work_off(graph, batch=batch)
    return await seen(graph, batch, who)


async def seen(graph: Graph, batch: str, who: Actor = COORDINATOR) -> Summary:
    return await graph.read(lambda reader: summary(reader, who, batch))


async def viewed(graph: Graph, batch: str, *fates: Fate, first: int = 100) -> list[RowView]:
    """The rows of an import, of these fates."""
    return await graph.read(lambda r: rows(r, COORDINATOR, batch, MOMENT, fates=fates, first=first))


async def written(
    graph: Graph, path: Path, kind: str = "students", *, good_rows: bool = False
) -> Summary:
    """A file previewed, confirmed and written."""
    told = await previewed(graph, path, kind)
    await confirm(graph, COORDINATOR, told.id, told.digest, MOMENT, good_rows=good_rows)
    await work_off(graph, batch=told.id)
    return await seen(graph, told.id)
