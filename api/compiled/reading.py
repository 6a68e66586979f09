"""A GraphQL operation into the compiler's selections: fragments, aliases, directives resolved.

`NotCompiledError` tells that a field is computed in some other way; its root field then goes to
ordinary execution.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphql import (
    BooleanValueNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
)

from api.compiled.arguments import Arguments, NoValueError
from api.node.naming import (
    ANY,
    GROUPS,
    MANY,
    ONE,
    connection_name,
    edge_name,
    edge_values,
    everything,
    node_groups,
    node_made,
    node_steps,
    node_values,
    root_names,
)
from queries.compiler.selection import (
    AnyById,
    ById,
    EdgeField,
    EdgeKind,
    Field,
    Grouped,
    GroupField,
    Listed,
    Made,
    Many,
    One,
    Part,
    PartKind,
    Root,
    Slot,
    TypeName,
    Value,
)
from queries.compiler.steps import LABELS, Step

TYPE_NAME = "__typename"


class NotCompiledError(Exception):
    """A field that the compiler doesn't know."""


Fields = dict[str, list[FieldNode]]


class Reading:
    """Reads one operation of a document with the variables of a request."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]
    ) -> None:
        self.variables = variables
        self._schema = schema
        self._fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }

    def collect(self, kind: str, sets: Iterable[SelectionSetNode | None]) -> Fields:
        """Field nodes by the key of the answer, of what applies to an object of this type."""
        found: Fields = {}
        seen: set[str] = set()
        for one in sets:
            self._collect(kind, one.selections if one else (), found, seen)
        return found

    def _collect(
        self, kind: str, selections: Sequence[SelectionNode], found: Fields, seen: set[str]
    ) -> None:
        for one in selections:
            if not self._wanted(one):
                continue
            if isinstance(one, FieldNode):
                found.setdefault((one.alias or one.name).value, []).append(one)
            elif isinstance(one, InlineFragmentNode):
                condition = one.type_condition
                if condition is None or self._applies(condition.name.value, kind):
                    self._collect(kind, one.selection_set.selections, found, seen)
            elif isinstance(one, FragmentSpreadNode) and one.name.value not in seen:
                seen.add(one.name.value)
                fragment = self._fragments[one.name.value]
                if self._applies(fragment.type_condition.name.value, kind):
                    self._collect(kind, fragment.selection_set.selections, found, seen)

    def _wanted(self, node: SelectionNode) -> bool:
        """Whether @skip and @include leave this in."""
        for directive in node.directives or ():
            (argument,) = directive.arguments or ()
            given = argument.value
            if isinstance(given, VariableNode):
                condition = self.variables[given.name.value]
                if condition is None:
                    raise NoValueError
            else:
                condition = isinstance(given, BooleanValueNode) and given.value
            if condition == (directive.name.value == "skip"):
                return False
        return True

    def _applies(self, condition: str, kind: str) -> bool:
        if condition == kind:
            return True
        abstract, concrete = self._schema.get_type(condition), self._schema.get_type(kind)
        return bool(
            abstract is not None
            and isinstance(concrete, GraphQLObjectType)
            and not isinstance(abstract, GraphQLObjectType)
            and self._schema.is_sub_type(abstract, concrete)  # type: ignore[arg-type]
        )

    def arguments(self, kind: str, node: FieldNode) -> Arguments:
        """The arguments of a field of this type."""
        declared = self._schema.get_type(kind)
        assert isinstance(declared, GraphQLObjectType)  # noqa: S101 - validated
        return Arguments(declared.fields[node.name.value], node, self.variables)

    def root(self, key: str, nodes: list[FieldNode]) -> tuple[Root, Slot | None]:
        """A root field of Query, with the moment it is asked about."""
        name = root_names().get(nodes[0].name.value)
        if name is None:
            raise NotCompiledError
        arguments = self.arguments("Query", nodes[0])
        if name.kind == ANY:
            fields = {label: self.fields(label, nodes) for label in LABELS}
            return AnyById(key, arguments.slot("id"), fields), arguments.as_of()
        if name.kind == ONE:
            asked = self.fields(name.label, nodes)
            return ById(key, name.label, arguments.slot("id"), asked), arguments.as_of()
        if name.kind == MANY:
            page = arguments.page(name.label, edged=False)
            parts = self.parts(everything(name.label), nodes)
            return Listed(key, name.label, page, parts), arguments.as_of()
        assert name.kind == GROUPS  # noqa: S101 - there is no other
        return self._grouped(key, name.label, nodes, arguments), arguments.as_of()

    def _grouped(
        self, key: str, label: str, nodes: list[FieldNode], arguments: Arguments
    ) -> Grouped:
        kind, known = f"{label}Group", node_groups(label)
        rows = []
        for alias, same in self._below(kind, nodes).items():
            name = same[0].name.value
            if name in known and known[name].steps:
                asked = self.fields(known[name].target, same)
                rows.append(GroupField(alias, known[name].name, asked))
            elif name in known:
                rows.append(GroupField(alias, known[name].name))
            else:
                rows.append(GroupField(alias, name, type_name=kind if name == TYPE_NAME else ""))
        return Grouped(key, label, arguments.groups(label), arguments.filter(label), tuple(rows))

    def _below(self, kind: str, nodes: Iterable[FieldNode]) -> Fields:
        return self.collect(kind, [node.selection_set for node in nodes])

    def fields(self, label: str, nodes: Iterable[FieldNode]) -> tuple[Field, ...]:
        """What is asked of a node of this label below these field nodes."""
        return tuple(
            self._field(label, key, same) for key, same in self._below(label, nodes).items()
        )

    def _field(self, label: str, key: str, nodes: list[FieldNode]) -> Field:
        name = nodes[0].name.value
        if name == TYPE_NAME:
            return TypeName(key, label)
        if name in node_values(label):
            return Value(key, node_values(label)[name].name)
        if name in node_made(label):
            return Made(key, node_made(label)[name].name)
        step = node_steps(label).get(name)
        if step is None:
            raise NotCompiledError
        if step.many:
            page = self.arguments(label, nodes[0]).page(step.target, edged=step.interval)
            return Many(key, step, page, self.parts(step, nodes))
        return One(key, step, {target: self.fields(target, nodes) for target in step.targets})

    def parts(self, step: Step, nodes: list[FieldNode]) -> tuple[Part, ...]:
        """What is asked of a connection."""
        kind = connection_name(step)
        return tuple(
            self._part(step, kind, key, same) for key, same in self._below(kind, nodes).items()
        )

    def _part(self, step: Step, kind: str, key: str, nodes: list[FieldNode]) -> Part:
        name = nodes[0].name.value
        if name == PartKind.INFO.value:
            below = self._below("PageInfo", nodes)
            info = tuple((alias, same[0].name.value) for alias, same in below.items())
            return Part(key, PartKind.INFO, info=info)
        if name == PartKind.EDGES.value:
            below = self._below(edge_name(step), nodes)
            edges = tuple(self._edge(step, alias, same) for alias, same in below.items())
            return Part(key, PartKind.EDGES, edges=edges)
        return Part(key, PartKind(name), kind)

    def _edge(self, step: Step, key: str, nodes: list[FieldNode]) -> EdgeField:
        name = nodes[0].name.value
        if name == TYPE_NAME:
            return EdgeField(key, EdgeKind.TYPE, edge_name(step))
        if name == "node":
            return EdgeField(key, EdgeKind.NODE, fields=self.fields(step.target, nodes))
        if name == "cursor":
            return EdgeField(key, EdgeKind.CURSOR)
        return EdgeField(key, EdgeKind.VALUE, edge_values(step)[name].name)

    def needed(self, label: str, nodes: Iterable[FieldNode]) -> frozenset[str]:
        """The values of a node, by the model's names, that its fields are made of."""
        found = {"id"}
        for same in self._below(label, nodes).values():
            name = same[0].name.value
            if name in node_values(label):
                found.add(node_values(label)[name].name)
            elif name in node_made(label):
                found |= set(node_made(label)[name].of)
        return frozenset(found)

    def below(self, kind: str, name: str, nodes: Iterable[FieldNode]) -> list[FieldNode]:
        """The field nodes called `name` below these, of an object of this type."""
        fields = self._below(kind, nodes).values()
        return [node for same in fields for node in same if node.name.value == name]
