"""What is asked: a tree of selections, in the names of the model, as a reader of GraphQL makes it.

A `Slot` is a value that is not part of the text: the statement names a parameter for it, and it
is read from the operation's variables each time. What does change the text (which filters, which
order, whether there is a cursor) stands in the tree itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from queries.compiler.steps import Step


@dataclass(frozen=True, slots=True)
class Slot:
    """A value by its path into the variables; without a path, the constant itself."""

    path: tuple[str | int, ...] = ()
    constant: Any = None

    def read(self, variables: Mapping[str, Any]) -> Any:
        """The value for this operation; dictionaries of the model as the graph stores them."""
        value: Any = variables if self.path else self.constant
        for part in self.path:
            value = value[part]
        return plain(value)


def plain(value: Any) -> Any:
    """Enumerations by their value, at the top or in a list."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


Filter = Mapping[str, Any]
"""`{and: [Filter], or: [Filter], not: Filter, property: {operator: Slot}, step: {some: …}}`"""

Order = tuple[tuple[str, bool], ...]
"""Names of properties, each with whether it descends; the id always follows."""


@dataclass(frozen=True, slots=True)
class PageArguments:
    """Which page: `after` is absent or comes with which of its values are null.

    `lasting` is of relationships with intervals: only those that last at the moment asked about.
    """

    first: Slot
    after: Slot | None = None
    after_nulls: tuple[bool, ...] = ()
    filter: Filter | None = None
    order: Order = ()
    lasting: bool = True


@dataclass(frozen=True, slots=True)
class Value:
    """A property of the node (or of the relationship, among an edge's fields)."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Made:
    """A value made of others by a function of the catalogue `made`."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class TypeName:
    """The GraphQL name of the type."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class One:
    """The node at the end of a to-one step; `fields` by its label."""

    key: str
    step: Step
    fields: Mapping[str, tuple[Field, ...]]


@dataclass(frozen=True, slots=True)
class Many:
    """A page of the nodes at the end of a step."""

    key: str
    step: Step
    page: PageArguments
    parts: tuple[Part, ...]


Field = Value | Made | TypeName | One | Many


class PartKind(Enum):
    """What a connection may be asked for."""

    COUNT = "totalCount"
    INFO = "pageInfo"
    EDGES = "edges"
    TYPE = "__typename"


class EdgeKind(Enum):
    """What an edge may be asked for."""

    CURSOR = "cursor"
    NODE = "node"
    VALUE = "a property of the relationship"
    TYPE = "__typename"


@dataclass(frozen=True, slots=True)
class EdgeField:
    """One field of an edge; `name` is a property or a type, `fields` those of the node."""

    key: str
    kind: EdgeKind
    name: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a connection; `info` is (key, name) of what the page's info is asked for."""

    key: str
    kind: PartKind
    name: str = ""
    edges: tuple[EdgeField, ...] = ()
    info: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ById:
    """A root field: one node of a label by its id."""

    key: str
    label: str
    id: Slot
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A root field: a page of all nodes of a label."""

    key: str
    label: str
    page: PageArguments
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class AnyById:
    """A root field: one node of any label by its id; `fields` by label, for every label."""

    key: str
    id: Slot
    fields: Mapping[str, tuple[Field, ...]]


@dataclass(frozen=True, slots=True)
class Grouped:
    """A root field: how many nodes of a label there are for each of the `groups` together.

    `rows` are the fields of a row: `count`, a value that was grouped by, a node that was.
    """

    key: str
    label: str
    groups: tuple[str, ...]
    filter: Filter | None
    rows: tuple[GroupField, ...]


@dataclass(frozen=True, slots=True)
class GroupField:
    """One field of a row of groups; `name` is "count", "__typename" or a group's."""

    key: str
    name: str
    fields: tuple[Field, ...] = ()
    type_name: str = ""


Root = ById | Listed | AnyById | Grouped
