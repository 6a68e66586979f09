"""The small language in which the model is declared: Node, Relationship, Property.

A declaration is frozen data. Constraints, write statements, row validation, documents, GraphQL
types and import columns are derived from it elsewhere; nothing here touches a database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a property holds, as Neo4j stores it."""

    TEXT = "STRING"
    INTEGER = "INTEGER"
    NUMBER = "FLOAT"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    INSTANT = "ZONED DATETIME"
    TEXTS = "LIST<STRING NOT NULL>"

    @property
    def python_type(self) -> Any:
        return _PYTHON_TYPES[self]


_PYTHON_TYPES: dict[Kind, Any] = {
    Kind.TEXT: str,
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.BOOLEAN: bool,
    Kind.DATE: date,
    Kind.INSTANT: datetime,
    Kind.TEXTS: list[str],
}


class Personal(StrEnum):
    """How a property must be protected; the word is shown in docs/model.md."""

    NO = "нет"
    ADULT = "взрослого"
    CHILD = "ребёнка"
    SPECIAL = "ребёнка, особая"  # health: impairment groups


class Cardinality(StrEnum):
    """How many targets one source may have at any one moment."""

    ONE = "ровно один"
    OPTIONAL = "не больше одного"
    MANY = "сколько угодно"


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a node or relationship.

    `unit` is of a number; `choices` closes a text (or every item of TEXTS) to a dictionary.
    """

    name: str
    kind: Kind
    ru: str
    required: bool = False
    unit: str = ""
    clause: str = ""
    personal: Personal = Personal.NO
    choices: type[StrEnum] | None = None
    minimum: int | None = None
    maximum: int | None = None
    indexed: bool = False

    @property
    def personal_of_child(self) -> bool:
        """Whether it may be shown only while a consent is in force."""
        return self.personal in (Personal.CHILD, Personal.SPECIAL)

    @property
    def happened(self) -> bool:
        """Whether it tells when something happened: before that moment it was not there yet.

        By its name: `…_at` and `…_on` are events, but for the names of AHEAD.
        """
        timely = self.kind in (Kind.DATE, Kind.INSTANT)
        return timely and self.name.endswith(("_at", "_on")) and self.name not in AHEAD


@dataclass(frozen=True, slots=True)
class Node:
    """A node type. `id` (text, unique) and `version` (whole; absent is 0) are implied and are never
    properties of the list. `version` grows with every change that a person makes or loads.

    `region_link` names the required link from whose target `region` is copied on every write;
    "" with `has_region` false means the node belongs to no region. `since` names the property that
    tells since when the node is a fact: as of an earlier moment it is not there. `until` names the
    one that tells when it was taken away: from then on it is not there. `aside` are a property and
    values of it: nodes that have them are listed and counted only where a filter asks about it.
    """

    label: str
    ru: str
    clause: str
    properties: tuple[Property, ...] = ()
    region_link: str = ""
    unique: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    aside: tuple[str, frozenset[str]] | None = None

    @property
    def has_region(self) -> bool:
        return bool(self.region_link) or self.label == "Region"

    def property_names(self) -> frozenset[str]:
        implied = {"id", "version", "region"} if self.has_region else {"id", "version"}
        return frozenset(implied | {p.name for p in self.properties})


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship type between one source label and one or several target labels.

    `link` is the name under which a source's row gives its target. With `interval` the relationship
    carries `from` (required) and `to` (exclusive, absent while it lasts), dates, and a source may
    have the same target again later. `cardinality` counts targets at one moment. `back` names the
    way from the target to its sources; "" is the plural of the source's label. The properties
    named by `since` and `until` tell from when to when the link is a fact. `personal` is of the
    fact that these two nodes are linked at all.
    """

    type: str
    source: str
    targets: tuple[str, ...]
    link: str
    ru: str
    clause: str
    cardinality: Cardinality = Cardinality.MANY
    interval: bool = False
    properties: tuple[Property, ...] = ()
    back: str = ""
    since: str = ""
    until: str = ""
    personal: Personal = Personal.NO

    @property
    def key(self) -> tuple[str, str]:
        return (self.source, self.link)

    @property
    def all_properties(self) -> tuple[Property, ...]:
        return (*INTERVAL, *self.properties) if self.interval else self.properties

    @property
    def target(self) -> str:
        """The only target label; ValueError for a relationship with several."""
        (label,) = self.targets
        return label


# Days and instants that are planned, or of the record itself: no events of the network.
AHEAD = frozenset(
    {
        "due_on",
        "draft_due_on",
        "starts_on",
        "ends_on",
        "starts_at",
        "ends_at",
        "wanted_on",
        "seen_at",
    }
)

INTERVAL = (
    Property("from", Kind.DATE, "с", required=True),
    Property("to", Kind.DATE, "до (не включая)"),
)


@dataclass(frozen=True, slots=True)
class Model:
    """All declarations, checked to fit together when built; ValueError otherwise."""

    nodes: dict[str, Node] = field(default_factory=dict)
    relationships: tuple[Relationship, ...] = ()
    # The same by their sources: asked for with every row that is written.
    _by_source: dict[str, tuple[Relationship, ...]] = field(default_factory=dict, init=False)
    _by_key: dict[tuple[str, str], Relationship] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for one in self.relationships:
            self._by_source[one.source] = (*self._by_source.get(one.source, ()), one)
            self._by_key.setdefault(one.key, one)
        _check_links(self)
        _check_regions(self)

    def links_of(self, label: str) -> tuple[Relationship, ...]:
        return self._by_source.get(label, ())

    def link(self, label: str, link: str) -> Relationship:
        """The declaration of one link; KeyError naming it if there is none."""
        if (label, link) not in self._by_key:
            raise KeyError(f"{label} has no link {link}")
        return self._by_key[label, link]


def build(nodes: tuple[Node, ...], relationships: tuple[Relationship, ...]) -> Model:
    """Make a model of declarations; ValueError on a label declared twice."""
    by_label = {node.label: node for node in nodes}
    if len(by_label) != len(nodes):
        raise ValueError("a label is declared twice")
    return Model(by_label, relationships)


def _check_links(model: Model) -> None:
    seen: set[tuple[str, str]] = set()
    for relationship in model.relationships:
        unknown = {relationship.source, *relationship.targets} - model.nodes.keys()
        if unknown:
            raise ValueError(f"{relationship.type} names unknown labels {sorted(unknown)}")
        if relationship.key in seen:
            raise ValueError(f"link {relationship.key} is declared twice")
        if relationship.link in model.nodes[relationship.source].property_names():
            raise ValueError(f"link {relationship.key} has the name of a property")
        seen.add(relationship.key)


def _check_regions(model: Model) -> None:
    for node in model.nodes.values():
        if not node.region_link:
            continue
        link = model.link(node.label, node.region_link)
        if link.cardinality is not Cardinality.ONE:
            raise ValueError(f"{node.label}: region must come from a link with exactly one target")
        for target in link.targets:
            if not model.nodes[target].has_region:
                raise ValueError(f"{node.label}: {target} has no region to copy")
