"""Headers of columns compared: as people write them, against the spellings that are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from rapidfuzz import fuzz, process

from imports.name import title_key

_MARKS: Final = re.compile(r"[*:?!†]+|\((?:не)?обязательно[^)]*\)", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNIT: Final = re.compile(r",\s*[^,]{1,16}$")
_DIGITS: Final = re.compile(r"\d+")
_ALIKE: Final = 88
_SHORTEST: Final = 4


def heading_key(text: str) -> str:
    """A header for comparison, without the marks of what is required."""
    return title_key(_MARKS.sub(" ", text).replace("_", " "))


def bare_key(text: str) -> str:
    """A header for comparison, also without what stands in brackets and without its unit."""
    return heading_key(_UNIT.sub("", _BRACKETS.sub(" ", text).strip()))


def similar(text: str, spellings: Mapping[str, str]) -> str | None:
    """The only key that a header is like, though it is not spelt so; None if there isn't one.

    Headers whose numbers differ are never alike.
    """
    asked = bare_key(text)
    if len(asked) < _SHORTEST:
        return None
    hits = process.extract(asked, spellings.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=8)
    numbers = _DIGITS.findall(asked)
    keys = {spellings[hit[0]] for hit in hits if _DIGITS.findall(hit[0]) == numbers}
    return keys.pop() if len(keys) == 1 else None
