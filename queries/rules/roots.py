"""Root causes: which gaps nothing else causes, and how much hangs on each. Pure; no I/O.

Numbers are of open gaps of one region. A cause holds everything that is reached from it against
CAUSED_BY. A circle of causes has no root of its own: its gravest gap is taken for one, so that
every gap has a root and every walk ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.model.gap import Severity


@dataclass(frozen=True, slots=True)
class Node:
    """A gap with the ids of its causes; `children` are the students among its records."""

    id: str
    severity: Severity
    children: int
    reports: frozenset[int]
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """What hangs on a gap: other gaps, students in them and in itself, numbers of reports.

    A student may stand in several gaps and is then counted in each.
    """

    root: bool
    gaps: int
    children: int
    reports: tuple[int, ...]


def weights(nodes: Iterable[Node]) -> dict[str, Weight]:
    """The weight of every gap."""
    known = {node.id: node for node in nodes}
    effects = _effects(known)
    roots = _roots(known, effects)
    return {id_: _weight(known, effects, id_, root=id_ in roots) for id_ in known}


def _effects(known: Mapping[str, Node]) -> dict[str, list[str]]:
    effects: dict[str, list[str]] = defaultdict(list)
    for node in known.values():
        for cause in node.causes:
            if cause in known:
                effects[cause].append(node.id)
    return effects


def _roots(known: Mapping[str, Node], effects: Mapping[str, list[str]]) -> set[str]:
    roots = {node.id for node in known.values() if not known.keys() & set(node.causes)}
    reached = set(roots)
    for root in roots:
        reached |= _below(effects, root)
    for id_ in sorted(known.keys() - reached, key=lambda one: (known[one].severity, one)):
        if id_ not in reached:
            roots.add(id_)
            reached |= {id_, *_below(effects, id_)}
    return roots


def _weight(
    known: Mapping[str, Node], effects: Mapping[str, list[str]], id_: str, *, root: bool
) -> Weight:
    below = _below(effects, id_)
    all_ = [known[one] for one in (id_, *below)]
    reports = frozenset[int]().union(*(node.reports for node in all_))
    return Weight(root, len(below), sum(node.children for node in all_), tuple(sorted(reports)))


def _below(effects: Mapping[str, list[str]], start: str) -> set[str]:
    """Everything reached from `start`, without it."""
    seen: set[str] = set()
    waiting = list(effects.get(start, ()))
    while waiting:
        one = waiting.pop()
        if one not in seen and one != start:
            seen.add(one)
            waiting += effects.get(one, ())
    return seen
