"""`orientir duplicates`: records of a region that may be of one person, without names."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output import print_rows

if TYPE_CHECKING:
    from imports.pairs import Pair

Row = dict[str, Any]

_COLUMNS = {
    "kind": "о ком",
    "one": "запись",
    "other": "вторая запись",
    "score": "сходство",
    "evidence": "почему",
}


def duplicates(
    region: Annotated[str, typer.Option(help="Регион по ISO 3166-2.")],
    as_json: Annotated[bool, typer.Option("--json", help="Для программ: JSON.")] = False,
) -> None:
    """Показать записи, которые, возможно, об одном человеке. Объединяет их только человек.

    Пример: `orientir duplicates --region RU-TA`.
    """
    print_rows(asyncio.run(_rows(region)), _COLUMNS, as_json=as_json)


async def _rows(region: str) -> list[Row]:
    from graph.model import MODEL
    from graph.model.account import Role
    from graph.model.merging import PEOPLE
    from graph.opening import open_graph
    from graph.settings import settings
    from imports.pairs import possible_pairs
    from queries import clock
    from queries.audit.writing import BY_COMMAND
    from queries.scope import Actor

    everybody = Actor(BY_COMMAND, Role.HEAD, None, everything=True, regions=frozenset())
    async with open_graph(settings()) as graph:
        now = await clock.now(graph)
        return [
            _row(MODEL.nodes[label].ru, pair)
            for label in PEOPLE
            for pair in await possible_pairs(graph, everybody, region, label, now)
        ]


def _row(kind: str, pair: Pair) -> Row:
    return {
        "kind": kind,
        "one": pair.one.id,
        "other": pair.other.id,
        "score": pair.score,
        "evidence": pair.evidence,
    }
