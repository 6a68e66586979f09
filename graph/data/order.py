"""The Order's own words: the text of a clause by its number."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

_FILE: Final = "order_2019.txt"
_LISTED: Final = 2
"""5.2.3 is the third of what clause 5.2 lists: the Order itself does not number them."""


def clause_text(number: str) -> str:
    """The words of a clause, «5.2.3»: what it is about and the one duty; KeyError if unknown."""
    parts = number.split(".")
    whole = _clauses()[".".join(parts[:_LISTED])]
    if len(parts) == _LISTED:
        return whole
    about, _, listed = whole.partition(": ")
    items = listed.rstrip(".").split("; ") if listed else []
    place = int(parts[_LISTED])
    if not 1 <= place <= len(items):
        raise KeyError(number)
    return f"{about}: {items[place - 1]}."


@cache
def _clauses() -> dict[str, str]:
    """The clauses of the file, letter by letter as they were published, by number."""
    text = files("graph.data").joinpath(_FILE).read_text(encoding="utf-8")
    lines = (line.partition(". ") for line in text.splitlines())
    return {number: words for number, _, words in lines}
