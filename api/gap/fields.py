"""What is computed of a gap beside its own values: where it is, what people decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import strawberry

from api.context import Info
from api.field import resolved
from graph.session import Reader
from queries.gap.decisions import history
from queries.gap.details import GapRow
from queries.gap.reads import gaps_in_detail


@strawberry.type(description="У кого пробел: школа, площадка, практикум…")
class Unit:
    label: str = strawberry.field(description="тип записи модели")
    id: strawberry.ID
    name: str | None
    municipality: str | None = strawberry.field(description="где это")


@strawberry.type(description="Решение о пробеле: снят, продлён, поручен, замечание")
class Decision:
    id: strawberry.ID
    kind: str = strawberry.field(description="Waiver, Extension, Assignment или Comment")
    at: datetime
    text: str = strawberry.field(description="причина или замечание")
    until: date | None
    author: str | None
    assignee: str | None


@strawberry.type
class GapFields:
    values: strawberry.Private[dict[str, Any]]

    @resolved("у кого, одной строкой")
    async def unit(self, info: Info) -> Unit | None:
        actor = info.context.actor

        async def read(reader: Reader, ids: list[str]) -> list[GapRow | None]:
            found = await gaps_in_detail(reader, actor, ids)
            return [found.get(id_) for id_ in ids]

        row = await info.context.loaders.load("gap details", read, str(self.values["id"]))
        if row is None or row.unit is None or row.unit_label is None:
            return None
        return Unit(
            label=row.unit_label,
            id=strawberry.ID(row.unit),
            name=row.unit_name,
            municipality=row.municipality,
        )

    @resolved("что о нём решили люди, по времени")
    async def decisions(self, info: Info) -> list[Decision]:
        context, gap = info.context, str(self.values["id"])
        found = await context.graph.read(lambda reader: history(reader, context.actor, gap))
        return [
            Decision(
                id=strawberry.ID(row.id),
                kind=row.kind,
                at=row.at,
                text=row.text,
                until=row.until,
                author=row.author,
                assignee=row.assignee,
            )
            for row in found
        ]
