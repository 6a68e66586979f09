"""What the nodes of a type can be grouped by: their own values, and nodes they belong to.

A group that is a node is reached by to-one steps, at most two: a student's municipality is its
school's. Of several ways to one node type the shortest is taken, then the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from graph.declaration import Kind, Personal, Property
from queries.compiler.steps import Step, singular, steps_of, values_of

_PLACES = (
    "Campaign",
    "Competence",
    "FederalDistrict",
    "Municipality",
    "Organisation",
    "Practicum",
    "ProfessionalArea",
    "Region",
    "School",
    "Venue",
)

# A row of groups tells its own count; a version tells nothing of the network.
_NOT_GROUPS = frozenset({"count", "version"})

# Texts that are the names of few things, though no dictionary closes them.
_FEW = frozenset({"rule", "case"})


@dataclass(frozen=True, slots=True)
class Group:
    """One thing to group by: a value of the node, or the node at the end of `steps`."""

    name: str
    ru: str
    declared: Property | None = None
    steps: tuple[Step, ...] = ()

    @property
    def target(self) -> str:
        """The node type of a group that is a node."""
        return self.steps[-1].target


@cache
def groups_of(label: str) -> dict[str, Group]:
    """Everything the nodes of a type can be grouped by, by name."""
    own = {
        declared.name: Group(declared.name, declared.ru, declared)
        for declared in values_of(label).values()
        if _countable(declared)
    }
    return own | {name: group for name, group in _places(label).items() if name not in own}


def _countable(declared: Property) -> bool:
    """Few values, and nobody's: a dictionary, a grade, yes or no, a day."""
    if declared.personal is not Personal.NO or declared.name in _NOT_GROUPS:
        return False
    few = declared.choices is not None or declared.name in _FEW
    closed = few and declared.kind is Kind.TEXT
    return closed or declared.kind in (Kind.INTEGER, Kind.BOOLEAN, Kind.DATE)


def _places(label: str) -> dict[str, Group]:
    found: dict[str, Group] = {}
    for first in _single(label):
        _add(found, (first,))
    for first in _single(label):
        for second in _single(first.target):
            _add(found, (first, second))
    return found


def _single(label: str) -> list[Step]:
    steps = steps_of(label).values()
    return [
        step
        for step in steps
        if not step.many and len(step.targets) == 1 and step.personal is Personal.NO
    ]


def _add(found: dict[str, Group], steps: tuple[Step, ...]) -> None:
    target = steps[-1].target
    if target in _PLACES and target != steps[0].source:
        name = singular(target)
        found.setdefault(name, Group(name, steps[-1].ru, steps=steps))
