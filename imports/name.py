"""Names compared, never changed: the forms in which two spellings of one name are equal."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_LATIN: Final = re.compile("[A-Za-z]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_CYRILLIC: Final = re.compile("[а-яёА-ЯЁ]")
_LOOK_ALIKES: Final = str.maketrans("aceopxykmthbABCEHKMOPTXY", "асеорхукмтнвАВСЕНКМОРТХУ")
_QUOTES: Final = str.maketrans(dict.fromkeys("«»„“”\"'`’‘", " "))
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_AROUND_MARKS: Final = re.compile(r"\s*([-№.,;:/()])\s*")


@lru_cache(maxsize=65_536)  # a sheet says the same names again and again
def normalised(text: str) -> str:
    """`text` for comparison: spaces as one, no case, «ё» as «е», no Latin letters in Russian words.

    A word of Latin letters alone stays as it is.
    """
    folded = " ".join(text.translate(_INVISIBLE).split()).casefold().replace("ё", "е")
    return mended(folded)


def mended(text: str) -> str:
    """`text` with Latin letters that look like Russian ones made Russian, in Russian words only."""
    if text.isascii() or not _LATIN.search(text):
        return text
    return _WORD.sub(lambda found: _mended_word(found[0]), text)


def russian_letters(text: str) -> str:
    """`text` with every Latin letter that looks like a Russian one made Russian."""
    return text.translate(_LOOK_ALIKES)


@lru_cache(maxsize=16_384)
def title_key(text: str) -> str:
    """A title for comparison: as `normalised`, whatever its quotes, dashes and spaces at marks."""
    plain = normalised(text.translate(_QUOTES).translate(_DASHES))
    return _AROUND_MARKS.sub(r"\1", plain).rstrip(".")


def _mended_word(word: str) -> str:
    if not _CYRILLIC.search(word):
        return word
    russian = word.translate(_LOOK_ALIKES)
    return word if _LATIN.search(russian) else russian
