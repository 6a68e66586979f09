"""The records of one region by the ways in which a sheet can name them.

Nothing outside the region is ever loaded, so nothing outside it can be found, or told of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Sequence

from anyio import to_thread

from graph.session import Reader
from imports.way import Way
from imports.ways import WAYS

Key = tuple[str, Hashable]
"""A way's name, and what is looked for by it."""


class Directory:
    """Which records of a region answer to which keys, way by way, as of when each was loaded."""

    def __init__(self, region: str) -> None:
        self.region = region
        self._known: dict[str, dict[Hashable, tuple[str, ...]]] = {}

    async def load(self, reader: Reader, ways: Collection[str]) -> None:
        """Know the records of these ways; those that are known already are not read again."""
        by_cypher: defaultdict[str, list[Way]] = defaultdict(list)
        for name in sorted(set(ways) - self._known.keys()):
            by_cypher[WAYS[name].cypher].append(WAYS[name])
        for alike in by_cypher.values():
            asked = {"region": self.region, "ids": None}
            rows = await reader.values(alike[0].cypher, asked)
            for way in alike:
                # Every record of a large region: others are served meanwhile.
                self._known[way.name] = await to_thread.run_sync(_by_key, way, rows)

    def ids(self, key: Key) -> tuple[str, ...]:
        """The records that answer to a key; KeyError if its way was not loaded."""
        way, value = key
        return self._known[way].get(value, ())


async def appeared(
    reader: Reader, region: str, touched: dict[str, set[str]], keys: Collection[Key]
) -> set[Key]:
    """Which of these keys a record answers to that is among those `touched` (ids by label)."""
    found: set[Key] = set()
    for name in sorted({way for way, _ in keys}):
        way = WAYS[name]
        ids = sorted(touched.get(way.label, ()))
        if ids:
            rows = await reader.values(way.cypher, {"region": region, "ids": ids})
            found |= {(name, key) for key in _by_key(way, rows)}
    return found & set(keys)


def _by_key(way: Way, rows: Sequence[Sequence[object]]) -> dict[Hashable, tuple[str, ...]]:
    known: dict[Hashable, tuple[str, ...]] = {}
    for id_, *parts in rows:
        key = way.key(*parts)
        if key is None:
            continue
        same = known.get(key, ())
        if id_ not in same:
            known[key] = (*same, str(id_))
    return known
