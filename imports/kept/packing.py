"""Rows as one packed text of a part: JSON, deflated, in base64. Pure."""

from __future__ import annotations

import base64
import zlib
from datetime import date, datetime, time
from typing import Any, Final

import orjson

_LEVEL: Final = 1  # rows of a sheet are alike: more than the fastest gains little


def packed(value: Any) -> str:
    """A text for what JSON can hold, days and moments too (as `{"day": …}`, `{"moment": …}`)."""
    plain = orjson.dumps(value, default=_default, option=_OPTIONS)
    return base64.b64encode(zlib.compress(plain, _LEVEL)).decode()


def unpacked(text: str) -> Any:
    """What was packed, with its days and moments."""
    return _restored(orjson.loads(zlib.decompress(base64.b64decode(text))))


# Its own forms of times have no types: they would come back as texts.
_OPTIONS: Final = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS


def _default(value: object) -> object:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(type(value).__name__)


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return [_restored(item) if type(item) in _HOLDING else item for item in value]
    if isinstance(value, dict):
        if len(value) == 1:
            if "day" in value and isinstance(value["day"], str):
                return date.fromisoformat(value["day"])
            if "moment" in value and isinstance(value["moment"], str):
                return datetime.fromisoformat(value["moment"])
        return {
            name: _restored(item) if type(item) in _HOLDING else item
            for name, item in value.items()
        }
    return value


_HOLDING: Final = frozenset({list, dict})
