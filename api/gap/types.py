"""The type of a gap for fields written by hand; it is made with all node types, in api.node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from api.node.record import Node

    Gap = Node
else:
    Gap = Annotated["GapNode", strawberry.lazy("api.node.types")]  # noqa: F821 - found when asked for
