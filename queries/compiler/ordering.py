"""Total orders, and cursors in them: a cursor is the order's values at one node."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from graph.declaration import Kind, Property
from graph.errors import InputError
from queries.compiler.building import Building
from queries.compiler.selection import Order, PageArguments, Slot
from queries.compiler.steps import IDENTITY, values_of
from queries.compiler.valuing import certain, received, sent, value

_FROM = Property("from", Kind.DATE, "с", required=True)


class CursorError(InputError):
    """A cursor that this order has not made."""

    code = "BAD_CURSOR"

    def __init__(self) -> None:
        super().__init__("Курсор after не из этого списка: возьмите endCursor прошлой страницы.")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an order: its text in Cypher and which way it goes."""

    text: str
    declared: Property
    descending: bool
    certain: bool = True
    """Whether it is never nothing."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """An order of a page; `signature` tells cursors of one order from those of another."""

    keys: tuple[Key, ...]
    signature: str

    @property
    def text(self) -> str:
        return ", ".join(f"{k.text} DESC" if k.descending else k.text for k in self.keys)

    @property
    def columns(self) -> list[str]:
        """What a row must hold so that its cursor can be made."""
        return [sent(k.declared.kind, k.text) for k in self.keys]

    def cursor(self) -> Callable[..., str]:
        """What makes a cursor of the values of these columns."""
        return lambda *values: encode(self.signature, values)


def ordering(
    build: Building, label: str, variable: str, edge: str | None, order: Order
) -> Ordering:
    """The order by these properties, then by id; of repeated relationships, by their beginning."""
    declared = values_of(label)
    keys = [
        Key(
            value(build.sight, label, variable, declared[name]),
            declared[name],
            descending,
            certain(build.sight, label, declared[name]),
        )
        for name, descending in order
        if name != IDENTITY.name
    ]
    direction = next((descending for name, descending in order if name == IDENTITY.name), False)
    keys.append(Key(f"{variable}.id", IDENTITY, direction))
    if edge is not None:
        keys.append(Key(f"{edge}.from", _FROM, False))
    return Ordering(tuple(keys), signature(order, edge is not None))


def signature(order: Order, edged: bool) -> str:
    """The order in a few letters, the same wherever it is asked for."""
    names = [f"{name}-" if descending else name for name, descending in order]
    return ",".join([*names, *(["from"] if edged else [])])


def behind(build: Building, order: Ordering, page: PageArguments) -> list[str]:
    """The condition that a node comes after the page's cursor; none without a cursor."""
    if page.after is None:
        return []
    if len(page.after_nulls) != len(order.keys):
        raise CursorError
    texts = [
        None if null else build.parameter(page.after, _part(order, i))
        for i, null in enumerate(page.after_nulls)
    ]
    ways = []
    for i, key in enumerate(order.keys):
        further = _further(key, texts[i])
        if further is None:
            continue
        equal = [_equal(k, t) for k, t in zip(order.keys[:i], texts[:i], strict=True)]
        ways.append(" AND ".join([*equal, further]))
    first, given = order.keys[0], texts[0]
    # Implied by the rest, and lets an index begin at the cursor.
    seek = [f"{first.text} {'<=' if first.descending else '>='} {given}"]
    useful = given is not None and first.certain and len(order.keys) > 1
    return [*(seek if useful else []), f"({' OR '.join(ways)})"]


def _further(key: Key, given: str | None) -> str | None:
    """Cypher puts nulls last, or first where it descends."""
    if key.descending:
        return f"{key.text} IS NOT NULL" if given is None else f"{key.text} < {given}"
    if given is None:
        return None
    more = f"{key.text} > {given}"
    return more if key.certain else f"({more} OR {key.text} IS NULL)"


def _equal(key: Key, given: str | None) -> str:
    return f"{key.text} IS NULL" if given is None else f"{key.text} = {given}"


def _part(order: Ordering, i: int) -> Callable[[Any], Any]:
    convert = received(order.keys[i].declared)
    width = len(order.keys)

    def part(cursor: Any) -> Any:
        return _converted(convert, decode(cursor, order.signature, width)[i])

    return part


def _converted(convert: Callable[[Any], Any], given: Any) -> Any:
    try:
        return convert(given)
    except (ValueError, TypeError, OverflowError) as error:
        raise CursorError from error


def encode(signed: str, values: Sequence[Any]) -> str:
    """An opaque, stable cursor."""
    return base64.urlsafe_b64encode(orjson.dumps([signed, *values])).decode()


def decoded(cursor: Any) -> list[Any]:
    """What a cursor of any order holds: its order's signature, its values; CursorError."""
    try:
        found = orjson.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, TypeError) as error:
        raise CursorError from error
    if not isinstance(found, list):
        raise CursorError
    return found


def decode(cursor: Any, signed: str, width: int) -> list[Any]:
    """The values of a cursor of this order; CursorError if it isn't one."""
    found = decoded(cursor)
    if len(found) != width + 1 or found[0] != signed:
        raise CursorError
    return found[1:]


def nulls(after: Slot, cursor: Any, order: Order, edged: bool) -> tuple[bool, ...]:
    """Which values of a cursor are null: the statement's text depends on it."""
    width = len([name for name, _ in order if name != IDENTITY.name]) + 1 + edged
    return tuple(part is None for part in decode(cursor, signature(order, edged), width))
