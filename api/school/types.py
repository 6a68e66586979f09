"""The type of a school; its scalars come from the model."""

from __future__ import annotations

import strawberry

from api.connection import DEFAULT_FIRST, After, Connection, First
from api.context import Info
from api.declared import declared
from api.field import resolved
from api.gap.queries import gaps_of
from api.gap.types import Gap
from graph.model.gap import GapState, Severity
from graph.session import Row


@declared("School")
class School:
    properties: strawberry.Private[Row]

    @resolved("пробелы школы; state: null — в любом состоянии")
    async def gaps(
        self,
        info: Info,
        first: First = DEFAULT_FIRST,
        after: After = None,
        state: GapState | None = GapState.OPEN,
        severity: Severity | None = None,
    ) -> Connection[Gap]:
        parent = ("School", str(self.properties["id"]))
        return await gaps_of(info.context, parent, first, after, state, severity)
