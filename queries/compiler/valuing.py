"""Values in Cypher: what a property was at the moment asked about, and how it is sent.

As of a past moment an event that came later has not happened, and a gap is in the state its own
events left it in. Properties that were overwritten keep their last value: their history stands in
the audit, not here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from graph.declaration import Kind, Node, Property
from graph.model import MODEL
from queries.compiler.building import Sight, day_of, scope

# Of the gap `n` as of $at. A count that did not change is told by the gap itself.
_GAP_EVENT = """COLLECT {
    MATCH (n)<-[:HAPPENED_TO]-(e_n:GapEvent) WHERE %%s AND %s
    RETURN %s ORDER BY e_n.at DESC, e_n.id DESC LIMIT 1
  }[0]"""
_CHANGED = "e_n.change IN ['opened', 'reopened', 'closed', 'waived', 'upcoming', 'averted']"
_STATES = (
    "CASE e_n.change WHEN 'opened' THEN 'open' WHEN 'reopened' THEN 'open' ELSE e_n.change END"
)
_PAST_OF_GAP = {
    "state": f"coalesce({_GAP_EVENT % (_CHANGED, _STATES)}, n.state)",
    "count": f"coalesce({_GAP_EVENT % ('e_n.count IS NOT NULL', 'e_n.count')}, n.count)",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# What the graph keeps of a whole number, its sign apart.
_BITS = 63


def value(sight: Sight, label: str, variable: str, declared: Property) -> str:
    """The property of a node as Cypher."""
    if declared.name == "version":
        return f"coalesce({variable}.version, 0)"
    if sight.past and label == "Gap" and declared.name in _PAST_OF_GAP:
        return _past_of_gap(sight, variable, declared.name)
    regional = bool(MODEL.nodes[label].has_region)
    if declared.name == MODEL.nodes[label].since:
        return f"{variable}.{declared.name}"
    return happened(sight, f"{variable}.{declared.name}", declared, variable if regional else None)


def _past_of_gap(sight: Sight, variable: str, name: str) -> str:
    text = (
        _PAST_OF_GAP[name]
        .replace("(n)", f"({variable})")
        .replace("n.", f"{variable}.")
        .replace(f"e_{variable}.", "e_n.")
    )
    return text % " AND ".join(["e_n.at <= $at", *scope(sight, "GapEvent", "e_n")])


def happened(sight: Sight, text: str, declared: Property, regional: str | None) -> str:
    """The value, or nothing while the event it tells of had not happened."""
    if not (sight.past and declared.happened):
        return text
    return f"CASE WHEN {text} <= {moment(sight, declared, regional)} THEN {text} END"


def certain(sight: Sight, label: str, declared: Property) -> bool:
    """Whether this property of a node that is there is never nothing."""
    later = sight.past and declared.happened and declared.name != MODEL.nodes[label].since
    return declared.required and not later


def moment(sight: Sight, declared: Property, regional: str | None) -> str:
    """The moment asked about, comparable with this property."""
    return day_of(sight, regional) if declared.kind is Kind.DATE else "$at"


def is_fact(sight: Sight, label: str, variable: str) -> list[str]:
    """The conditions that a node was there at the moment asked about, or is there now."""
    node = MODEL.nodes[label]
    found = []
    if node.since and sight.past:
        text = f"{variable}.{node.since}"
        found.append(
            f"({text} IS NULL OR {text} <= {_moment_of(sight, node, node.since, variable)})"
        )
    if node.until and sight.past:
        text = f"{variable}.{node.until}"
        found.append(
            f"({text} IS NULL OR {_moment_of(sight, node, node.until, variable)} < {text})"
        )
    elif node.until:
        found.append(f"{variable}.{node.until} IS NULL")
    return found


def _moment_of(sight: Sight, node: Node, name: str, variable: str) -> str:
    declared = next(p for p in node.properties if p.name == name)
    return moment(sight, declared, variable if node.has_region else None)


def sent(kind: Kind, text: str) -> str:
    """Dates as ISO text, instants as microseconds: the driver's own types cost far more."""
    if kind is Kind.DATE:
        return f"toString({text})"
    if kind is Kind.INSTANT:
        return f"({text}).epochSeconds * 1000000 + ({text}).microsecond"
    return text


def answered(sight: Sight, declared: Property) -> Callable[[Any], Any] | None:
    """What makes of a sent value the answer's, or Python's own; None if it is that already."""
    return _native(declared) if sight.native else shown(declared)


def _native(declared: Property) -> Callable[[Any], Any] | None:
    if declared.kind is Kind.DATE:
        return lambda text: text and date.fromisoformat(text)
    if declared.kind is Kind.INSTANT:
        return lambda sent_as: None if sent_as is None else instant_of(sent_as)
    choices = declared.choices
    if choices is None:
        return None
    if declared.kind is Kind.TEXTS:
        return lambda values: values and [choices(one) for one in values]
    return lambda one: None if one is None else choices(one)


def shown(declared: Property) -> Callable[[Any], Any] | None:
    """What makes the answer's value of a sent one; None if it is that already."""
    if declared.kind is Kind.INSTANT:
        return instant_text
    if declared.choices is None:
        return None
    names = {member.value: member.name for member in declared.choices}
    if declared.kind is Kind.TEXTS:
        return lambda values: values and [names[value] for value in values]
    return lambda value: None if value is None else names[value]


def instant_text(microseconds: int | None) -> str | None:
    """An instant as ISO text in UTC."""
    return None if microseconds is None else instant_of(microseconds).isoformat()


def instant_of(microseconds: int) -> datetime:
    """The instant so long after the epoch; exact, which a division by a million is not."""
    return _EPOCH + microseconds * _MICROSECOND


def received(declared: Property) -> Callable[[Any], Any]:
    """A sent value (of a cursor) as a parameter; ValueError or TypeError if it can't be one."""

    def convert(given: Any) -> Any:
        if given is None:
            return None
        if declared.kind is Kind.DATE:
            return date.fromisoformat(given)
        if declared.kind is Kind.INSTANT:
            return instant_of(given)
        kinds = (int, float) if declared.kind is Kind.NUMBER else declared.kind.python_type
        if not isinstance(given, kinds):
            raise TypeError(declared.name)
        if isinstance(given, int) and given.bit_length() > _BITS:
            raise OverflowError(declared.name)
        return given

    return convert
