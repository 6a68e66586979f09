"""Ways to recognise a record of one region, declared in `imports.ways`: one file a label."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import LiteralString

from imports.draft import Find


@dataclass(frozen=True, slots=True)
class Way:
    """By what a record of `label` is known.

    `cypher` gets $region and $ids (null: all of the region) and returns `id` and then parts; a
    record may have several rows. `key` makes one comparable key of parts, whether of the graph or
    of a sheet; None if these parts tell nothing. A part may be the id of another record: a sheet
    gives a Find or a Draft there, and `key` must hand it on as it is.
    """

    name: str
    label: str
    cypher: LiteralString
    key: Callable[..., tuple[Hashable, ...] | None]

    def find(self, column: str, *parts: object) -> tuple[Find, ...]:
        """What to look for, told at this column; nothing if the parts tell nothing."""
        key = self.key(*parts)
        return () if key is None else (Find(self.name, key, column),)
