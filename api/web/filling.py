"""A form of a page as a declaration: which document it sends, from which fields, what it says then.

What the browser lets through unfilled or unreadable is told here, by the words of the form; what
only the graph can know is told by the change itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from api.auth.viewer import Viewer
from api.web.acting import VERSION, Fields, Refusal, Sent, Shows, acted, guards

Read = Callable[[str], Any]
"""Makes a value of a field's text; ValueError if it can't be one."""
_CHECK: Final = "Проверьте, что вы ввели"


def text(value: str) -> str:
    """The text itself."""
    return value


def day(value: str) -> str:
    """A day, as a browser's calendar writes it."""
    return date.fromisoformat(value).isoformat()


def whole(value: str) -> int:
    """A number of whole things, none of them included."""
    if not (value.isascii() and value.isdigit()):
        raise ValueError
    return int(value)


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its name in the change's input, which is its name in the form too."""

    name: str
    word: str
    read: Read = text
    required: bool = True


@dataclass(frozen=True, slots=True)
class Deed:
    """What a form does. `told` is the word of the address that it leads to.

    A change of a record says which version of it was seen; what makes a record has none.
    """

    document: str
    told: str
    fields: tuple[Field, ...] = ()
    versioned: bool = True


async def done(
    request: Request,
    who: Viewer,
    deed: Deed,
    fields: Fields,
    own: Mapping[str, Any],
    *,
    back: str,
    again: Shows,
) -> Response:
    """Do what the form asks, `own` being what the page itself knows of the input."""
    given: dict[str, Any] = dict(own)
    for one in deed.fields:
        value = fields.get(one.name, "")
        refusal = _refusal(one, value)
        if refusal is not None:
            return await again(request, who, Sent(refusal, fields, HTTPStatus.BAD_REQUEST))
        if value:
            given[one.name] = one.read(value)
    variables = {"input": given, **guards(fields)}
    if not deed.versioned:
        del variables[VERSION]
    return await acted(
        request, who, deed.document, variables,
        fields=fields, back=back, told=deed.told, again=again,
    )  # fmt: skip


def _refusal(one: Field, value: str) -> Refusal | None:
    if not value:
        return Refusal(_CHECK, f"Не заполнено: {one.word}.", one.name) if one.required else None
    try:
        one.read(value)
    except ValueError:
        return Refusal(_CHECK, f"Не понять, что введено: {one.word}.", one.name)
    return None
