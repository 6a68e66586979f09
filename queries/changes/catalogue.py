"""The catalogue: every module c_*.py beside this one offers CHANGES."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from queries.changes.declaration import Change

_ROOM = Path(__file__).parent


def _collect() -> dict[str, Change]:
    names = sorted(m.name for m in pkgutil.iter_modules([str(_ROOM)]) if m.name[:2] == "c_")
    found: dict[str, Change] = {}
    for name in names:
        for change in importlib.import_module(f"queries.changes.{name}").CHANGES:
            if change.name in found:
                raise ValueError(f"the change {change.name} is declared twice")
            found[change.name] = change
    return found


CATALOGUE = _collect()
