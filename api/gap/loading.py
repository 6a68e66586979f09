"""A gap by its id inside an answer: asked for together with all others of the same moment."""

from __future__ import annotations

from typing import cast

from api.context import Info
from api.gap.types import Gap
from api.node import resolving


async def gap_by_id(info: Info, identity: str) -> Gap | None:
    """The gap, or None if it is not there to be seen."""
    return cast("Gap | None", await resolving.by_id(info, "Gap", identity))
