"""Who was given the rows of an import as a file. Source: clause 7.1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from graph.session import Writer
from imports.batch import Fate
from queries.audit.writing import record
from queries.scope import Actor

ACTION: Final = "give_import"


async def note_given(
    writer: Writer, actor: Actor, batch: str, region: str, fates: Sequence[Fate], at: datetime
) -> None:
    """Remember that somebody got the rows of these fates (of all, if none is named)."""
    what = {"fates": sorted(fate.value for fate in fates)}
    await record(writer, actor.account, at, ACTION, "ImportBatch", batch, region, {}, what)
