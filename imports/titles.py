"""What records are called, for people: made of the properties that name them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, Final

from graph.model import MODEL
from graph.session import Reader, Statement
from imports.comparing import Name
from imports.draft import Draft

_ONE: Final = ("name", "title", "subject", "topic", "number")
_PERSON: Final = ("family_name", "given_name", "patronymic")


async def titles(reader: Reader, names: Collection[Name]) -> dict[str, str]:
    """The titles of records by their ids; "" for one that has no name of its own."""
    by_label: defaultdict[str, list[str]] = defaultdict(list)
    for one in names:
        by_label[one.label].append(one.id)
    found: dict[str, str] = {}
    for label, ids in sorted(by_label.items()):
        rows = await reader.rows(_statement(label), {"ids": sorted(ids)})
        found |= {row["id"]: _title(row["own"]) for row in rows}
    return found


def title_of(draft: Draft) -> str:
    """What a record that a row asks for will be called."""
    return _title({**draft.fields, **draft.once})


def _title(own: Mapping[str, Any]) -> str:
    person = " ".join(_texts(own, _PERSON))
    return person or next(iter(_texts(own, _ONE)), "")


def _texts(own: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    return [str(own[name]) for name in names if own.get(name)]


@cache
def _statement(label: str) -> Statement:
    known = {one.name for one in MODEL.nodes[label].properties}
    named = ", ".join(f".{name}" for name in (*_PERSON, *_ONE) if name in known)
    # A mentor is called by the person.
    own = "t {.family_name, .given_name, .patronymic}" if label == "Mentor" else f"n {{{named}}}"
    way = "-[:IS_PERSON]->(t:Person)" if label == "Mentor" else ""
    return Statement(
        f"UNWIND $ids AS id\nMATCH (n:{label} {{id: id}}){way}\nRETURN n.id AS id, {own} AS own"
    )
