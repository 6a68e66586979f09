"""The saved questions of curators: one statement each. Adding one is adding a file.

Every module `q_*.py` beside this offers QUESTION.
"""

from __future__ import annotations

import importlib
import pkgutil

from queries.saved.declaration import Column, Question


def _collect() -> dict[str, Question]:
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name.startswith("q_"))
    found = [importlib.import_module(f"{__name__}.{name}").QUESTION for name in names]
    return {question.name: question for question in found}


QUESTIONS = _collect()

__all__ = ["QUESTIONS", "Column", "Question"]
