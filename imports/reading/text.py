"""Bytes become text: the encoding is found, and what is not text is refused with its line."""

import re
from itertools import pairwise

from imports.reading.refusal import Refusal, RefusedFileError

# How often, of a thousand letters of a Russian text, each one stands; ё and rarer count as nothing.
_FREQUENT = {
    "о": 110, "е": 85, "а": 80, "и": 74, "н": 67, "т": 63, "с": 55, "р": 47, "в": 45, "л": 44,
    "к": 35, "м": 32, "д": 30, "п": 28, "у": 26, "я": 20, "ы": 19, "ь": 17, "г": 17, "з": 16,
    "б": 16, "ч": 14, "й": 12, "х": 10, "ж": 9, "ш": 7, "ю": 6, "ц": 5, "щ": 4, "э": 3, "ф": 3,
}  # fmt: skip

# Windows first: it must be clearly beaten, letters of one are letters of the others too.
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8-r")
_ONE_BYTE = ENCODINGS[4:]
_CLEARLY = 1.3
_SAMPLE = 20_000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_LETTERS = re.compile(r"[^\x00-\x7f]")
# What UTF-8 looks like when it was taken for Windows-1251 and saved so.
_MOJIBAKE = re.compile(
    r"[РС][\u0080-\u00bf\u0402-\u040f\u0452-\u045f\u0490\u0491\u2010-\u2122]|\ufffd"
)

_SAVE_AGAIN = "Откройте исходную таблицу в Excel и сохраните как «CSV UTF-8»."


def decoded(data: bytes) -> tuple[str, str]:
    """The text, line ends as they are, and its encoding. RefusedFileError for what isn't text."""
    text, encoding = _decoded(data)
    if control := _CONTROL.search(text):
        raise _not_text(text, control.start(), "двоичные данные, а не текст")
    if place := _mojibake(text):
        raise _not_text(text, place - 1, "буквы испорчены: текст был сохранён в чужой кодировке")
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for encoding in _candidates(data):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise RefusedFileError(
        Refusal.NOT_A_TABLE, f"не текст ни в одной из известных кодировок. {_SAVE_AGAIN}"
    )


def _candidates(data: bytes) -> list[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    wide = [e for e in ("utf-16-le", "utf-16-be") if _is_wide(data[:_SAMPLE], e)]
    return [*wide, "utf-8-sig", *_one_byte(data)]


def _is_wide(sample: bytes, encoding: str) -> bool:
    """UTF-16 without its mark: as such it is Russian and ASCII, as anything else it has zeros."""
    text = sample.decode(encoding, "replace")
    plain = sum("\t" <= letter <= "~" or "Ё" <= letter <= "ё" for letter in text)
    return 0 in sample and plain > len(text) * 0.9


def _one_byte(data: bytes) -> list[str]:
    sample = b" ".join(_NOT_ASCII.findall(data[: _SAMPLE * 10]))[:_SAMPLE]
    scores = {encoding: _russian(sample, encoding) for encoding in _ONE_BYTE}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] > scores["cp1251"] * _CLEARLY:
        return [best, "cp1251"]
    return ["cp1251"]


def _russian(sample: bytes, encoding: str) -> int:
    """How Russian the sample reads: frequent letters count for it, wild changes of case against."""
    text = sample.decode(encoding, "replace")
    score = sum(_FREQUENT.get(letter, 0) for letter in text.lower())
    turns = sum(a.islower() and b.isupper() for a, b in pairwise(text))
    return score - 50 * turns


def _mojibake(text: str) -> int:
    """Where ruined letters begin, from 1, if a good part of them is ruined; else 0."""
    ruined = _MOJIBAKE.findall(text)
    if len(ruined) < 3 or len(ruined) * 6 < len(_LETTERS.findall(text)):
        return 0
    first = _MOJIBAKE.search(text)
    return first.start() + 1 if first else 0


def _not_text(text: str, place: int, what: str) -> RefusedFileError:
    line = text.count("\n", 0, place) + 1
    return RefusedFileError(Refusal.NOT_A_TABLE, f"строка {line}: {what}. {_SAVE_AGAIN}")
