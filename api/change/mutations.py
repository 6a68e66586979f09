"""One mutation a declared change, all alike: an input, a key of a repeat, an expected version."""

from __future__ import annotations

from typing import Annotated, Any, Final

import strawberry

from api.change.inputs import input_type, values_of
from api.change.types import UNEXPECTED, Changed, ChangeResult, Problem, changed, problem
from api.context import Info
from graph.errors import OrientirError
from graph.model.account import Role
from queries.changes import CATALOGUE, Change, run
from queries.changes.rescanning import rescan

IdempotencyKey = Annotated[
    str | None,
    strawberry.argument(
        description="ваше имя этого запроса, до 200 знаков: повтор с ним ничего не изменит"
    ),
]
ExpectedVersion = Annotated[
    int | None,
    strawberry.argument(description="версия, которую вы прочли: если она уже другая — отказ"),
]
_ROLES: Final = {
    Role.COORDINATOR: "координатор",
    Role.CURATOR: "куратор",
    Role.HEAD: "руководитель",
}


async def _run(
    info: Info, change: Change, given: Any, key: str | None, version: int | None
) -> Changed | Problem:
    context = info.context
    try:
        outcome = await run(
            context.graph,
            context.actor,
            change,
            values_of(change, given),
            context.now,
            key=key,
            expected_version=version,
        )
    except UNEXPECTED:
        raise
    except OrientirError as error:
        return problem(error)
    fresh = not outcome.repeated and outcome.entry is not None
    scanned = fresh and await rescan(context.graph, change, outcome, context.now)
    return changed(outcome, scanned=scanned)


def _mutation(change: Change) -> Any:
    given = input_type(change)

    async def existing(
        info: Info,
        input: Any,
        idempotency_key: IdempotencyKey = None,
        expected_version: ExpectedVersion = None,
    ) -> Any:
        return await _run(info, change, input, idempotency_key, expected_version)

    async def new(info: Info, input: Any, idempotency_key: IdempotencyKey = None) -> Any:
        return await _run(info, change, input, idempotency_key, None)

    resolve: Any = existing if change.existing else new
    resolve.__annotations__ |= {"info": Info, "input": given, "return": ChangeResult}
    resolve.__annotations__["idempotency_key"] = IdempotencyKey
    if change.existing:
        resolve.__annotations__["expected_version"] = ExpectedVersion
    who = ", ".join(_ROLES[role] for role in Role if role in change.roles)
    return strawberry.mutation(
        resolver=resolve, description=f"{change.title} (п. {change.clause}; {who})"
    )


ChangeMutation: Any = strawberry.type(
    type(
        "ChangeMutation",
        (),
        {name: _mutation(change) for name, change in CATALOGUE.items() if change.public},
    )
)
