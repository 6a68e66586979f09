"""Rows into answers: one Python expression a root field, made together with its statement.

A page of a thousand nodes is shaped by nested displays, without a call a node or a value; what
can't be written as a display (a conversion, a cursor) is a function that the expression names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import Any, Final

Row = Sequence[Any]
Firsts = Mapping[int, int]
"""How many each page of the statement was asked for, by the page's number."""

_ROW: Final = "§"
"""Stands in a text for the row; no name of GraphQL has it."""
_numbers: Final = count(1)


class Shape:
    """What makes an answer of a row: an expression, and the values it names."""

    def __init__(self, text: str, names: Mapping[str, Any] | None = None) -> None:
        self.text = text
        self.names = dict(names or {})

    def on(self, row: str) -> str:
        """The expression on a row that is called so, or found so."""
        return self.text.replace(_ROW, row)

    def __call__(self, row: Row, firsts: Firsts) -> Any:
        return self._function(row, firsts)

    @cached_property
    def _function(self) -> Callable[[Row, Firsts], Any]:
        # Made of positions and of names of GraphQL only, which hold nothing but letters, digits, _.
        source = f"lambda row, firsts: {self.on('row')}"
        made: Callable[[Row, Firsts], Any] = eval(source, self.names)  # noqa: S307  # nosec B307
        return made


def column(position: int) -> Shape:
    """A value as it came."""
    return Shape(f"{_ROW}[{position}]")


def constant(value: Any) -> Shape:
    """The same for every row."""
    name = _name()
    return Shape(name, {name: value})


def converted(make: Callable[..., Any], positions: Sequence[int]) -> Shape:
    """What a function makes of some values."""
    name = _name()
    given = ", ".join(f"{_ROW}[{position}]" for position in positions)
    return Shape(f"{name}({given})", {name: make})


def structured(entries: Sequence[tuple[str, Shape]]) -> Shape:
    """An object with these keys."""
    inside = ", ".join(f"{key!r}: {shape.text}" for key, shape in entries)
    return Shape(f"{{{inside}}}", _together([shape for _, shape in entries]))


def optional(position: int, shapes: Sequence[Shape]) -> Shape:
    """The row at a position, if there is one; of several shapes the one its first value names."""
    row = _name()
    found = f"({row} := {_ROW}[{position}])"
    if len(shapes) == 1:
        return Shape(f"({shapes[0].on(row)} if {found} is not None else None)", shapes[0].names)
    choices = _name()
    text = f"({choices}[{row}[0]]({row}, firsts) if {found} is not None else None)"
    return Shape(text, {choices: tuple(shapes)})


def listed(rows: str, shape: Shape, page: int) -> Shape:
    """So many of the rows (an expression on the row) as the page of this number shows."""
    one = _name()
    return Shape(f"[{shape.on(one)} for {one} in {rows}[:firsts[{page}]]]", shape.names)


def told_of(rows: str, make: Callable[[Any, int], Any], page: int) -> Shape:
    """What a function tells of the rows and of how many of them the page shows."""
    name = _name()
    return Shape(f"{name}({rows}, firsts[{page}])", {name: make})


def at(position: int) -> str:
    """The expression of a value at a position, for `listed` and `told_of`."""
    return f"{_ROW}[{position}]"


def _name() -> str:
    return f"_{next(_numbers)}"


def _together(shapes: Sequence[Shape]) -> dict[str, Any]:
    return {name: value for shape in shapes for name, value in shape.names.items()}
