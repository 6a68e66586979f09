"""`docs/changes.md`, made of the catalogue. Text out; nothing here reads or writes a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from graph.declaration import Kind
from graph.document import markdown_table
from graph.model import MODEL
from graph.model.account import Role
from queries.changes.catalogue import CATALOGUE
from queries.changes.declaration import Change
from queries.changes.field import Field

_HEAD = """\
# Изменения

Этот файл пишет `orientir docs` по объявлениям в `queries/changes/`; правьте их, а не его.

Каждое изменение — мутация GraphQL с полем `input`. Ответ — `Changed` (запись, её версия, запись
журнала) или `Problem` (код, что не так, поле). Всё изменение, его запись в журнале и новая версия —
одна транзакция: записано целиком или не записано ничего. Записи, которые названы в `input`, должны
быть в своих регионах: чужая отвечает так же, как несуществующая.

- `idempotencyKey` — ваше имя запроса: повтор с ним в течение 30 дней возвращает первый ответ и
  ничего не меняет, а тот же ключ с другим запросом отклоняется (`IDEMPOTENCY_CONFLICT`).
- `expectedVersion` — версия, которую вы прочли (`version` записи): если её уже изменили, ответ —
  `VERSION_CONFLICT` с нынешней версией.
- Необязательное поле, которого нет в `input`, остаётся как было; данное как `null` — очищается.
- Моменты («когда размещён», «когда подтверждён») ставит сама система.
- Журнал хранит, кто, что и когда изменил; читается полем `history(id)`, проверяется командой
  `orientir audit verify`.
"""

_ROLES: Final = {
    Role.HEAD: "руководитель",
    Role.CURATOR: "куратор",
    Role.COORDINATOR: "координатор",
}
_KINDS: Final = {
    Kind.TEXT: "текст",
    Kind.INTEGER: "целое",
    Kind.NUMBER: "число",
    Kind.BOOLEAN: "да/нет",
    Kind.DATE: "день",
    Kind.INSTANT: "момент",
    Kind.TEXTS: "список",
}


def changes_document() -> str:
    """All of `docs/changes.md`."""
    changes = sorted(CATALOGUE.values(), key=_order)
    return "\n".join([_HEAD, _contents(changes), *(_change(one) for one in changes)])


def _order(change: Change) -> tuple[list[int], str]:
    """By clause as a number: 5.2.1 before 5.10."""
    first = change.clause.split(",")[0].split("–")[0]
    return [int(part) for part in first.split(".")], change.name


def _contents(changes: Iterable[Change]) -> str:
    rows = [
        (f"[`{_camel(one.name)}`](#{_camel(one.name).lower()})", one.clause, one.title, _who(one))
        for one in changes
    ]
    return markdown_table(("изменение", "пункт", "что сделано", "кто может"), rows)


def _change(change: Change) -> str:
    node = MODEL.nodes[change.label].ru
    title = change.title[0].upper() + change.title[1:]
    parts = [
        f"**{title}.** Пункт {change.clause}. Может: {_who(change)}.",
        f"Пишет: {node} (`{change.label}`).",
    ]
    if not change.public:
        parts.append("Поля — аргументы самой мутации, без `input`; отказ — ошибка ответа.")
    return "\n".join([f"## {_camel(change.name)}", "", *parts, "", _fields(change.fields)])


def _fields(fields: Sequence[Field]) -> str:
    heads = ("поле", "что это", "значение", "обязательно")
    rows = [
        (f"`{_camel(one.name)}`", one.ru, _kind(one), "да" if one.required else "")
        for one in fields
    ]
    return markdown_table(heads, rows)


def _kind(one: Field) -> str:
    if one.refers:
        many = "до 250 записей " if one.many else ""
        return many + " или ".join(f"`{label}`" for label in one.refers)
    unit = f", {one.declared.unit}" if one.declared.unit else ""
    choices = ", ".join(f"`{choice}`" for choice in one.declared.choices or ())
    return f"{_KINDS[one.declared.kind]}{unit}{': ' if choices else ''}{choices}"


def _who(change: Change) -> str:
    return ", ".join(_ROLES[role] for role in Role if role in change.roles)


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
