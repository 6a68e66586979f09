"""A gap by its id inside an answer: asked for together with all others of the same moment."""

from __future__ import annotations

from api.context import Info
from api.gap.types import Gap
from queries.gap.pages import gaps_by_id


async def gap_by_id(info: Info, identity: str) -> Gap | None:
    """The gap, or None if it is not there to be seen."""
    row = await info.context.loaders.one("Gap", gaps_by_id, identity)
    return None if row is None else Gap(properties=row)
