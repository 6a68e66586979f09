"""The type of a region; its scalars come from the model."""

from __future__ import annotations

import strawberry

from api.connection import DEFAULT_FIRST, After, Connection, First
from api.context import Info
from api.declared import declared
from api.field import resolved
from api.gap.queries import gaps_of
from api.gap.types import Gap
from api.school.queries import schools_of
from api.school.types import School
from graph.model.gap import GapState, Severity
from graph.session import Row


@declared("Region")
class Region:
    properties: strawberry.Private[Row]

    @resolved("школы региона по названию")
    async def schools(
        self, info: Info, first: First = DEFAULT_FIRST, after: After = None
    ) -> Connection[School]:
        return await schools_of(info.context, str(self.properties["id"]), first, after)

    @resolved("пробелы региона; state: null — в любом состоянии")
    async def gaps(
        self,
        info: Info,
        first: First = DEFAULT_FIRST,
        after: After = None,
        state: GapState | None = GapState.OPEN,
        severity: Severity | None = None,
    ) -> Connection[Gap]:
        parent = ("Region", str(self.properties["id"]))
        return await gaps_of(info.context, parent, first, after, state, severity)
