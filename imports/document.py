"""`docs/imports.md`, made of the kinds of sheets. Text out; nothing here reads or writes a file."""

from __future__ import annotations

from graph.declaration import Personal
from graph.document import markdown_table
from imports.kinds import KINDS
from imports.sheet import Column, SheetKind
from imports.template import must_be
from imports.values import usual

_HEAD = """\
# Загрузка таблиц

Этот файл пишет `orientir docs` по объявлениям в `imports/kinds/`; правьте их, а не его.

Читаются xlsx, xls, ods и csv. Строка заголовков находится сама среди первых пятнадцати: колонки
узнаются по словам (ниже), в любом порядке, с группами над ними и лишними строками выше. Что узнано
лишь по сходству, помечено: посмотрите и поправьте.

## Как читаются ячейки

- Текст — как есть, но пробелы любого вида считаются одним; номера с нулями впереди остаются
  текстом. Если Excel уже потерял цифры длинного номера, строка отклоняется.
- День — 01.09.2019, 1.9.19, 2019-09-01, «1 сентября 2019 г.» или дата Excel. Момент — то же
  со временем; день без времени — его первый миг по часам региона.
- Класс — 7, «7 Б», «7б», «7-Б». Да и нет — также 1 и 0, «+» и «-».
- Список в одной ячейке — через точку с запятой, запятую или с новой строки; запятая внутри кавычек
  и скобок ничего не разделяет.
- В именах и при сравнении «ё» и «е» равны, латинские буквы, похожие на русские, исправляются,
  кавычки и тире названий не важны. Номера, ссылки и адреса почты не правятся никогда.
- Пустая ячейка ничего не меняет.

Записи ищутся только в своём регионе: чужую запись нельзя ни найти, ни изменить, ни узнать, что
она есть.
"""

_HEADER = (
    "колонка",
    "обязательна",
    "что вписать",
    "персональные данные",
    "пример",
    "как ещё зовут",
)


def imports_document() -> str:
    """All of `docs/imports.md`."""
    return "\n".join([_HEAD, _kinds(), *map(_kind, KINDS.values())])


def _kinds() -> str:
    rows = [(one.ru, f"`{one.name}`", one.clause, one.about) for one in KINDS.values()]
    table = markdown_table(("лист", "вид", "пункт", "о чём"), rows)
    return f"## Виды листов\n\n{table}"


def _kind(kind: SheetKind) -> str:
    rows = [_column(kind, column) for column in kind.columns]
    table = markdown_table(_HEADER, rows)
    return f"## {kind.ru} (`{kind.name}`)\n\nПункт {kind.clause}. {kind.about}\n\n{table}"


def _column(kind: SheetKind, column: Column) -> tuple[str, ...]:
    personal = "" if column.personal is Personal.NO else column.personal.value
    others = "; ".join(column.synonyms)
    must = must_be(kind, column)
    return (
        column.label,
        "" if must == "нет" else must,
        _told(column),
        personal,
        column.example,
        others,
    )


def _told(column: Column) -> str:
    if column.words:
        return ", ".join(f"«{word}»" for word in usual(column.words))
    return column.fix
