"""Names in the schema of what the model declares. Must not know of Strawberry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from graph.declaration import Property
from queries.compiler.grouping import Group, groups_of
from queries.compiler.made import MadeValue, made_of
from queries.compiler.steps import LABELS, Step, Way, plural, singular, steps_of, values_of

EDGE_FIELDS: Final = frozenset({"cursor", "node", "__typename"})


def camel(name: str) -> str:
    """`due_on` as `dueOn`."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def pascal(name: str) -> str:
    """`due_on` as `DueOn`."""
    return "".join(part.capitalize() for part in name.split("_"))


def value_name(name: str) -> str:
    """A property's name in the schema: `region` stays free for the region itself."""
    return "regionId" if name == "region" else camel(name)


def connection_name(step: Step) -> str:
    """The type of a page: one a target, or one a step whose edges tell something."""
    return f"{_page_of(step)}Connection"


def edge_name(step: Step) -> str:
    """The type of an edge of such a page."""
    return f"{_page_of(step)}Edge"


@cache
def everything(label: str) -> Step:
    """The page of all nodes of a label, as if it were a step from somewhere."""
    return Step("everything", label, (label,), Way.DOWN, True, "все")


def union_name(step: Step) -> str:
    """The type of what a step with several target types leads to."""
    return f"{step.source}{pascal(step.name)}"


def _page_of(step: Step) -> str:
    return f"{step.source}{pascal(step.name)}" if step.properties else step.target


@cache
def node_values(label: str) -> Mapping[str, Property]:
    """The values of a node type by their names in the schema."""
    return {value_name(name): declared for name, declared in values_of(label).items()}


@cache
def node_made(label: str) -> Mapping[str, MadeValue]:
    """The made values of a node type by their names in the schema."""
    return {camel(name): made for name, made in made_of(label).items()}


@cache
def node_steps(label: str) -> Mapping[str, Step]:
    """The ways from a node type by their names in the schema."""
    return {camel(name): step for name, step in steps_of(label).items()}


@cache
def edge_values(step: Step) -> Mapping[str, Property]:
    """What an edge of a step tells, by the names in the schema."""
    return {camel(declared.name): declared for declared in step.properties}


@cache
def node_groups(label: str) -> Mapping[str, Group]:
    """What a node type can be grouped by, by the names of the fields of a row."""
    return {value_name(name) if group.declared else camel(name): group
            for name, group in groups_of(label).items()}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RootName:
    """A root field about nodes: which of the four kinds, of which node type ("" is any)."""

    kind: str
    label: str


ONE, MANY, GROUPS, ANY = "one", "many", "groups", "any"


@cache
def root_names() -> Mapping[str, RootName]:
    """Every root field about nodes by its name in the schema."""
    found = {"node": RootName(ANY, "")}
    for label in LABELS:
        found[camel(singular(label))] = RootName(ONE, label)
        found[camel(plural(label))] = RootName(MANY, label)
        if groups_of(label):
            found[f"{camel(plural(label))}By"] = RootName(GROUPS, label)
    return found
