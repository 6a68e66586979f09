"""A report as one text that is kept for good, and read again as the very same report.

Pure: the text is the same for equal reports, so that its hash tells whether anybody touched it.
Must not know of the graph, nor of the words a reader is shown.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

import orjson

from queries.report.table import Cell, Report, State

LAYOUT: Final = 1
"""The layout of the text; a reader of a later one must still read this."""
_DAY, _MOMENT = "day", "moment"


def freeze(report: Report, salt: str = "") -> str:
    """The report as canonical JSON: keys in order, instants in UTC. ValueError for NaN.

    What has its default is left out; so a column or field that is added later changes no old text.
    A random `salt` keeps small hidden numbers from being guessed of the hash.
    """
    body = {"layout": LAYOUT, "salt": salt, "report": _packed(report)}
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()


def thaw(text: str) -> Report:
    """The report that was frozen. ValueError for what is no frozen report."""
    body = orjson.loads(text)
    if not isinstance(body, dict) or body.get("layout") != LAYOUT:
        raise ValueError("this is no report frozen in a layout that is known")
    report: Report = _unpacked(Report, body["report"])
    return report


def fingerprint(text: str) -> str:
    """The SHA-256 of a frozen report, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _packed(value: Any) -> Any:
    """A value as JSON has it; cells in their own short way: they are nearly all of the text."""
    if isinstance(value, Cell):
        return _packed_cell(value)
    if is_dataclass(value) and not isinstance(value, type):
        own = {one.name: getattr(value, one.name) for one in fields(value)}
        kept = _defaults(type(value))
        return {n: _packed(v) for n, v in own.items() if n not in kept or kept[n] != v}
    if isinstance(value, tuple):
        return [_packed(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return _instant(value)
    return value.isoformat() if isinstance(value, date) else value


def _packed_cell(cell: Cell) -> Any:
    """A plain value by itself; anything else as a list of its state and value."""
    value = cell.value
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number of a report is finite")
    if isinstance(value, datetime):
        return [cell.state.value, {_MOMENT: _instant(value)}]
    if isinstance(value, date):
        return [cell.state.value, {_DAY: value.isoformat()}]
    if cell.state is State.VALUE and value is not None:
        return value
    return [cell.state.value] if value is None else [cell.state.value, value]


def _unpacked(hint: Any, data: Any) -> Any:
    """The value of a declared type that `_packed` made this of."""
    if hint is Cell:
        return _unpacked_cell(data)
    if isinstance(hint, UnionType):
        (hint,) = (one for one in get_args(hint) if one is not type(None))
        return None if data is None else _unpacked(hint, data)
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        if inner[-1] is Ellipsis:
            return tuple(_unpacked(inner[0], item) for item in data)
        return tuple(_unpacked(one, item) for one, item in zip(inner, data, strict=True))
    if is_dataclass(hint):
        return _made(hint, data)
    if hint is date or hint is datetime:
        return hint.fromisoformat(data)
    return hint(data) if issubclass(hint, StrEnum) else data


def _made(kind: Any, data: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{name: _unpacked(hints[name], value) for name, value in data.items()})


def _unpacked_cell(data: Any) -> Cell:
    if not isinstance(data, list):
        return Cell(State.VALUE, data)
    state, *rest = data
    value = rest[0] if rest else None
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        value = (datetime if kind == _MOMENT else date).fromisoformat(text)
    return Cell(State(state), value)


def _instant(value: datetime) -> str:
    return (value if value.tzinfo is None else value.astimezone(UTC)).isoformat()


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


@cache
def _defaults(kind: Any) -> Mapping[str, Any]:
    """What a field has that nobody gave."""
    found = {}
    for one in fields(kind):
        if one.default is not dataclasses.MISSING:
            found[one.name] = one.default
        elif one.default_factory is not dataclasses.MISSING:
            found[one.name] = one.default_factory()
    return found
