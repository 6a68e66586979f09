"""People of one kind compared with one another, and what that came to for who asks again.

A result is kept under all that was compared: who was not given those very records cannot reach it,
and what has changed since is compared anew, whoever changed it and however.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, Protocol

import orjson
from anyio import to_thread

from imports.adult_twins import AdultTwins, KnownAdult
from imports.twins import Known, Twin, Twins

CHILD: Final = "Student"
_MOST: Final = 64
"""More than the lists that people look at in one hour: a label of a region each."""

Row = Sequence[Any]
"""One of them as queries.merging.reads tells it."""
Alike = Sequence[tuple[str, Twin]]
"""Pairs: the lesser id, and who it may be."""


class Among(Protocol):
    """People of one label among whom somebody is looked for, as `one_of` makes him."""

    def candidates(self, asked: Any) -> list[Twin]: ...

    def add(self, one: Any) -> None: ...

    def pairs(self) -> Iterator[tuple[str, Twin]]: ...


class Compared:
    """Keeps the results last asked for. `made` counts how often people were really compared."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: OrderedDict[bytes, Alike] = OrderedDict()
        self.made = 0

    async def alike(self, label: str, rows: Sequence[Row]) -> Alike:
        """Which of these people may be one."""
        # Seconds of pure computing for a large region: others are served meanwhile.
        key = await to_thread.run_sync(_digest, label, rows)
        found = self._kept.get(key)
        if found is None:
            self.made += 1
            found = await to_thread.run_sync(_alike, label, rows)
        self._kept[key] = found
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return found


def one_of(label: str, row: Row) -> Known | KnownAdult:
    """One of them, to be compared as its label is."""
    if label == CHILD:
        return Known(*row)
    return KnownAdult._make((*row[:-1], frozenset(row[-1])))


def twins_of(label: str, rows: Sequence[Row]) -> Among:
    """These people, to look for others among them."""
    known: Iterable[Any] = (one_of(label, row) for row in rows)
    return Twins(known) if label == CHILD else AdultTwins(known)


def _alike(label: str, rows: Sequence[Row]) -> Alike:
    return tuple(twins_of(label, rows).pairs())


def _digest(label: str, rows: Sequence[Row]) -> bytes:
    return hashlib.sha256(orjson.dumps([label, rows])).digest()
