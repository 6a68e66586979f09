"""What people say of an import: which column is which, who is who, that it may be written.

Who may is decided in `imports`. Each answers with the import as it is then, or why nothing was
done; a repeat of the same changes nothing more.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Annotated, Any

import strawberry

from api.change.types import UNEXPECTED
from api.context import Info
from api.field import resolved
from api.imports.types import ImportSummary, summed
from api.node.naming import camel
from graph.errors import OrientirError
from imports import deciding
from imports.batch import Decision
from imports.deciding import ChangedSinceError
from imports.planning import Said
from imports.undo import ask_undo


@strawberry.type(description="Не сделано, всё как было")
class ImportRefusal:
    code: str = strawberry.field(
        description="NOT_FOUND, FORBIDDEN, INVALID_INPUT, BAD_INPUT, WRONG_STEP, CHANGED_SINCE, "
        "TOUCHED_SINCE"
    )
    message: str = strawberry.field(description="что не так и что сделать")
    field: str | None = strawberry.field(description="аргумент, из-за которого не сделано")
    rows: list[int] = strawberry.field(
        description="строки, которых это касается; файл уже сверяется заново"
    )


ImportResult = Annotated[
    ImportSummary | ImportRefusal,
    strawberry.union("ImportResult", description="Загрузка после этого или почему не сделано"),
]


@strawberry.input(description="Какую колонку вида несёт колонка файла")
class ImportColumnChoice:
    index: int = strawberry.field(description="место колонки в файле, с нуля")
    key: str | None = strawberry.field(
        default=None, description="колонка вида; null — не загружать"
    )


@strawberry.input(description="Решение об одной строке")
class ImportRowDecision:
    row: int = strawberry.field(description="номер строки, как её нумерует Excel")
    decision: Decision
    candidate: strawberry.ID | None = strawberry.field(
        default=None, description="кто это, если SAME: один из предложенных"
    )


GoodRows = Annotated[
    bool,
    strawberry.argument(description="записать верные строки, а с ошибками и нерешённые оставить"),
]


async def _done(
    info: Info, id: strawberry.ID, doing: Awaitable[Any]
) -> ImportSummary | ImportRefusal:
    context = info.context
    try:
        await doing
        context.wake_imports()
        return await context.graph.read(lambda reader: summed(reader, context.actor, str(id)))
    except UNEXPECTED:
        raise
    except OrientirError as error:
        # What has changed since is being compared anew.
        context.wake_imports()
        return _refusal(error)


def _refusal(error: OrientirError) -> ImportRefusal:
    field: str = getattr(error, "field", "")
    rows = list(error.rows) if isinstance(error, ChangedSinceError) else []
    return ImportRefusal(
        code=error.code, message=error.message, field=camel(field) or None, rows=rows
    )


@strawberry.type
class ImportMutation:
    @resolved("указать, какая колонка файла какая; файл сверяется заново (координатор)")
    async def choose_import_columns(
        self, info: Info, id: strawberry.ID, columns: list[ImportColumnChoice]
    ) -> ImportResult:
        actor, graph = info.context.actor, info.context.graph
        choice = {one.index: one.key for one in columns}
        return await _done(info, id, deciding.choose_columns(graph, actor, str(id), choice))

    @resolved("решить о строках, до 250 за раз; файл сверяется заново (координатор)")
    async def decide_import_rows(
        self, info: Info, id: strawberry.ID, rows: list[ImportRowDecision]
    ) -> ImportResult:
        actor, graph = info.context.actor, info.context.graph
        said = {one.row: Said(one.decision, str(one.candidate or "")) for one in rows}
        return await _done(info, id, deciding.decide(graph, actor, str(id), said))

    @resolved(
        "решить одинаково обо всех нерешённых повторах, SAME — о сменивших школу (координатор)"
    )
    async def decide_all_import_rows(
        self, info: Info, id: strawberry.ID, decision: Decision
    ) -> ImportResult:
        actor, graph = info.context.actor, info.context.graph
        return await _done(info, id, deciding.decide_all(graph, actor, str(id), decision))

    @resolved("подтвердить предпросмотр: он записывается; за ходом следят по importSummary")
    async def confirm_import(
        self, info: Info, id: strawberry.ID, digest: str, good_rows: GoodRows = False
    ) -> ImportResult:
        context = info.context
        doing = deciding.confirm(
            context.graph, context.actor, str(id), digest, context.now, good_rows=good_rows
        )
        return await _done(info, id, doing)

    @resolved("отменить записанную загрузку, пока её записи никто не менял (координатор)")
    async def undo_import(self, info: Info, id: strawberry.ID) -> ImportResult:
        context = info.context
        return await _done(info, id, ask_undo(context.graph, context.actor, str(id), context.now))

    @resolved("забыть незаписанную загрузку вместе с её строками (координатор)")
    async def discard_import(self, info: Info, id: strawberry.ID) -> ImportResult:
        actor, graph = info.context.actor, info.context.graph
        return await _done(info, id, deciding.discard(graph, actor, str(id)))
