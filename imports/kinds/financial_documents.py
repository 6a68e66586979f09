"""Documents that go to the operator: a practicum's financial document, a venue's package."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model.practicum import DocumentKind
from imports import values as columns
from imports.asking import practicums
from imports.asking.rows import in_order, needs, not_to_come, own, to
from imports.draft import Draft, Find
from imports.sheet import Column, Place, RowError, SheetKind, Values
from imports.ways import document, venue

COLUMNS: tuple[Column, ...] = (
    columns.of(
        "Document",
        "kind",
        "Вид документа",
        "Документ",
        "Тип документа",
        "Наименование документа",
        required=False,
        example="финансовый документ",
    ),
    columns.of(
        "Document",
        "number",
        "Номер документа",
        "№ документа",
        "Номер акта",
        "№ акта",
        "Номер",
        "Акт №",
        example="А-12",
    ),
    *practicums.COLUMNS,
    columns.of(
        "Document",
        "children_in_act",
        "Детей в акте",
        "Количество детей в акте",
        "Количество детей",
        "Кол-во детей",
        "Число детей",
        example="14",
    ),
    columns.of(
        "Document",
        "submitted_at",
        "Передан Союзу",
        "Дата передачи",
        "Передан",
        "Направлен",
        "Дата направления",
        "Дата сдачи",
        required=True,
        example="18.11.2025",
    ),
    columns.of(
        "Document",
        "accepted_at",
        "Принят Союзом",
        "Принят",
        "Дата принятия",
        "Дата приёмки",
        example="20.11.2025",
    ),
    columns.of(
        "Document",
        "returned_times",
        "Сколько раз возвращён",
        "Количество возвратов",
        "Возвратов",
        "Число возвратов",
        example="1",
    ),
    columns.of(
        "Document",
        "returned_at",
        "Возвращён",
        "Дата возврата",
        "Дата последнего возврата",
        example="19.11.2025",
    ),
    columns.of(
        "Document",
        "return_reason",
        "Причина возврата",
        "Замечания",
        example="нет подписи площадки",
    ),
)


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The document; the practicum or venue that it concerns must be there."""
    about = _concerns(values, place)
    kind = str(values.get("kind", _usual(values)))
    _check(values, place, kind)
    way = document.NUMBER if "number" in values else document.OF_SUBJECT
    parts = about, kind, values.get("number")
    names = (one.key for one in COLUMNS if one.declared and one.key != "kind")
    yield Draft(
        "Document",
        way.find("number" if "number" in values else "kind", *parts),
        own(values, *names) | {"kind": kind},
        {"concerns": to(about)},
    )


def _usual(values: Values) -> str:
    of_practicum = {"practicum", "practicum_id"} & values.keys()
    return (DocumentKind.FINANCE if of_practicum else DocumentKind.PACKAGE).value


def _concerns(values: Values, place: Place) -> Draft | Find:
    """What it concerns: the practicum if one is named, or else the venue."""
    found = practicums.practicum_of(values, place)
    if found is not None:
        return found
    if "venue" not in values:
        what = "не сказано, о каком практикуме или площадке документ"
        raise RowError("practicum", what, "Впишите практикум и его день или площадку.")
    return venue.finds("venue", values["venue"])[0]


def _check(values: Values, place: Place, kind: str) -> None:
    not_to_come(values, place, COLUMNS)
    of_practicum = bool({"practicum", "practicum_id"} & values.keys())
    if of_practicum is (kind == DocumentKind.PACKAGE):
        what = "пакет документов бывает у площадки, остальные документы — у практикума"
        raise RowError("kind", what, "Исправьте вид документа или то, чего он касается.")
    if kind == DocumentKind.FINANCE and "children_in_act" not in values:
        what = "в финансовом документе не сказано, сколько детей в акте"
        raise RowError("children_in_act", what, "Впишите число детей из акта.")
    for later, what in (
        ("accepted_at", "документ принят раньше, чем передан"),
        ("returned_at", "документ возвращён раньше, чем передан"),
    ):
        in_order(values, place, "submitted_at", later, what)
    in_order(values, place, "returned_at", "accepted_at", "документ принят раньше, чем возвращён")
    needs(values, "returned_at", "return_reason", "нет причины возврата", "Впишите причину.")
    if values.get("returned_times") == 0 and "returned_at" in values:
        what = "день возврата есть, а возвратов ноль"
        raise RowError("returned_times", what, "Впишите, сколько раз документ возвращали.")


KIND = SheetKind(
    name="financial_documents",
    ru="Финансовые документы",
    clause="5.3.1, 5.3.7",
    columns=COLUMNS,
    drafts=drafts,
    one_of=(("practicum", "practicum_id", "venue"),),
    about="Финансовые документы практикумов и пакеты документов площадок: переданы, приняты, "
    "возвращены.",
)
