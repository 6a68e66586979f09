"""What can be asked of each node type, derived from the model: its values and the ways on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from graph.declaration import Cardinality, Kind, Node, Personal, Property, Relationship
from graph.model import MODEL
from queries.scope import VISIBILITY, Rule

IDENTITY = Property("id", Kind.TEXT, "идентификатор", required=True)
REGION_ID = Property("region", Kind.TEXT, "регион (ISO 3166-2)", required=True)
VERSION = Property("version", Kind.INTEGER, "сколько раз запись меняли люди", required=True)


class Way(Enum):
    """How a step leads from a node to others."""

    FORWARD = "along a relationship"
    BACK = "against a relationship"
    UP = "to the node's own region"
    DOWN = "to the nodes of a region"


@dataclass(frozen=True, slots=True)
class Step:
    """One way from the nodes of `source` to those of `targets`.

    `many` makes it a page, otherwise it leads to at most one node. `history` is the page of all
    the targets a to-one relationship has ever had.
    """

    name: str
    source: str
    targets: tuple[str, ...]
    way: Way
    many: bool
    ru: str
    relationship: Relationship | None = None
    history: bool = False

    @property
    def target(self) -> str:
        """The only target; ValueError if there are several."""
        (label,) = self.targets
        return label

    @property
    def properties(self) -> tuple[Property, ...]:
        """What the relationship itself tells."""
        return self.relationship.all_properties if self.relationship else ()

    @property
    def interval(self) -> bool:
        return self.relationship is not None and self.relationship.interval

    @property
    def personal(self) -> Personal:
        return self.relationship.personal if self.relationship else Personal.NO


LABELS = tuple(sorted(label for label, rule in VISIBILITY.items() if rule is not Rule.NEVER))
"""Every node type that anybody may see."""


def values_of(label: str) -> dict[str, Property]:
    """What a node of this type tells of itself, by name; personal data too."""
    node = MODEL.nodes[label]
    implied = (IDENTITY, REGION_ID, VERSION) if _regional(node) else (IDENTITY, VERSION)
    return {p.name: p for p in (*implied, *node.properties)}


def plural(label: str) -> str:
    """The name of many nodes of a type: `report_duties` of ReportDuty."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", label).lower()
    if name.endswith("y"):
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith("ch") else f"{name}s"


def singular(label: str) -> str:
    """The name of one node of a type: `report_duty` of ReportDuty."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", label).lower()


@cache
def steps_of(label: str) -> dict[str, Step]:
    """Every way from nodes of this type, by name; ValueError if two have one name."""
    found: dict[str, Step] = {}
    for step in (*_region_steps(label), *_forward(label), *_back(label)):
        if step.name in found or step.name in values_of(label).keys() - {"region"}:
            raise ValueError(f"two ways from {label} are called {step.name}")
        found[step.name] = step
    return found


@cache
def filter_values(label: str) -> dict[str, Property]:
    """The values a filter may compare: the region's id apart from the way to the region."""
    return {"region_id" if n == "region" else n: p for n, p in values_of(label).items()}


@cache
def filter_steps(label: str) -> dict[str, Step]:
    """The ways a filter may go: those to several node types one by one, histories left out."""
    found: dict[str, Step] = {}
    for name, step in steps_of(label).items():
        if len(step.targets) == 1:
            found |= {} if step.history else {name: step}
            continue
        for target in step.targets:
            one = f"{name}_{singular(target)}"
            found[one] = replace(step, name=one, targets=(target,))
    return found


def _regional(node: Node) -> bool:
    return bool(node.region_link)


def _region_steps(label: str) -> list[Step]:
    if label == "Region":
        return [
            Step(plural(other), label, (other,), Way.DOWN, True, f"{MODEL.nodes[other].ru}: все")
            for other in LABELS
            if _regional(MODEL.nodes[other])
        ]
    if _regional(MODEL.nodes[label]):
        return [Step("region", label, ("Region",), Way.UP, False, "регион")]
    return []


def _forward(label: str) -> list[Step]:
    found = []
    for link in MODEL.links_of(label):
        targets = tuple(t for t in link.targets if t in LABELS)
        if not targets or _is_region_link(link):
            continue
        if link.cardinality is not Cardinality.MANY:
            found.append(Step(link.link, label, targets, Way.FORWARD, False, link.ru, link))
            if link.interval:
                name, ru = f"{link.link}_history", f"{link.ru}: за всё время"
                found.append(Step(name, label, targets, Way.FORWARD, True, ru, link, history=True))
        elif len(targets) == 1:
            found.append(Step(link.link, label, targets, Way.FORWARD, True, link.ru, link))
        else:
            found += [
                Step(f"{link.link}_{plural(t)}", label, (t,), Way.FORWARD, True, link.ru, link)
                for t in targets
            ]
    return found


def _back(label: str) -> list[Step]:
    found = []
    for link in MODEL.relationships:
        if label not in link.targets or link.source not in LABELS or _is_region_link(link):
            continue
        name = link.back or plural(link.source)
        # What is found in a region already has the plain name.
        if label == "Region" and name in {plural(x) for x in LABELS if MODEL.nodes[x].region_link}:
            name = f"own_{name}"
        ru = f"{MODEL.nodes[link.source].ru}: {link.ru}"
        found.append(Step(name, label, (link.source,), Way.BACK, True, ru, link))
    return found


def _is_region_link(link: Relationship) -> bool:
    """Whether it says no more than `region` does."""
    return MODEL.nodes[link.source].region_link == link.link and link.targets == ("Region",)
