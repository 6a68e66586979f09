"""An import as GraphQL tells it: kinds of sheets, a summary, rows and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import strawberry

from graph.model.importing import ImportState
from graph.session import Reader
from imports.batch import Decision, Fate, RowProblem, RowView, Summary
from imports.kinds import KINDS
from imports.senders import senders
from imports.sheet import Column, Presence, SheetKind
from imports.values import usual
from imports.viewing import summary
from queries.scope import Actor

strawberry.enum(Fate, name="ImportFate", description="что будет или стало со строкой таблицы")
strawberry.enum(Decision, name="ImportDecision", description="что человек решил о строке")


@strawberry.type(description="Колонка вида таблиц")
class ImportColumn:
    key: str = strawberry.field(description="имя колонки для программ")
    title: str = strawberry.field(description="заголовок, как в шаблоне")
    synonyms: list[str] = strawberry.field(description="другие заголовки, которые узнаются")
    required: bool = strawberry.field(description="пустая ячейка не принимается")
    words: list[str] = strawberry.field(description="слова справочника; пусто — без справочника")
    example: str = strawberry.field(description="пример значения")
    fix: str = strawberry.field(description="как исправить неверную ячейку")


@strawberry.type(description="Вид таблиц, которые загружаются")
class ImportKind:
    name: str = strawberry.field(description="имя вида: kind в POST /imports")
    title: str = strawberry.field(description="название")
    about: str = strawberry.field(description="что за строки")
    clause: str = strawberry.field(description="пункт Порядка")
    columns: list[ImportColumn] = strawberry.field(description="колонки по порядку шаблона")
    one_of: list[list[str]] = strawberry.field(
        description="из каждой группы колонок в файле нужна хотя бы одна"
    )
    template: str = strawberry.field(
        description="адрес шаблона на этом сервере; region в нём даёт списки своего региона"
    )


@strawberry.type(description="Колонка присланного файла")
class ImportMatched:
    index: int = strawberry.field(description="место в файле, с нуля")
    header: str = strawberry.field(description="заголовок в файле")
    key: str | None = strawberry.field(description="какую колонку вида она несёт; null — никакую")
    how: str = strawberry.field(
        description="exact — точно, similar — похожа, проверьте, chosen — указал человек, "
        "repeated — такая уже есть, ignored или пусто — не загружается"
    )


@strawberry.type(description="Что не так и как исправить")
class ImportProblem:
    column: str | None = strawberry.field(description="колонка; null — строка или файл целиком")
    key: str | None = strawberry.field(description="имя колонки для программ")
    value: str = strawberry.field(description="что стоит в ячейке")
    what: str = strawberry.field(description="что не так")
    fix: str = strawberry.field(description="как исправить")


@strawberry.type(description="Сколько строк с такой судьбой")
class ImportCount:
    fate: Fate
    rows: int


@strawberry.type(
    description="Загрузка одной таблицы. Сам файл приходит по HTTP: POST /imports?region=…&kind=…"
)
class ImportSummary:
    id: strawberry.ID
    region: str = strawberry.field(description="регион, в который загружается")
    kind: str = strawberry.field(description="вид таблицы")
    file: str = strawberry.field(description="имя присланного файла")
    sheet: str = strawberry.field(description="лист книги; пусто, если он в ней один")
    state: ImportState = strawberry.field(
        description="READ — сверяется, PREVIEWED — ждёт решения, WRITING — записывается, "
        "DONE — записана, UNDOING — отменяется, UNDONE — отменена"
    )
    columns: list[ImportMatched] = strawberry.field(description="колонки файла")
    header_row: int = strawberry.field(description="строка заголовков, как её нумерует Excel")
    problems: list[ImportProblem] = strawberry.field(description="замечания к файлу целиком")
    counts: list[ImportCount] = strawberry.field(description="строк по судьбам, ненулевые")
    total: int = strawberry.field(description="строк в файле")
    planned: int = strawberry.field(description="строк сверено")
    written: int = strawberry.field(description="строк записано")
    digest: str = strawberry.field(
        description="отпечаток предпросмотра, его называют при подтверждении; пусто, пока не готов"
    )
    sender: str | None = strawberry.field(
        description="кто прислал или отменил последним; null — система"
    )
    read_at: datetime | None = strawberry.field(description="когда прислан")
    loaded_at: datetime | None = strawberry.field(description="когда подтверждён")


@strawberry.type(description="Поле или связь записи: как есть и как будет")
class ImportChange:
    record: str = strawberry.field(description="запись")
    name: str = strawberry.field(description="поле или связь")
    was: str = strawberry.field(description="было; пусто — ничего")
    now: str = strawberry.field(description="станет; пусто — ничего")


@strawberry.type(description="Известный человек, о котором, возможно, строка")
class ImportCandidate:
    id: strawberry.ID
    name: str = strawberry.field(description="кто; ребёнок назван, только пока есть согласие")
    evidence: str = strawberry.field(description="почему это может быть он")
    sure: bool = strawberry.field(
        description="ФИО и дата рождения те же, другая только школа: ребёнок её сменил"
    )


@strawberry.type(description="Строка таблицы и что с ней будет")
class ImportRow:
    number: int = strawberry.field(description="номер строки, как её нумерует Excel")
    fate: Fate
    cells: list[str] = strawberry.field(description="ячейки по колонкам файла")
    problems: list[ImportProblem] = strawberry.field(description="что не так")
    changes: list[ImportChange] = strawberry.field(description="что станет другим")
    candidates: list[ImportCandidate] = strawberry.field(description="возможные повторы")
    decision: Decision | None = strawberry.field(description="что решил человек")
    why: str = strawberry.field(description="почему так, если это не видно из прочего")


def kinds() -> list[ImportKind]:
    """All kinds of sheets, by their titles."""
    return [_kind(one) for one in sorted(KINDS.values(), key=lambda kind: kind.ru)]


def _kind(one: SheetKind) -> ImportKind:
    return ImportKind(
        name=one.name,
        title=one.ru,
        about=one.about,
        clause=one.clause,
        columns=[_column(column) for column in one.columns],
        one_of=[list(group) for group in one.one_of],
        template=f"/imports/template/{one.name}.xlsx",
    )


def _column(one: Column) -> ImportColumn:
    return ImportColumn(
        key=one.key,
        title=one.label,
        synonyms=list(one.synonyms),
        required=one.presence is Presence.REQUIRED,
        words=list(usual(one.words)),
        example=one.example,
        fix=one.fix,
    )


async def told_from(reader: Reader, actor: Actor, found: Sequence[Summary]) -> list[ImportSummary]:
    """Imports with the names of who sent them."""
    names = await senders(reader, actor, [one.id for one in found])
    return [told(one, names.get(one.id)) for one in found]


async def summed(reader: Reader, actor: Actor, batch: str) -> ImportSummary:
    """One import; NoImportError for one out of sight."""
    (told_one,) = await told_from(reader, actor, [await summary(reader, actor, batch)])
    return told_one


def told(one: Summary, sender: str | None) -> ImportSummary:
    """An import as a whole."""
    return ImportSummary(
        id=strawberry.ID(one.id),
        region=one.region,
        kind=one.kind,
        file=one.file,
        sheet=one.sheet,
        state=one.state,
        columns=[
            ImportMatched(index=c.index, header=c.header, key=c.key, how=c.how) for c in one.columns
        ],
        header_row=one.header_row,
        problems=[_problem(each) for each in one.problems],
        counts=[
            ImportCount(fate=fate, rows=one.counts[fate]) for fate in Fate if one.counts.get(fate)
        ],
        total=one.total,
        planned=one.planned,
        written=one.written,
        digest=one.digest,
        sender=sender,
        read_at=one.read_at,
        loaded_at=one.loaded_at,
    )


def told_row(one: RowView) -> ImportRow:
    """One row of the preview."""
    return ImportRow(
        number=one.number,
        fate=one.fate,
        cells=list(one.cells),
        problems=[_problem(each) for each in one.problems],
        changes=[
            ImportChange(record=c.record, name=c.name, was=c.was, now=c.now) for c in one.changes
        ],
        candidates=[
            ImportCandidate(id=strawberry.ID(c.id), name=c.name, evidence=c.evidence, sure=c.sure)
            for c in one.candidates
        ],
        decision=one.decision,
        why=one.why,
    )


def _problem(one: RowProblem) -> ImportProblem:
    return ImportProblem(
        column=one.column, key=one.key, value=one.value, what=one.what, fix=one.fix
    )
