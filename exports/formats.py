"""Every format that a report can be had in; a new one is a file with a `FORMAT` and a word here."""

from __future__ import annotations

from typing import Final

from exports import csv, docx, pdf, xlsx
from exports.format import Format
from graph.errors import InputError

FORMATS: Final[dict[str, Format]] = {
    module.FORMAT.name: module.FORMAT for module in (xlsx, docx, pdf, csv)
}


def format_of(name: str) -> Format:
    """The format of this name, in any case; InputError tells which there are."""
    found = FORMATS.get(name.lower())
    if found is None:
        raise InputError(f"Такого формата нет. Отчёт бывает в виде {', '.join(FORMATS)}.")
    return found
