"""Random operations from the live schema: any field that the model declares, in any shape.

Made from a seed, within the limits. Values are written out or put into variables, some with
defaults, some left out; parts stand in fragments, under directives, twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInt,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLUnionType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
)

from api.access.table import access_table
from api.node.naming import EDGE_FIELDS, node_made, node_steps, node_values, root_names
from api.schema import SCHEMA
from graph.model.account import Role
from queries.compiler.steps import LABELS
from tests.api import grown

_SCHEMA: Final = SCHEMA._schema
DEPTHS: Final = (1, 1, 2, 2, 3)
"""How many pages or links a root field goes on at most: the deep ones cost the most time."""


@dataclass(frozen=True, slots=True)
class Word:
    """A member of an enumeration: without quotes in a document."""

    name: str


@dataclass
class Operation:
    """A document and variables; cursors are for the pages called by these names, by variable."""

    text: str
    variables: dict[str, Any]
    cursors: dict[str, str]


@dataclass
class Asking:
    """One operation in the making, of fields for all of these roles."""

    dice: Random
    roles: frozenset[Role]
    _count: int = 0
    _declared: dict[str, str] = field(default_factory=dict)
    _given: dict[str, Any] = field(default_factory=dict)
    _fragments: list[str] = field(default_factory=list)
    _known_fragments: dict[str, str] = field(default_factory=dict)
    _cursors: dict[str, str] = field(default_factory=dict)

    def operation(self) -> Operation:
        """A query of one root field or two."""
        roots = [self._root() for _ in range(self.dice.choice([1, 1, 1, 2]))]
        body = " ".join(self._shuffled_in(_SCHEMA.query_type, roots))
        declared = ", ".join(f"${name}: {kind}" for name, kind in self._declared.items())
        head = f"query Any({declared})" if declared else "query Any"
        text = "\n".join([f"{head} {{ {body} }}", *self._fragments])
        return Operation(text, self._given, self._cursors)

    def _root(self) -> str:
        assert _SCHEMA.query_type is not None
        names = self.open(_SCHEMA.query_type, root_names())
        name = "node" if self._chance(0.06) else self.dice.choice(names)
        return self._field(name, _SCHEMA.query_type.fields[name], self.dice.choice(DEPTHS))

    # Selections

    def _field(self, name: str, declared: GraphQLField, left: int, apart: bool = False) -> str:
        """The field with what it needs; under a name of its own where it takes arguments."""
        kind = get_named_type(declared.type)
        key = self._new("a") if apart or declared.args or self._chance(0.15) else ""
        called = f"{key}: {name}" if key else name
        called += self._arguments(declared.args, key, name)
        if is_leaf_type(kind):
            return called + self._directive()
        text = f"{called}{self._directive()} {{ {self._below(kind, left)} }}"
        if self._chance(0.1):
            # The same field once more, merged with the first.
            text += f" {called} {{ {self._below(kind, 0)} }}"
        return text

    def _below(self, kind: GraphQLNamedType, left: int) -> str:
        if isinstance(kind, GraphQLUnionType | GraphQLInterfaceType):
            return self._abstract(kind, left)
        assert isinstance(kind, GraphQLObjectType)
        if kind.name.endswith("Connection"):
            return self._connection(kind, left)
        return " ".join(self._shuffled_in(kind, self._node(kind, left)))

    def _node(self, kind: GraphQLObjectType, left: int, apart: bool = False) -> list[str]:
        """Some values and, while it may go on, some ways on; `apart` under names of their own."""
        known = self.open(kind, _known(kind))
        leaves = [n for n in known if is_leaf_type(get_named_type(kind.fields[n].type))]
        ways = [n for n in known if n not in leaves]
        chosen = self._some(leaves, 4)
        if left:
            chosen += self._some(ways, 2)
            # Few among many, and unlike the rest.
            chosen += self._some([name for name in ways if _is_rare(name, kind.fields[name])], 1)
        texts = [self._field(name, kind.fields[name], left - 1, apart) for name in chosen]
        if self._chance(0.2) or not texts:
            texts.append("__typename")
        if not apart and kind.name in self._known_fragments and self._chance(0.8):
            texts.append(f"...{self._known_fragments[kind.name]}")
        return texts

    def _abstract(self, kind: GraphQLUnionType | GraphQLInterfaceType, left: int) -> str:
        texts = ["__typename"] if self._chance(0.7) else []
        if isinstance(kind, GraphQLInterfaceType) or self._chance(0.3):
            texts.append("... on Node { id }")
        members = list(_SCHEMA.get_possible_types(kind))
        # What two types call the same may differ in its type: no answer could hold both.
        texts += [
            self._as_fragment(member.name, self._node(member, min(left, 1), apart=True))
            for member in self.dice.sample(members, min(len(members), self.dice.randint(1, 4)))
        ]
        return " ".join(texts)

    def _connection(self, kind: GraphQLObjectType, left: int) -> str:
        parts = self._some(["edges", "pageInfo", "totalCount", "__typename"], 3) or ["edges"]
        if "edges" not in parts and self._chance(0.6):
            parts.append("edges")
        texts = []
        for part in parts:
            if part == "pageInfo":
                texts.append("pageInfo { startCursor endCursor hasNextPage hasPreviousPage }")
            elif part == "edges":
                edge = get_named_type(kind.fields["edges"].type)
                assert isinstance(edge, GraphQLObjectType)
                texts.append(f"edges {{ {self._edge(edge, left)} }}")
            else:
                texts.append(part)
        return " ".join(texts)

    def _edge(self, edge: GraphQLObjectType, left: int) -> str:
        node = get_named_type(edge.fields["node"].type)
        assert isinstance(node, GraphQLObjectType)
        told = self.open(edge, edge.fields)
        texts = ["cursor", *self._some([n for n in told if n not in EDGE_FIELDS], 2)]
        if self._chance(0.9):
            inner = " ".join(self._shuffled_in(node, self._node(node, left)))
            texts.append(f"node {{ {inner} }}")
        return " ".join(texts)

    def _shuffled_in(self, kind: GraphQLObjectType | None, texts: list[str]) -> list[str]:
        """Some of these in a fragment of their own, in any order."""
        assert kind is not None
        self.dice.shuffle(texts)
        if len(texts) > 1 and self._chance(0.4):
            cut = self.dice.randint(1, len(texts) - 1)
            return [*texts[:cut], self._as_fragment(kind.name, texts[cut:], again=True)]
        return texts

    def _as_fragment(self, on: str, texts: list[str], again: bool = False) -> str:
        """`again` if it may be spread at other nodes of the type too."""
        if self._chance(0.4):
            return f"... on {on}{self._directive()} {{ {' '.join(texts)} }}"
        name = self._new("F")
        self._fragments.append(f"fragment {name} on {on} {{ {' '.join(texts)} }}")
        if again:
            self._known_fragments[on] = name
        return f"...{name}{self._directive()}"

    def _directive(self) -> str:
        if not self._chance(0.08):
            return ""
        way = self.dice.choice(["include", "skip"])
        # Mostly it leaves in.
        condition = self._chance(0.8) == (way == "include")
        return f" @{way}(if: {self._written(_BOOLEAN, condition)})"

    def open(self, kind: GraphQLObjectType, names: Iterable[str]) -> list[str]:
        """Those of these fields that everybody here may ask for."""
        rows = access_table()
        return [name for name in names if self.roles <= rows[f"{kind.name}.{name}"].roles]

    # Arguments

    def _arguments(self, declared: dict[str, GraphQLArgument], key: str, name: str) -> str:
        given: list[str] = []
        for one, argument in declared.items():
            if one == "after":
                if self._chance(0.4):
                    self._cursors[key] = self._variable("String", None)
                    given.append(f"after: ${self._cursors[key]}")
            elif one == "first":
                # A variable of a type that may be null may be left out: then 20 are meant.
                kind = self.dice.choice([argument.type, GraphQLInt])
                given.append(f"first: {self._written(kind, self.dice.choice([1, 2, 2, 3, 4]))}")
            elif one == "id":
                given.append(f"id: {self._written(argument.type, self._identity(name))}")
            elif one == "by" or self._chance(_OFTEN.get(one, 0.3)):
                given.append(f"{one}: {self._written(argument.type, self._value(argument.type))}")
        return f"({', '.join(given)})" if given else ""

    def _identity(self, name: str) -> str:
        label = root_names()[name].label or self.dice.choice(LABELS)
        return self.dice.choice([*grown.identities(label), grown.TWIN])

    def _value(self, given: GraphQLInputType, depth: int = 0) -> Any:
        kind: Any = get_nullable_type(given)
        if isinstance(kind, GraphQLList):
            return [self._value(kind.of_type, depth) for _ in range(self.dice.randint(1, 2))]
        if isinstance(kind, GraphQLEnumType):
            return Word(self.dice.choice(list(kind.values)))
        if isinstance(kind, GraphQLScalarType):
            return _SCALARS[kind.name](self.dice)
        assert isinstance(kind, GraphQLInputObjectType)
        return self._object(kind, depth)

    def _object(self, kind: GraphQLInputObjectType, depth: int) -> dict[str, Any]:
        names = list(kind.fields)
        if kind.name.endswith("Order"):
            chosen = ["field", *self._some(["direction"], 1)]
        else:
            if depth >= 5:
                names = [n for n in names if not _is_deep(kind.fields[n].type)]
            chosen = self.dice.sample(names, min(len(names), self.dice.choice([1, 1, 2])))
        return {n: self._value(kind.fields[n].type, depth + 1) for n in chosen}

    # Values as text

    def _written(self, kind: GraphQLInputType, given: Any) -> str:
        """The value as a literal or as a variable, whole or in part."""
        if self._chance(0.2):
            return f"${self._variable(str(kind), given)}"
        inner = get_nullable_type(kind)
        if isinstance(given, list) and isinstance(inner, GraphQLList):
            return f"[{', '.join(self._written(inner.of_type, one) for one in given)}]"
        if isinstance(given, dict) and isinstance(inner, GraphQLInputObjectType):
            pairs = [f"{n}: {self._written(inner.fields[n].type, one)}" for n, one in given.items()]
            return f"{{{', '.join(pairs)}}}"
        return literal(given)

    def _variable(self, kind: str, given: Any) -> str:
        name = self._new("v")
        way = self.dice.random()
        if given is None or (way < 0.05 and not kind.endswith("!")):
            self._declared[name] = kind
        elif way < 0.2:
            self._declared[name] = f"{kind} = {literal(given)}"
        else:
            self._declared[name] = kind
            self._given[name] = sent(given)
        return name

    def _new(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count}"

    def _chance(self, of: float) -> bool:
        return self.dice.random() < of

    def _some(self, names: Iterable[str], most: int) -> list[str]:
        known = list(names)
        return self.dice.sample(known, min(len(known), self.dice.randint(0, most)))


def literal(given: Any) -> str:
    """A value as a document writes it."""
    if isinstance(given, Word):
        return given.name
    if isinstance(given, list):
        return f"[{', '.join(map(literal, given))}]"
    if isinstance(given, dict):
        return f"{{{', '.join(f'{name}: {literal(one)}' for name, one in given.items())}}}"
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, str):
        return '"' + given.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(given)


def sent(given: Any) -> Any:
    """A value as JSON sends it."""
    if isinstance(given, Word):
        return given.name
    if isinstance(given, list):
        return [sent(one) for one in given]
    if isinstance(given, dict):
        return {name: sent(one) for name, one in given.items()}
    return given


def _known(kind: GraphQLObjectType) -> list[str]:
    """The fields that the model declares; all of what is no node."""
    if kind.name not in LABELS:
        return list(kind.fields)
    declared = {*node_values(kind.name), *node_made(kind.name), *node_steps(kind.name)}
    return [name for name in kind.fields if name in declared]


def _is_rare(name: str, declared: GraphQLField) -> bool:
    union = isinstance(get_named_type(declared.type), GraphQLUnionType)
    return union or name.endswith("History")


def _is_deep(kind: GraphQLInputType) -> bool:
    named = get_named_type(kind)
    return isinstance(named, GraphQLInputObjectType) and (
        named.name in _DEEP or named.name.endswith("Quantified")
    )


_DEEP: Final = frozenset(f"{label}Filter" for label in LABELS)
_BOOLEAN: Final = GraphQLNonNull(GraphQLBoolean)
_OFTEN: Final = {"filter": 0.4, "orderBy": 0.5, "asOf": 0.3, "lasting": 0.4}
_SCALARS: Final[dict[str, Callable[[Random], Any]]] = {
    "ID": lambda dice: dice.choice(grown.identities(dice.choice(LABELS))),
    "String": lambda dice: dice.choice(grown.WORDS),
    "Int": lambda dice: dice.randint(0, 9),
    "Float": lambda dice: dice.choice([0, 1, 0.5, 55.75]),
    "Boolean": lambda dice: dice.random() < 0.5,
    "Date": lambda dice: grown.day(dice).isoformat(),
    "DateTime": lambda dice: grown.instant(dice).isoformat(),
}
