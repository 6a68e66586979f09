"""Which questions open a child's card: one record asked for by its id, with what is a child's own.

A list is no card: what it shows of children is bound by consent alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.declaration import Personal
from graph.model import MODEL
from queries.compiler.made import made_of
from queries.compiler.selection import AnyById, ById, Field, Made, One, Root, Slot, Value

_OF_CHILD = frozenset({Personal.CHILD, Personal.SPECIAL})


def card_of(root: Root) -> Slot | None:
    """The id of the record whose card this root field opens; None if it opens none."""
    if isinstance(root, ById):
        return root.id if _tells(root.label, root.fields) else None
    if isinstance(root, AnyById):
        return root.id if any(_tells(*one) for one in root.fields.items()) else None
    return None


def _tells(label: str, fields: Iterable[Field]) -> bool:
    """Whether these fields of a node, or of what it has one of, tell something of a child's own."""
    own = {one.name for one in MODEL.nodes[label].properties if one.personal_of_child}
    own |= {name for name, one in made_of(label).items() if one.personal in _OF_CHILD}
    for one in fields:
        if isinstance(one, Value | Made) and one.name in own:
            return True
        if isinstance(one, One) and any(_tells(*below) for below in one.fields.items()):
            return True
    return False
