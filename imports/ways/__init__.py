"""Ways to recognise a record, one file a label; a new file's ways are found by themselves.

Every statement reads records of one region, or dictionaries that belong to none: no way can find a
record of another region, or tell of it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final

from imports.way import Way


def _declared() -> Iterator[Way]:
    for module in pkgutil.iter_modules(__path__):
        found = vars(import_module(f"{__name__}.{module.name}")).values()
        yield from (way for way in found if isinstance(way, Way))


def _by_name() -> Mapping[str, Way]:
    by_name: dict[str, Way] = {}
    for way in _declared():
        if by_name.setdefault(way.name, way) is not way:
            raise ValueError(f"two ways are called {way.name}")
    return MappingProxyType(by_name)


WAYS: Final[Mapping[str, Way]] = _by_name()
"""Every way by its name."""
