"""Whether what a preview said still stands: versions of known records, and who has appeared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.session import Reader, Statement
from imports.comparing import Operation
from imports.finding import Key, appeared
from imports.kept import batches
from imports.kept.batches import Batch
from imports.kept.packing import unpacked
from imports.planning import Plan
from imports.plans import restored
from queries.audit.since import entries, touched_since
from queries.scope import Actor


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows whose plan doesn't stand any more, by their numbers."""

    rows: tuple[int, ...]


async def changed_since(reader: Reader, actor: Actor, batch: Batch) -> Changes:
    """Which rows of the whole import would not find the network as it was previewed."""
    seen, last = batch.number("seen_entry"), await entries(reader, batch.region)
    touched = await touched_since(reader, batch.region, seen, last)
    if not touched:
        return Changes(())
    found: list[int] = []
    first: dict[str, int] = {}
    for part in await batches.parts(reader, actor, batch.id):
        kept = await batches.part(reader, actor, batch.id, part["number"])
        plans = restored(unpacked(kept["plan"])) if kept and kept["plan"] else []
        found += await stale(reader, batch.region, plans, touched, first)
    return Changes(tuple(found))


async def stale(
    reader: Reader,
    region: str,
    plans: Sequence[Plan],
    touched: Mapping[str, Collection[str]],
    first: dict[str, int],
) -> list[int]:
    """Rows about a record of another version than planned, or for whom somebody appeared.

    `touched` are records that others changed, ids by label. `first` keeps at which version this
    import first met each record, which later parts of it raise.
    """
    keys = {key for plan in plans for one in plan.operations for key in _keys(one)}
    touched_ids = {label: set(ids) for label, ids in touched.items()}
    new = await appeared(reader, region, touched_ids, keys)
    met: defaultdict[str, set[str]] = defaultdict(set)
    for plan in plans:
        for one in plan.operations:
            if one.version is not None:
                first.setdefault(one.id, one.version)
                if one.id in touched_ids.get(one.label, ()):
                    met[one.label].add(one.id)
    versions = await versions_of(reader, met)
    return [
        plan.number
        for plan in plans
        if any(
            any(key in new for key in _keys(one))
            or (one.id in versions and versions[one.id] != first[one.id])
            for one in plan.operations
        )
    ]


def _keys(operation: Operation) -> Iterator[Key]:
    return ((way, _hashable(key)) for way, key in operation.keys)


def _hashable(value: Any) -> Any:
    """A key as it was before it was kept as JSON."""
    return tuple(_hashable(item) for item in value) if isinstance(value, list) else value


async def versions_of(reader: Reader, ids: Mapping[str, Collection[str]]) -> dict[str, int]:
    """The versions of records now, those that are gone as -1."""
    found: dict[str, int] = {}
    for label in sorted(ids):
        found |= dict.fromkeys(ids[label], -1)
        for id_, version in await reader.values(_versions(label), {"ids": sorted(ids[label])}):
            found[id_] = version
    return found


@cache
def _versions(label: str) -> Statement:
    return Statement(
        f"UNWIND $ids AS id\nMATCH (n:{label} {{id: id}})\n"
        "RETURN n.id AS id, coalesce(n.version, 0) AS version"
    )
