"""The one pass over a document: what each of its definitions holds itself, spreads not followed.

The document is parsed and not validated: types, fields and arguments may be unknown here, and a
field that is unknown costs as much as any other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    NamedTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

from api.connection import DEFAULT_FIRST
from api.limits.inputs import measure_literal
from api.limits.rows import CEILING
from queries.compiler.plan import MAX_FIRST

# A list of objects that isn't a page: nobody says how long it is.
ASSUMED_LIST: Final = 10
_META: Final = frozenset({"__schema", "__type"})

Definition = OperationDefinitionNode | FragmentDefinitionNode


@dataclass(frozen=True, slots=True)
class Times:
    """How many times something may come in the answer: a number by the values of variables."""

    number: int = 1
    variables: tuple[str, ...] = ()

    def by(self, size: int | str) -> Times:
        """This times a number, or times the value of a variable."""
        if isinstance(size, str):
            return Times(self.number, (*self.variables, size))
        return Times(min(self.number * size, CEILING), self.variables)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a selection stands: below `depth` fields, of which `schema_depth` are of the schema."""

    type: GraphQLNamedType | None
    depth: int = 0
    schema_depth: int = 0
    times: Times = field(default_factory=Times)


@dataclass(frozen=True, slots=True)
class Spread:
    """A place where a fragment stands."""

    name: str
    place: Place


@dataclass(slots=True)
class Outline:
    """What one definition holds itself."""

    visited: int = 0
    fields: int = 0
    root_fields: int = 0
    aliases: int = 0
    directives: int = 0
    repeats: int = 0
    depth: int = 0
    schema_depth: int = 0
    longest_list: int = 0
    input_depth: int = 0
    spreads: list[Spread] = field(default_factory=list)
    costs: dict[tuple[str, ...], int] = field(default_factory=dict)


class _Pass:
    """Goes through one definition without recursion: how deep it nests doesn't matter."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self.outline = Outline()
        self._left: list[tuple[SelectionSetNode, Place, set[tuple[str, str]]]] = []

    def run(self, definition: Definition) -> Outline:
        self._note(definition)
        for variable in definition.variable_definitions or ():
            self._note(variable)
            self._note_value(variable.default_value)
        self._left.append((definition.selection_set, Place(self._type(definition)), set()))
        while self._left:
            selections, place, names = self._left.pop()
            for selection in selections.selections:
                self._note(selection)
                if isinstance(selection, FieldNode):
                    self._field(selection, place, names)
                elif isinstance(selection, FragmentSpreadNode):
                    self.outline.spreads.append(Spread(selection.name.value, place))
                elif isinstance(selection, InlineFragmentNode):
                    inner = self._narrowed(selection.type_condition, place)
                    self._left.append((selection.selection_set, inner, names))
        return self.outline

    def _field(self, node: FieldNode, place: Place, names: set[tuple[str, str]]) -> None:
        outline = self.outline
        outline.fields += 1
        outline.root_fields += place.depth + place.schema_depth == 0
        outline.aliases += node.alias is not None
        key = (place.type.name if place.type else "", (node.alias or node.name).value)
        outline.repeats += key in names
        names.add(key)
        variables = place.times.variables
        outline.costs[variables] = outline.costs.get(variables, 0) + place.times.number
        inner = self._below(node, place)
        outline.depth = max(outline.depth, inner.depth)
        outline.schema_depth = max(outline.schema_depth, inner.schema_depth)
        for argument in node.arguments or ():
            self._note_value(argument.value)
        if node.selection_set is not None:
            self._left.append((node.selection_set, inner, set()))

    def _below(self, node: FieldNode, place: Place) -> Place:
        name = node.name.value
        declared = _declared(self._schema, place.type, name)
        in_schema = name in _META or place.schema_depth > 0
        if place.type is not None and place.type.name.startswith("__"):
            in_schema = True
        return Place(
            get_named_type(declared.type) if declared else None,
            place.depth + (not in_schema),
            place.schema_depth + in_schema,
            place.times.by(_size(node, declared, place.type)),
        )

    def _note(self, node: object) -> None:
        self.outline.visited += 1
        for directive in getattr(node, "directives", None) or ():
            self.outline.visited += 1
            self.outline.directives += 1
            for argument in directive.arguments or ():
                self._note_value(argument.value)

    def _note_value(self, value: ValueNode | None) -> None:
        if value is not None:
            measured = measure_literal(value)
            self.outline.visited += measured.visited
            self.outline.longest_list = max(self.outline.longest_list, measured.longest_list)
            self.outline.input_depth = max(self.outline.input_depth, measured.depth)

    def _type(self, definition: Definition) -> GraphQLNamedType | None:
        if isinstance(definition, OperationDefinitionNode):
            return self._schema.get_root_type(definition.operation)
        return self._schema.get_type(definition.type_condition.name.value)

    def _narrowed(self, condition: NamedTypeNode | None, place: Place) -> Place:
        if condition is None:
            return place
        named = self._schema.get_type(condition.name.value)
        return Place(named, place.depth, place.schema_depth, place.times)


def outline(schema: GraphQLSchema, definition: Definition) -> Outline:
    """What the definition holds, in time linear to its length."""
    return _Pass(schema).run(definition)


def _declared(
    schema: GraphQLSchema, parent: GraphQLNamedType | None, name: str
) -> GraphQLField | None:
    if parent is None or not is_composite_type(parent):
        return None
    return schema.get_field(parent, name)


def _size(
    node: FieldNode, declared: GraphQLField | None, parent: GraphQLNamedType | None
) -> int | str:
    """How many times what is below the field comes: of a page, `first`."""
    for argument in node.arguments or ():
        if argument.name.value == "first":
            return _first(argument.value)
    if declared is None:
        return 1
    if "first" in declared.args:
        return DEFAULT_FIRST
    # The edges of a page have been counted with the page.
    paged = "pageInfo" in getattr(parent, "fields", {})
    objects = is_composite_type(get_named_type(declared.type))
    listed = is_list_type(get_nullable_type(declared.type))
    return ASSUMED_LIST if listed and objects and not paged else 1


def _first(value: ValueNode) -> int | str:
    if isinstance(value, VariableNode):
        return value.name.value
    return first_of(int(value.value)) if isinstance(value, IntValueNode) else DEFAULT_FIRST


def first_of(value: object) -> int:
    """What a page of this `first` may hold; what is out of bounds is refused when it is read."""
    return min(max(value, 1), MAX_FIRST) if isinstance(value, int) else DEFAULT_FIRST
