"""The pages of the sections: a file a page, found by being here.

A page's module has ROUTES; it asks by documents only (`api.web.asking`).
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import cast

from starlette.routing import BaseRoute


def routes() -> list[BaseRoute]:
    """The routes of all pages, modules in the order of their names."""
    found: list[BaseRoute] = []
    for name in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        module = importlib.import_module(f"{__name__}.{name}")
        found += cast("list[BaseRoute]", module.ROUTES)
    return found
