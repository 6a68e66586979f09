"""The history of a record: who changed what and when, before and after.

A field is shown to whom the access table shows it, a child's own only while a consent is in force;
otherwise the entry says that it changed, and not what it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Final

import strawberry

from api.access.table import access_table
from api.connection import DEFAULT_FIRST, After, Connection, First, Key, Source, page
from api.context import Info
from api.field import resolved
from api.node.naming import camel
from graph.model import MODEL
from graph.session import Reader, Row
from queries.audit import reading
from queries.audit.reading import Entry, Seen
from queries.changes import CATALOGUE
from queries.days import days, zones
from queries.scope import Actor

ELSEWHERE: Final = "вне ваших регионов"
_ACTIONS: Final = {
    "begin_chain": "начат журнал региона",
    "create_account": "создана учётная запись",
    "create_token": "выдан ключ автоматики",
    "destroy_personal_data": "персональные данные ребёнка уничтожены",
    "disable_account": "учётная запись отключена",
    "enable_account": "учётная запись снова открыта",
    "erase": "содержание записей журнала уничтожено",
    "give_report": "отчёт выдан файлом",
    "give_import": "строки загрузки отданы файлом",
    "import_rows": "загружено из таблицы",
    "import_schools": "загружен список школ",
    "import_sheet": "таблица загружена",
    "link_oidc": "связано с единым входом",
    "mark_media": "отмечено, кто на фото или видео",
    "open_card": "открыта карточка ребёнка",
    "remove_media": "фото или видео убрано",
    "revoke_sign_ins": "входы записи закончены",
    "revoke_token": "ключ автоматики отозван",
    "set_password": "пароль заменён",
    "sign_out_everywhere": "закончены все свои входы",
    "stop_processing": "обработка данных ребёнка прекращена",
    "undo_import": "загрузка отменена",
    "undo_rows": "загруженное отменено",
    "unlink_oidc": "связь с единым входом убрана",
    "upload_media": "загружено фото или видео",
    "view_media": "фото или видео с детьми просмотрено",
}


@cache
def action_titles() -> dict[str, str]:
    """What was done, in words, by the name of the action: changes and what else is recorded."""
    return _ACTIONS | {change.name: change.title for change in CATALOGUE.values()}


@strawberry.type(description="Что стало другим в одном поле или связи")
class FieldChange:
    field: str = strawberry.field(description="имя поля или связи")
    title: str = strawberry.field(description="что это")
    before: str | None = strawberry.field(description="было; null — ничего или скрыто")
    after: str | None = strawberry.field(description="стало; null — ничего или скрыто")
    hidden: bool = strawberry.field(description="изменилось, но вам не показывается")


@strawberry.type(description="Одно изменение записи")
class HistoryEntry:
    id: strawberry.ID
    at: datetime = strawberry.field(description="когда")
    author: str | None = strawberry.field(description="кто; null — программа")
    action: str = strawberry.field(description="имя изменения")
    title: str = strawberry.field(description="что сделано")
    label: str = strawberry.field(description="тип записи модели")
    erased: bool = strawberry.field(description="содержание уничтожено вместе с данными")
    changes: list[FieldChange] = strawberry.field(description="что стало другим")


@strawberry.type
class HistoryQuery:
    @resolved("кто и что менял в записи, начиная с последнего; пусто, если её нет среди видимых")
    async def history(
        self, info: Info, id: strawberry.ID, first: First = DEFAULT_FIRST, after: After = None
    ) -> Connection[HistoryEntry]:
        context = info.context
        today = days(await zones(context.graph), context.now).today

        async def look(reader: Reader) -> Seen:
            return await reading.seen(reader, context.actor, str(id), context.now, today)

        of = await context.graph.read(look)

        async def fetch(limit: int, position: Key | None) -> Sequence[Row]:
            last = (position[0], position[1]) if position else None
            found = await context.graph.read(
                lambda reader: reading.entries(reader, context.actor, of, limit, last)
            )
            return [{"entry": one} for one in found]

        async def count() -> int:
            return await context.graph.read(lambda reader: reading.count(reader, context.actor, of))

        def make(row: Row) -> HistoryEntry:
            return shown(row["entry"], context.actor, of)

        return await page(Source(fetch, count, _key, make, 2), context.budget, first, after)


def _key(row: Row) -> Key:
    entry: Entry = row["entry"]
    return (entry.at.isoformat(), entry.id)


def shown(entry: Entry, actor: Actor, of: Seen) -> HistoryEntry:
    """An entry as far as this viewer may read it."""
    before, after = entry.before or {}, entry.after or {}
    return HistoryEntry(
        id=strawberry.ID(entry.id),
        at=entry.at,
        author=entry.author,
        action=entry.action,
        title=action_titles().get(entry.action, entry.action),
        label=entry.label,
        erased=entry.before is None,
        changes=[
            _field(entry.label, name, (before.get(name), after.get(name)), actor, of)
            for name in sorted(before.keys() | after.keys())
        ],
    )


def _field(label: str, name: str, values: tuple[Any, Any], actor: Actor, of: Seen) -> FieldChange:
    title, of_child = _told(label, name)
    row = access_table().get(f"{label}.{camel(name)}")
    hidden = row is None or actor.role not in row.roles or (of_child and not of.consented)
    if name == "region":
        hidden = False
    before, after = (None, None) if hidden else map(as_text, values)
    return FieldChange(field=camel(name), title=title, before=before, after=after, hidden=hidden)


def _told(label: str, name: str) -> tuple[str, bool]:
    """A field's words, and whether it is a child's own."""
    for declared in MODEL.nodes[label].properties:
        if declared.name == name:
            return declared.ru, declared.personal_of_child
    for link in MODEL.links_of(label):
        if link.link == name:
            return link.ru, False
    return ("регион", False) if name == "region" else (name, True)


def as_text(value: Any) -> str | None:
    """A value of an entry in words."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, list):
        return "; ".join(_item(item) for item in value)
    return str(value)


def _item(item: Any) -> str:
    """One of a list: a text, or a link as its target's id with since when and until when."""
    if not isinstance(item, Mapping):
        return str(item)
    told = [str(item["id"] or ELSEWHERE)]
    for name, word in (("from", "с"), ("to", "до")):
        if item.get(name):
            told.append(f"{word} {date.fromisoformat(item[name]):%d.%m.%Y}")
    return " ".join(told)
