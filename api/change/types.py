"""What a change answers: what was changed, or why nothing was."""

from __future__ import annotations

from typing import Annotated, Final

import strawberry

from api.node.naming import camel
from graph.errors import DeadlineError, GraphUnavailableError, OrientirError
from queries.changes.running import Outcome


@strawberry.type(description="Изменение записано")
class Changed:
    id: strawberry.ID = strawberry.field(description="запись, о которой изменение")
    label: str = strawberry.field(description="тип записи модели")
    version: int = strawberry.field(description="версия записи после изменения")
    entry: strawberry.ID | None = strawberry.field(
        description="запись журнала; null, если всё осталось как было"
    )
    repeated: bool = strawberry.field(
        description="запрос с этим ключом уже выполнен раньше: это первый ответ"
    )
    scanned: bool = strawberry.field(
        description="затронутые правила проверены заново; иначе — при ближайшей проверке"
    )


@strawberry.type(description="Изменение не принято, в графе всё как было")
class Problem:
    code: str = strawberry.field(
        description="NOT_FOUND, FORBIDDEN, INVALID_INPUT, WRONG_STEP, VERSION_CONFLICT, "
        "IDEMPOTENCY_CONFLICT"
    )
    message: str = strawberry.field(description="что не так и что сделать")
    field: str | None = strawberry.field(description="поле, из-за которого не принято")


ChangeResult = Annotated[
    Changed | Problem, strawberry.union("ChangeResult", description="Записано или не принято")
]

# Not the request's fault: told as errors of the whole answer.
UNEXPECTED: Final = (GraphUnavailableError, DeadlineError)


def changed(outcome: Outcome, *, scanned: bool) -> Changed:
    """The outcome as the API tells it."""
    return Changed(
        id=strawberry.ID(outcome.id),
        label=outcome.label,
        version=outcome.version,
        entry=None if outcome.entry is None else strawberry.ID(outcome.entry),
        repeated=outcome.repeated,
        scanned=scanned,
    )


def problem(error: OrientirError) -> Problem:
    """An expected refusal; a field is named as the client knows it."""
    field: str = getattr(error, "field", "")
    return Problem(code=error.code, message=error.message, field=camel(field) or None)
