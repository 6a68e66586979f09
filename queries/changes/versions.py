"""Versions of records: how often people or loads have changed each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from graph.model import MODEL
from graph.session import Statement, Writer


async def bump(writer: Writer, records: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Count one more change of each (label, id); their versions since. KeyError: unknown label."""
    by_label: dict[str, list[str]] = {}
    for label, id_ in records:
        by_label.setdefault(label, []).append(id_)
    return {
        (label, id_): version
        for label, ids in by_label.items()
        for id_, version in await writer.values(_statement(label), {"ids": ids})
    }


async def begin(writer: Writer, records: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The same of records that were made in this transaction: their first version."""
    by_label: dict[str, list[str]] = {}
    for label, id_ in records:
        by_label.setdefault(label, []).append(id_)
    for label, ids in by_label.items():
        await writer.rows(_first(label), {"ids": ids})
    return dict.fromkeys(records, 1)


@cache
def _first(label: str) -> Statement:
    known = MODEL.nodes[label].label
    return Statement(f"UNWIND $ids AS id\nMATCH (n:{known} {{id: id}})\nSET n.version = 1")


@cache
def _statement(label: str) -> Statement:
    known = MODEL.nodes[label].label
    return Statement(
        f"UNWIND $ids AS id\nMATCH (n:{known} {{id: id}})\n"
        "SET n.version = coalesce(n.version, 0) + 1\nRETURN n.id AS id, n.version AS version"
    )
