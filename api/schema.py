"""The root of the GraphQL schema: concepts are composed here, nothing is resolved here."""

from __future__ import annotations

from typing import Any

import strawberry
from strawberry.extensions import MaxTokensLimiter
from strawberry.schema.config import StrawberryConfig

from api.auth.types import ViewerMutation, ViewerQuery
from api.cause.queries import CauseQuery
from api.gap.mutations import GapMutation
from api.gap.queries import GapQuery
from api.impact.queries import ImpactQuery
from api.region.queries import RegionQuery
from api.rule.queries import RuleQuery
from api.saved.queries import SavedQuery
from api.school.queries import SchoolQuery

# A linear limit, checked while the text is read: the stock depth and alias limiters take
# exponential time on nested fragments. How much an answer may hold is api.connection.Budget's.
MAX_TOKENS = 2000


@strawberry.type(description="Что можно спросить; всё — в пределах своих регионов")
class Query(
    ViewerQuery,
    RegionQuery,
    SchoolQuery,
    GapQuery,
    CauseQuery,
    ImpactQuery,
    RuleQuery,
    SavedQuery,  # type: ignore[misc] # a class made of declarations
):
    pass


@strawberry.type(description="Что можно изменить")
class Mutation(ViewerMutation, GapMutation):
    pass


class Schema(strawberry.Schema):
    """Strawberry's schema without its own error log, which would print messages and variables."""

    def process_errors(self, *_: Any, **__: Any) -> None:
        return


SCHEMA = Schema(
    query=Query,
    mutation=Mutation,
    extensions=[lambda: MaxTokensLimiter(max_token_count=MAX_TOKENS)],
    config=StrawberryConfig(disable_field_suggestions=True, sort_schema=True),
)


if __name__ == "__main__":
    print(SCHEMA.as_str())  # noqa: T201 - what this file is run for
