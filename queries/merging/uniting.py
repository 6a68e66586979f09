"""What becomes of the links and fields of a record that becomes part of another. Pure.

The kept record's own facts stay; only what it lacks comes to it. Whatever the model allows one of
at a time, the kept record keeps its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from graph.declaration import Cardinality
from graph.model import MODEL
from queries.merging.whole import Edge, Whole, edges_of

_NO_END: Final = "9999-12-31"


@dataclass(slots=True)
class Plan:
    """What comes to the kept record: fields, links, and links that become otherwise."""

    filled: dict[str, Any] = field(default_factory=dict)
    moved: list[Edge] = field(default_factory=list)
    replaced: list[tuple[Edge, Edge]] = field(default_factory=list)

    def text(self) -> str:
        """As JSON, for `plan_of`."""
        told = {
            "filled": self.filled,
            "moved": [tuple(edge) for edge in self.moved],
            "replaced": [(tuple(was), tuple(now)) for was, now in self.replaced],
        }
        return orjson.dumps(told).decode()


def plan_of(text: str) -> Plan:
    """A plan that `Plan.text` told."""
    told = orjson.loads(text)
    replaced = [edges_of(pair) for pair in told["replaced"]]
    return Plan(
        told["filled"], list(edges_of(told["moved"])), [(was, now) for was, now in replaced]
    )


def unite(kept: Whole, other: Whole) -> Plan:
    """What comes to `kept` of `other`, which is of the same label."""
    plan = Plan(filled=_filled(kept, other))
    for edge in other.edges:
        if (edge.label, edge.id) == (kept.label, kept.id):
            continue  # they were said to be different
        _place(plan, edge, [one for one in kept.edges if one.way == edge.way])
    return plan


def _filled(kept: Whole, other: Whole) -> dict[str, Any]:
    return {
        p.name: other.values[p.name]
        for p in MODEL.nodes[kept.label].properties
        if p.name in other.values and p.name not in kept.values
    }


def _place(plan: Plan, edge: Edge, own: Sequence[Edge]) -> None:
    """`own` are the kept record's links of the same kind."""
    link = edge.declared
    if edge.outwards and link.cardinality is not Cardinality.MANY:
        rivals = [one for one in own if not link.interval or _overlap(one, edge)]
        if not rivals:
            plan.moved.append(edge)
        return
    same = [one for one in own if (one.label, one.id) == (edge.label, edge.id)]
    if link.interval:
        same = [one for one in same if _overlap(one, edge)]
    if not same:
        plan.moved.append(edge)
    elif (united := _united(same[0], edge)) != same[0]:
        plan.replaced.append((same[0], united))


def _united(own: Edge, edge: Edge) -> Edge:
    """Two links with one record as one: what either tells, the kept one's word first."""
    link = own.declared
    if link.interval:
        ends = [one.value("to") for one in (own, edge)]
        return _completed(own, edge).changed(
            **{
                "from": min(own.value("from"), edge.value("from")),
                "to": None if None in ends else max(ends),
            }
        )
    # One who cancelled and enrolled again under another record is enrolled.
    if link.until and own.value(link.until) and not edge.value(link.until):
        return edge
    return own if link.until else _completed(own, edge)


def _completed(own: Edge, edge: Edge) -> Edge:
    """The kept link with what only the other one tells."""
    pairs = zip(own.values, edge.values, strict=True)
    return own._replace(values=tuple(edge if mine is None else mine for mine, edge in pairs))


def _overlap(one: Edge, other: Edge) -> bool:
    return bool(
        one.value("from") < (other.value("to") or _NO_END)
        and other.value("from") < (one.value("to") or _NO_END)
    )
