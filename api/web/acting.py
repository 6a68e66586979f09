"""What a form does: one change, then on to its outcome, or the same page again with why not."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.auth.viewer import Viewer
from api.body import read_body
from api.errors import status_of
from api.web.asking import RefusedChangeError, change
from api.web.page import TOLD, link
from graph.errors import AccessError, InputError

Fields = Mapping[str, str]
KEY: Final = "key"
"""The field of a form that makes sending it twice the same as sending it once."""
VERSION: Final = "version"
"""The field of a form that says which version of the record its writer has seen."""

_TITLES: Final = {
    "VERSION_CONFLICT": "Запись изменилась, пока вы смотрели",
    "WRONG_STEP": "Сейчас этого сделать нельзя",
    "NOT_FOUND": "Записи нет среди ваших",
    "FORBIDDEN": "Это делает не ваша роль",
    "INVALID_INPUT": "Проверьте, что вы ввели",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why what a person asked for was not done; `field` is the form's field at fault, if one is."""

    title: str
    message: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent and refused: why, and what stood in it, to be shown again."""

    refusal: Refusal
    fields: Fields
    status: HTTPStatus


Shows = Callable[[Request, Viewer, Sent], Awaitable[Response]]
"""Shows the page again, with the refusal above it and the form as it was sent."""


async def fields_of(request: Request) -> dict[str, str]:
    """The fields of a sent form, stripped; of one that is sent twice the last."""
    text = (await read_body(request)).decode("utf-8", "replace")
    parsed = parse_qs(text, keep_blank_values=True)
    return {name: values[-1].strip() for name, values in parsed.items()}


def new_key() -> str:
    """For the hidden field KEY of a form that is shown."""
    return uuid.uuid4().hex


def guards(fields: Fields) -> dict[str, Any]:
    """The variables `key` and `version` of a change's document, from the form's hidden fields."""
    version = fields.get(VERSION, "")
    return {
        "key": fields.get(KEY) or None,
        "version": int(version) if version.isascii() and version.isdigit() else None,
    }


async def acted(
    request: Request,
    who: Viewer,
    name: str,
    variables: Mapping[str, Any],
    *,
    fields: Fields,
    back: str,
    told: str,
    again: Shows,
) -> Response:
    """Make the change of the document `name`; then go `back`, where `told` says what was done."""
    try:
        await change(request, who, name, **variables)
    except (InputError, AccessError) as error:
        return await again(request, who, refused(error, fields))
    return sent_on(back, told)


def refused(error: InputError | AccessError, fields: Fields) -> Sent:
    """A form that this error kept from being done."""
    return Sent(_refusal(error), fields, status_of(error))


def sent_on(back: str, told: str) -> Response:
    """On to where `told` says what was done."""
    return RedirectResponse(_with(back, told), HTTPStatus.SEE_OTHER)


def _refusal(error: InputError | AccessError) -> Refusal:
    if isinstance(error, RefusedChangeError):
        title = _TITLES.get(error.reason, "Не записано")
        return Refusal(title, error.message, error.field or "")
    return Refusal("Не записано", error.message)


def _with(address: str, told: str) -> str:
    path, _, anchor = address.partition("#")
    more = link("", **{TOLD: told}).lstrip("?")
    joined = f"{path}{'&' if '?' in path else '?'}{more}"
    return f"{joined}#{anchor}" if anchor else joined
