"""Arguments of a field into the compiler's: values as slots, shape as a tree.

A slot remembers the path of its value in the operation's variables, so that one plan serves every
request with arguments of the same shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableNode,
    value_from_ast,
)

from api.moment import instant
from api.node.inputs import OPERATORS, names_of
from api.node.naming import node_groups
from graph.errors import InputError
from queries.compiler.conditions import FilterError
from queries.compiler.ordering import nulls
from queries.compiler.selection import Filter, Order, PageArguments, Slot, plain
from queries.compiler.steps import IDENTITY, filter_steps, values_of

Given = Any
"""A slot, None, or lists and objects (by the names of the schema) of them."""

DEFAULT_ORDERS: Mapping[str, Order] = {
    "Gap": (("severity", False), ("due_on", False)),
    "GapEvent": (("at", True),),
}


class NoValueError(InputError):
    """A variable is null where there must be a value."""

    code = "BAD_REQUEST"

    def __init__(self) -> None:
        super().__init__("Переменная пуста там, где нужно значение: задайте её.")


class Arguments:
    """The arguments of one field node, as far as they were given."""

    def __init__(
        self, declared: GraphQLField, node: FieldNode, variables: Mapping[str, Any]
    ) -> None:
        self._variables = variables
        self._given: dict[str, Given] = {}
        nodes = {argument.name.value: argument.value for argument in node.arguments or ()}
        for name, argument in declared.args.items():
            given = self._read(nodes[name], argument.type) if name in nodes else Undefined
            if given is Undefined and argument.default_value is not Undefined:
                given = _constant(argument.default_value)
            if given is not Undefined:
                self._given[name] = given

    def slot(self, name: str) -> Slot:
        """A plain argument that always has a value."""
        found: Slot = self._given[name]
        return found

    def optional(self, name: str) -> Slot | None:
        """A plain argument, or None if it is null or was left out."""
        found: Slot | None = self._given.get(name)
        return found

    def now(self, given: Given) -> Any:
        """What a slot holds in this request: for what changes the statement's text."""
        return given.read(self._variables) if isinstance(given, Slot) else given

    def page(self, label: str, *, edged: bool) -> PageArguments:
        """Which page of nodes of a label; CursorError, FilterError."""
        order = self._order(label)
        after = self.optional("after")
        lasting = self.optional("lasting")
        cursor = None if after is None else nulls(after, self.now(after), order, edged)
        return PageArguments(
            first=self.slot("first"),
            after=after,
            after_nulls=cursor or (),
            filter=self.filter(label),
            order=order,
            lasting=True if lasting is None else bool(self.now(lasting)),
        )

    def filter(self, label: str) -> Filter | None:
        """The filter in the names of the model."""
        given = self._given.get("filter")
        return None if given is None else self._filter(label, given)

    def groups(self, label: str) -> tuple[str, ...]:
        """The names of what is grouped by, each once."""
        named = {group.name for group in node_groups(label).values()}
        given = [plain(one) for one in _listed(self.now(self._given["by"]))]
        return tuple(dict.fromkeys(name for name in given if name in named))

    def as_of(self) -> Slot | None:
        """The moment asked about; None for now."""
        return self.optional("asOf")

    def _order(self, label: str) -> Order:
        given = self._given.get("orderBy")
        if given is None:
            return _default_order(label)
        keys = [_as_object(self, one) for one in _listed(given)]
        found: dict[str, bool] = {}
        for one in keys:
            # A property that is named again can't tell apart what it left equal; no more can
            # anything after the id.
            if IDENTITY.name not in found:
                found.setdefault(plain(one["field"]), plain(one.get("direction")) == "desc")
        return tuple(found.items())

    def _filter(self, label: str, given: Mapping[str, Given]) -> Filter:
        names = names_of(label)
        return {
            names.get(name, name): self._condition(label, names.get(name, name), inner)
            for name, inner in given.items()
        }

    def _condition(self, label: str, name: str, inner: Given) -> Any:
        if inner is None:
            raise FilterError(f"Условие {name} пусто: уберите его или задайте.")
        if name in ("and", "or"):
            return [self._filter(label, one) for one in _listed(inner)]
        if name == "not":
            return self._filter(label, inner)
        if name in filter_steps(label):
            return self._through(filter_steps(label)[name].target, inner)
        return {
            OPERATORS[op]: self.now(value) if op == "isNull" else value
            for op, value in inner.items()
        }

    def _through(self, target: str, inner: Mapping[str, Given]) -> Any:
        for how, one in inner.items():
            if one is None:
                raise FilterError(f"Условие {how} пусто: уберите его или задайте.")
        return {how: self._filter(target, one) for how, one in inner.items()}

    def _read(self, node: ValueNode, kind: GraphQLInputType) -> Given:
        """What is given here; NoValueError for a null where there must be a value."""
        needed = isinstance(kind, GraphQLNonNull)
        found = self._read_any(node, kind.of_type if isinstance(kind, GraphQLNonNull) else kind)
        if found is None and needed:
            raise NoValueError
        return found

    def _read_any(self, node: ValueNode, kind: GraphQLInputType) -> Given:
        if isinstance(node, VariableNode):
            name = node.name.value
            if name not in self._variables:
                return Undefined
            return _of_variable(self._variables[name], kind, (name,))
        if isinstance(node, NullValueNode):
            return None
        if isinstance(kind, GraphQLList):
            return self._read_list(node, kind)
        if isinstance(kind, GraphQLInputObjectType) and isinstance(node, ObjectValueNode):
            return self._read_object(node, kind)
        return self._read_constant(node, kind)

    def _read_list(self, node: ValueNode, kind: GraphQLList[Any]) -> Given:
        inner = kind.of_type.of_type if isinstance(kind.of_type, GraphQLNonNull) else kind.of_type
        if not isinstance(inner, GraphQLInputObjectType):
            return self._read_constant(node, kind)
        nodes = node.values if isinstance(node, ListValueNode) else (node,)
        found = [self._read(one, inner) for one in nodes]
        return [one for one in found if one is not Undefined]

    def _read_constant(self, node: ValueNode, kind: GraphQLInputType) -> Slot:
        found = value_from_ast(node, kind, dict(self._variables))
        if found is Undefined:
            # The document is validated: only a null in a variable is no value here.
            raise NoValueError
        return Slot(constant=found)

    def _read_object(self, node: ObjectValueNode, kind: GraphQLInputObjectType) -> Given:
        found = {}
        given = {field.name.value: field.value for field in node.fields}
        for name, declared in kind.fields.items():
            value = self._read(given[name], declared.type) if name in given else Undefined
            if value is Undefined and declared.default_value is not Undefined:
                value = _constant(declared.default_value)
            if value is not Undefined:
                found[name] = value
        return found


def _of_variable(value: Any, kind: GraphQLInputType, path: tuple[str | int, ...]) -> Given:
    kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if value is None:
        return None
    if isinstance(kind, GraphQLList) and isinstance(value, list):
        inner = kind.of_type.of_type if isinstance(kind.of_type, GraphQLNonNull) else kind.of_type
        if isinstance(inner, GraphQLInputObjectType):
            return [_of_variable(one, inner, (*path, i)) for i, one in enumerate(value)]
        return Slot(path)
    if isinstance(kind, GraphQLInputObjectType):
        return {
            name: _of_variable(one, kind.fields[name].type, (*path, name))
            for name, one in value.items()
        }
    return Slot(path)


def _constant(value: Any) -> Given:
    return None if value is None else Slot(constant=value)


def _listed(given: Any) -> list[Any]:
    if given is None:
        return []
    return list(given) if isinstance(given, list | tuple) else [given]


def _as_object(arguments: Arguments, given: Mapping[str, Given]) -> dict[str, Any]:
    return {name: arguments.now(one) for name, one in given.items()}


def _default_order(label: str) -> Order:
    if label in DEFAULT_ORDERS:
        return DEFAULT_ORDERS[label]
    return (("name", False),) if "name" in values_of(label) else ()


def moment(slot: Slot | None, variables: Mapping[str, Any]) -> datetime | None:
    """The moment asked about, in UTC; InputError for one without an offset."""
    given = None if slot is None else slot.read(variables)
    return None if given is None else instant(given)
