"""Every measure by name: the modules p_*.py beside this one offer MEASURES."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from queries.measures.declaration import Measure


def _collect() -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)])):
        if module.startswith("p_"):
            made = importlib.import_module(f"queries.measures.{module}")
            for measure in getattr(made, "MEASURES", ()):
                if measure.name in found:
                    raise ValueError(f"{measure.name} is declared twice")
                found[measure.name] = measure
    return found


CATALOGUE = _collect()
