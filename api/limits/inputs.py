"""Values that a client sends, in the document and in variables: how long and how deep they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphql import ListValueNode, ObjectValueNode, ValueNode

from api.limits.rows import INPUT_DEPTH, LIST_ITEMS


@dataclass(slots=True)
class Literal:
    """How many values a literal is made of, its longest list, its depth in lists and objects."""

    visited: int = 0
    longest_list: int = 0
    depth: int = 0


def measure_literal(value: ValueNode) -> Literal:
    """Measure a literal of any depth."""
    measured, left = Literal(), [(value, 0)]
    while left:
        one, depth = left.pop()
        measured.visited += 1
        measured.depth = max(measured.depth, depth)
        if isinstance(one, ListValueNode):
            measured.longest_list = max(measured.longest_list, len(one.values))
            left.extend((item, depth + 1) for item in one.values)
        elif isinstance(one, ObjectValueNode):
            left.extend((item.value, depth + 1) for item in one.fields)
    return measured


def check_variables(variables: dict[str, Any]) -> None:
    """The error of a limit that a value of the variables is over."""
    left: list[tuple[Any, int]] = [(value, 0) for value in variables.values()]
    while left:
        one, depth = left.pop()
        INPUT_DEPTH.check(depth)
        if isinstance(one, list):
            LIST_ITEMS.check(len(one))
            left.extend((item, depth + 1) for item in one)
        elif isinstance(one, dict):
            left.extend((item, depth + 1) for item in one.values())
