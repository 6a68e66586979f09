"""The twelve reports by number: modules f*.py beside this one offer FORM. Source: clause 6.2."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from graph.errors import InputError
from queries.report.layout import Form


@cache
def forms() -> dict[int, Form]:
    """Every form by number, in order."""
    names = sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]))
    modules = [
        importlib.import_module(f"queries.report.{name}")
        for name in names
        if name[:1] == "f" and name[1:3].isdigit()
    ]
    return {module.FORM.number: module.FORM for module in modules}


def form_of(number: int) -> Form:
    """The form № `number`; InputError naming those there are."""
    try:
        return forms()[number]
    except KeyError:
        raise InputError(f"Нет отчёта № {number}. Отчётов двенадцать: от 1 до 12.") from None
