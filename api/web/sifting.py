"""Filters of a list that stand in the address, and what their form is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from starlette.datastructures import QueryParams

from api.errors import RequestError
from api.web import form
from api.web.acting import Fields, Sent
from api.web.choice import day_of

ROWS: Final = 25
"""How many of a list stand on a page."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a form: what the address says, the word, how many there are if it is known."""

    value: str
    word: str
    count: int | None = None


def day_in(query: QueryParams | Fields, name: str) -> date | None:
    """A day of the address or a form; None for none, or for what is none."""
    return day_of(query.get(name, ""))


def day_asked(fields: Fields, name: str, word: str) -> str | None:
    """A day of a form as the API takes it; None if left empty, RequestError if it is no day."""
    if not fields.get(name):
        return None
    found = day_in(fields, name)
    if found is None:
        raise RequestError(f"«{word}» — не дата: выберите её в календаре.")
    return found.isoformat()


def options(found: Iterable[Mapping[str, Any]], value: str, word: str) -> list[Option]:
    """Choices by two values of nodes, each once, by word."""
    known = {one[value]: one[word] for one in found}
    return sorted((Option(key, told or "без имени") for key, told in known.items()), key=_word)


def word_of(found: Iterable[Option], value: str) -> str:
    """The word of a choice; what stands in the address if it is none of them."""
    return next((one.word for one in found if one.value == value), value)


def deed(fields: Fields, known: Iterable[str]) -> str:
    """Which of a page's forms was sent; RequestError for none of them."""
    found = fields.get("do", "")
    if found not in known:
        raise RequestError("Непонятно, что сделать: откройте страницу заново.")
    return found


def zone_of_all(rows: Iterable[Mapping[str, Any]]) -> str:
    """The zone of the regions of these rows if it is one, else Moscow's."""
    zones = {row["region"]["zone"] for row in rows}
    return zones.pop() if len(zones) == 1 else form.MOSCOW


def again(sent: Sent | None) -> dict[str, Any]:
    """For a page with forms: why one was refused, what stood in it, which of them it was."""
    if sent is None:
        return {"refusal": None, "sent": {}, "did": ""}
    return {"refusal": sent.refusal, "sent": sent.fields, "did": sent.fields.get("do", "")}


def _word(option: Option) -> str:
    return option.word
