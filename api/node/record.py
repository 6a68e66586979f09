"""One node in ordinary execution: what was asked of it, and the moment it was asked about."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import strawberry

from api.field import resolved

CLASSES: Final[dict[str, Any]] = {}
"""The types of the schema by name, filled where they are made: nodes, edges, pages, groups."""


@strawberry.interface(name="Node", description="Запись сети")
class Node:
    """The values a node was read with, by the names of the model; `at` is None for now."""

    values: strawberry.Private[dict[str, Any]]
    at: strawberry.Private[datetime | None]

    @resolved("идентификатор")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.values["id"])
