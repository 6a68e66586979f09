"""Two spellings of one name: how far apart they are, and whether a slip of the hand explains it.

Pure. Knows nothing of people: what follows from alike names is told by `imports.twins`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern
from typing import Final

from rapidfuzz.distance import OSA

from imports.name import normalised

# Typed with the wrong layout, or copied from a scan: the letters look the same.
_LATIN: Final = str.maketrans("aeopcyxkmtbhіi", "аеорсухкмтвнии")
_BETWEEN: Final = re.compile(r"[^\w]+")
# Letters that are heard alike, or left out.
_HEARD: Final = str.maketrans(
    {"о": "а", "ы": "и", "й": "и", "э": "е", "ю": "у", "щ": "ш", "ъ": "", "ь": "и"}
)
_TWICE: Final = re.compile(r"(.)\1+")
_SHORTEST_OF_TWO_SLIPS: Final = 8
_SHORTEST_OF_ONE_SLIP: Final = 3


@lru_cache(maxsize=50_000)
def plain(name: str | None) -> str:
    """A name to compare: words apart by one space, no case, no marks, all letters Cyrillic.

    What is written in Latin alone, but for letters that look Cyrillic, stays Latin.
    """
    words = _BETWEEN.sub(" ", normalised(name or "")).strip()
    translated = words.translate(_LATIN)
    return intern(words if re.search("[a-z]", translated) else translated)


@lru_cache(maxsize=50_000)
def heard(name: str) -> str:
    """A plain name as it is heard: vowels that are mixed up and doubled letters are one."""
    return intern(_TWICE.sub(r"\1", name.replace("ье", "ие").translate(_HEARD)).replace(" ", ""))


@lru_cache(maxsize=200_000)
def apart(one: str, other: str) -> int | None:
    """By how many letters two plain names differ; None if they are different names.

    A swap of neighbours counts as one. The shorter a name, the fewer slips explain a difference.
    """
    if one == other:
        return 0
    shorter = min(len(one), len(other))
    if shorter < _SHORTEST_OF_ONE_SLIP:
        return None
    most = 2 if shorter >= _SHORTEST_OF_TWO_SLIPS else 1
    distance = int(OSA.distance(one, other, score_cutoff=most))
    if distance <= most:
        return distance
    return 2 if heard(one) == heard(other) else None


def part_of(one: str, other: str) -> bool:
    """Whether a plain name is a whole word of the other, longer one: half of a double name."""
    first, second = one.split(), other.split()
    return len(first) != len(second) and (set(first) <= set(second) or set(second) <= set(first))
