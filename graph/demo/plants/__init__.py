"""Violations planted into a clean region: one file a rule, `plant(build)` gives its entries.

A plant breaks its own rule and no other, or says in its entries what else it breaks. Students,
practicums, schools and venues are claimed, so that no two plants meet on one of them. Adding a
rule's violations is adding a file; STEP says when it runs.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import NamedTuple, cast

from graph.demo.build import Build
from graph.demo.ledger import Entry

PEOPLE_AND_PRACTICUMS, VENUES_AND_MENTORS, TOTALS = 1, 2, 3
"""Steps: what a venue or mentor lacks tells on all its practicums, totals on everything."""


class Plant(NamedTuple):
    """The violations of one rule, and when they are planted."""

    step: int
    rule: str
    plant: Callable[[Build], Iterator[Entry]]


def plant_all(build: Build) -> list[Entry]:
    """Break every rule in known places; the ledger's entries of this region."""
    return [entry for one in plants() for entry in one.plant(build)]


def plants() -> list[Plant]:
    """All plants in the order in which they run."""
    names = (info.name for info in pkgutil.iter_modules(__path__))
    return sorted(_load(name) for name in names if name[0] == "r" and name[1:].isdigit())


def _load(name: str) -> Plant:
    module = importlib.import_module(f"{__name__}.{name}")
    plant = cast("Callable[[Build], Iterator[Entry]]", module.plant)
    return Plant(module.STEP, name.upper(), plant)
