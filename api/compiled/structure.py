"""What of an operation's variables changes the text of its statements.

Values of comparisons don't, nor do sizes of pages and ids; the shape of a filter, an order, a
directive and whether there is a cursor do.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from enum import Enum, auto
from typing import Any, Final

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    ValueNode,
    VariableNode,
    Visitor,
    visit,
)

from queries.compiler.ordering import decoded
from queries.compiler.selection import plain


class Use(Enum):
    """What of a variable's value matters to the text."""

    SHAPE = auto()
    CURSOR = auto()
    VALUE = auto()


_BY_ARGUMENT: Final[Mapping[str, Use]] = {
    "first": Use.SHAPE,
    "id": Use.SHAPE,
    "after": Use.CURSOR,
    "asOf": Use.SHAPE,
    "filter": Use.SHAPE,
    "orderBy": Use.VALUE,
    "by": Use.VALUE,
    "lasting": Use.VALUE,
}

Uses = tuple[tuple[str, Use], ...]


def structural(document: DocumentNode, operation: OperationDefinitionNode) -> Uses:
    """Every variable whose value matters, with how; of all fragments, whether used or not."""
    finder = _Finder()
    visit(operation, finder)
    for one in document.definitions:
        if isinstance(one, FragmentDefinitionNode):
            visit(one, finder)
    return tuple(sorted(finder.found, key=lambda use: (use[0], use[1].value)))


class _Finder(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, Use]] = set()

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        for argument in node.arguments or ():
            use = _BY_ARGUMENT.get(argument.name.value, Use.VALUE)
            self.found |= {(name, how) for name, how in _variables(argument.value, use)}

    def enter_directive(self, node: Any, *_: Any) -> None:
        for argument in node.arguments or ():
            self.found |= {(name, how) for name, how in _variables(argument.value, Use.VALUE)}


def _variables(node: ValueNode, use: Use) -> Iterator[tuple[str, Use]]:
    if isinstance(node, VariableNode):
        yield node.name.value, use
    elif isinstance(node, ListValueNode):
        for one in node.values:
            # A list of constants and variables is sent whole, as one constant.
            yield from _variables(one, use if isinstance(one, ObjectValueNode) else Use.VALUE)
    elif isinstance(node, ObjectValueNode):
        for field in node.fields:
            yield from _variables(field.value, use)


def structure(uses: Uses, variables: Mapping[str, Any]) -> Hashable:
    """What matters of these variables: the same for requests that one plan answers."""
    return tuple(_OF[use](variables[name]) if name in variables else "" for name, use in uses)


def _shape(value: Any) -> Hashable:
    if isinstance(value, dict):
        return tuple((name, _shape(inner)) for name, inner in value.items())
    if isinstance(value, list):
        return tuple(_shape(one) for one in value) if _of_objects(value) else "list"
    return value if value is None or isinstance(value, bool) else "value"


def _of_objects(value: list[Any]) -> bool:
    return any(isinstance(one, dict) for one in value)


def _cursor(value: Any) -> Hashable:
    if value is None:
        return None
    signed, *parts = decoded(value) or [None]
    return (_value(signed), *(part is None for part in parts))


def _value(value: Any) -> Hashable:
    return orjson.dumps(value, default=plain, option=orjson.OPT_SORT_KEYS)


_OF: Final[Mapping[Use, Any]] = {Use.SHAPE: _shape, Use.CURSOR: _cursor, Use.VALUE: _value}
