"""The root of the GraphQL schema: concepts are composed here, nothing is resolved here."""

from __future__ import annotations

from typing import Any

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.auth.mutations import ViewerMutation
from api.auth.queries import ViewerQuery
from api.auth.read_only import guard_mutations
from api.cause.queries import CauseQuery
from api.change.history import HistoryQuery
from api.change.mutations import ChangeMutation
from api.change.trail import TrailQuery
from api.duplicate.queries import DuplicateQuery
from api.gap.mutations import GapMutation
from api.gap.records import GapRecordQuery
from api.impact.queries import ImpactQuery
from api.imports.mutations import ImportMutation
from api.imports.queries import ImportQuery
from api.media.mutations import MediaMutation
from api.media.queries import MediaQuery
from api.node.queries import NodeQuery
from api.node.types import NODES
from api.practicum.queries import PracticumQuery
from api.region.queries import RegionQuery
from api.report.queries import ReportQuery
from api.rule.queries import RuleQuery
from api.saved.queries import SavedQuery
from api.subscription.fields import Subscription


@strawberry.type(description="Что можно спросить; всё — в пределах своих регионов")
class Query(
    ViewerQuery,
    NodeQuery,  # type: ignore[misc] # a class made of declarations
    CauseQuery,
    GapRecordQuery,
    RegionQuery,
    ImpactQuery,
    PracticumQuery,
    HistoryQuery,
    TrailQuery,
    RuleQuery,
    MediaQuery,
    ImportQuery,
    ReportQuery,
    DuplicateQuery,
    SavedQuery,  # type: ignore[misc] # a class made of declarations
):
    pass


@strawberry.type(description="Что можно изменить")
class Mutation(
    ViewerMutation,
    GapMutation,
    MediaMutation,
    ImportMutation,
    ChangeMutation,  # type: ignore[misc] # a class made of declarations
):
    pass


class Schema(strawberry.Schema):
    """Strawberry's schema without its own error log, which would print messages and variables."""

    def process_errors(self, *_: Any, **__: Any) -> None:
        return


def _made(*, sort: bool) -> Schema:
    made = Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=list(NODES.values()),
        config=StrawberryConfig(disable_field_suggestions=True, sort_schema=sort),
    )
    guard_mutations(made._schema)
    return made


# Not the sorted one: its types are copies, by which Strawberry knows no member of a union.
SCHEMA = _made(sort=False)


def as_text() -> str:
    """The schema's text, always in the same order."""
    return _made(sort=True).as_str()


if __name__ == "__main__":
    print(as_text())  # noqa: T201 - what this file is run for
