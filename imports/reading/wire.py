"""Messages between the parent and the child: JSON with its length before it, never pickle.

A cell is what JSON has for it; a day and a moment are objects of one key, so that they are never
taken for text.
"""

import struct
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, BinaryIO

import orjson

_LENGTH = struct.Struct("<I")

# A row may be long (500 cells of 32,767 characters); a message beyond that is not the child's own.
MAX_MESSAGE = 64 * 1024 * 1024

Message = dict[str, Any]
Take = Callable[[int], bytes]
"""Exactly so many bytes, fewer only where the stream ends."""


def packed(message: Message) -> bytes:
    """`message` as it goes over the pipe."""
    body = orjson.dumps(message, default=_tagged, option=orjson.OPT_PASSTHROUGH_DATETIME)
    return _LENGTH.pack(len(body)) + body


def unpacked(take: Take) -> Message | None:
    """The next message; None where the stream ends; ValueError for what is not a message."""
    head = take(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > MAX_MESSAGE:
        raise ValueError("a message is too long")
    body = take(length)
    if len(body) < length:
        return None
    message = orjson.loads(body)
    if not isinstance(message, dict):
        raise ValueError("a message is an object")  # noqa: TRY004 a wrong stream, not a wrong type
    return message


def restored(cell: Any) -> Any:
    """The day or moment of a tagged cell; any other cell as it is. ValueError for another tag."""
    match cell:
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case {"moment": str(moment)}:
            return datetime.fromisoformat(moment)
        case None | str() | int() | float():
            return cell
    raise ValueError("not a cell")


def send(pipe: BinaryIO, message: Message) -> None:
    """Writes `message` at once."""
    pipe.write(packed(message))
    pipe.flush()


def _tagged(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    raise TypeError("not a cell")
