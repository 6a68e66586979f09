"""The kinds of sheets, one file a kind with its constant `KIND`; a new file is found by itself.

Declarations only; how files are read, compared and written stands in the rooms above.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final

from imports.sheet import SheetKind


def _declared() -> Iterator[SheetKind]:
    for module in pkgutil.iter_modules(__path__):
        kind = getattr(import_module(f"{__name__}.{module.name}"), "KIND", None)
        if isinstance(kind, SheetKind):
            yield kind


def _by_name() -> Mapping[str, SheetKind]:
    by_name: dict[str, SheetKind] = {}
    for kind in _declared():
        if by_name.setdefault(kind.name, kind) is not kind:
            raise ValueError(f"two kinds are called {kind.name}")
        _ = kind.spellings  # two columns that share a spelling are an error at once
    return MappingProxyType(by_name)


KINDS: Final[Mapping[str, SheetKind]] = _by_name()
"""Every kind of sheet by its name."""
