"""Columns of sheets, declared: of a property of the model, or of a value that several make.

Declarations only; how a cell is read stands in `imports.cells`. Every column says how to mend a
wrong cell, and the readers are those of its kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from graph.declaration import Kind, Personal, Property
from imports.cells import names, numbers, packed, texts, times
from imports.name import title_key
from imports.sheet import Cell, CellError, Column, Place, Presence, Read, property_of
from imports.words import spellings_of

_OF_KIND: Final[Mapping[Kind, Read]] = {
    Kind.TEXT: texts.text_of(),
    Kind.BOOLEAN: numbers.yes_no,
    Kind.DATE: times.day,
    Kind.INSTANT: times.moment,
    Kind.TEXTS: packed.texts,
}
_FIX: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "Впишите текст; номеру с нулями впереди задайте в Excel формат «Текстовый».",
    Kind.BOOLEAN: "Впишите «да» или «нет».",
    Kind.DATE: "Впишите день, например 01.09.2019.",
    Kind.INSTANT: "Впишите день или день и время, например 01.09.2019 или 01.09.2019 14:30.",
    Kind.INTEGER: "Впишите целое число, например 25.",
    Kind.NUMBER: "Впишите число, например 12,5.",
    Kind.TEXTS: "Перечислите через точку с запятой.",
}
_NAMES: Final = frozenset({"family_name", "given_name", "patronymic"})


def of(
    label: str,
    name: str,
    header: str,
    *synonyms: str,
    link: str = "",
    key: str = "",
    required: bool | None = None,
    words: Mapping[str, Any] | None = None,
    example: str = "",
    fix: str = "",
) -> Column:
    """The column of a model's property: kind, dictionary, limits and protection are declared there.

    `required` None is as the property says. `words` are spellings of values, if other than usual.
    """
    declared = property_of(label, name, link)
    if words is None:
        words = spellings_of(declared.choices) if declared.choices else {}
    must = declared.required if required is None else required
    return Column(
        key or name,
        header,
        synonyms,
        _reader(declared, words),
        fix or (_of_these(words) if words else _FIX[declared.kind]),
        Presence.REQUIRED if must else Presence.OPTIONAL,
        declared,
        words,
        example,
        declared.personal,
    )


def column(
    read: Read,
    key: str,
    header: str,
    *synonyms: str,
    fix: str,
    required: bool = False,
    example: str = "",
    personal: Personal = Personal.NO,
    words: Mapping[str, Any] | None = None,
) -> Column:
    """A column of no single property, read by this reader."""
    presence = Presence.REQUIRED if required else Presence.OPTIONAL
    return Column(key, header, synonyms, read, fix, presence, None, words or {}, example, personal)


def text(
    key: str,
    header: str,
    *synonyms: str,
    required: bool = False,
    example: str = "",
    fix: str = "",
    personal: Personal = Personal.NO,
) -> Column:
    """A text; of a title, a number with its zeros, an address."""
    return column(
        _OF_KIND[Kind.TEXT],
        key,
        header,
        *synonyms,
        fix=fix or _FIX[Kind.TEXT],
        required=required,
        example=example,
        personal=personal,
    )


def day(
    key: str,
    header: str,
    *synonyms: str,
    required: bool = False,
    example: str = "",
    fix: str = "",
    personal: Personal = Personal.NO,
) -> Column:
    """A calendar day."""
    return column(
        times.day,
        key,
        header,
        *synonyms,
        fix=fix or _FIX[Kind.DATE],
        required=required,
        example=example,
        personal=personal,
    )


def moment(
    key: str,
    header: str,
    *synonyms: str,
    required: bool = False,
    example: str = "",
    fix: str = "",
    personal: Personal = Personal.NO,
) -> Column:
    """An instant, UTC; a day is its first moment in the region."""
    return column(
        times.moment,
        key,
        header,
        *synonyms,
        fix=fix or _FIX[Kind.INSTANT],
        required=required,
        example=example,
        personal=personal,
    )


def clock(
    key: str, header: str, *synonyms: str, required: bool = False, example: str = "", fix: str = ""
) -> Column:
    """A time of the day, without the day: datetime.time."""
    fix = fix or "Впишите время, например 14:30."
    return column(times.clock, key, header, *synonyms, fix=fix, required=required, example=example)


def whole(
    key: str,
    header: str,
    *synonyms: str,
    minimum: int | None = None,
    maximum: int | None = None,
    required: bool = False,
    example: str = "",
    fix: str = "",
) -> Column:
    """A whole number within inclusive bounds."""
    return column(
        numbers.whole_of(minimum, maximum),
        key,
        header,
        *synonyms,
        fix=fix or _FIX[Kind.INTEGER],
        required=required,
        example=example,
    )


def yes_no(
    key: str, header: str, *synonyms: str, required: bool = False, example: str = "", fix: str = ""
) -> Column:
    """A truth: bool."""
    return column(
        numbers.yes_no,
        key,
        header,
        *synonyms,
        fix=fix or _FIX[Kind.BOOLEAN],
        required=required,
        example=example or "да",
        words={"да": True, "нет": False},
    )


def digits(
    key: str,
    header: str,
    *synonyms: str,
    lengths: tuple[int, ...] = (),
    required: bool = False,
    example: str = "",
    fix: str = "",
) -> Column:
    """A number of digits alone that is kept as text: of a register, of a tax-payer."""
    fix = fix or "Впишите все цифры, и нули впереди; в Excel задайте колонке формат «Текстовый»."
    read = texts.digits_of(*lengths)
    return column(read, key, header, *synonyms, fix=fix, required=required, example=example)


def several(
    key: str,
    header: str,
    *synonyms: str,
    item: Read | None = None,
    required: bool = False,
    example: str = "",
    fix: str = "",
    personal: Personal = Personal.NO,
) -> Column:
    """A list in one cell: a tuple of texts, or of what `item` reads."""
    return column(
        packed.texts if item is None else packed.several_of(item),
        key,
        header,
        *synonyms,
        fix=fix or _FIX[Kind.TEXTS],
        required=required,
        example=example,
        personal=personal,
    )


def full_name(
    key: str,
    header: str,
    *synonyms: str,
    required: bool = False,
    example: str = "",
    fix: str = "",
    personal: Personal = Personal.ADULT,
) -> Column:
    """Names in one cell: a tuple of family name, given name, patronymic or None."""
    return column(
        names.full_name,
        key,
        header,
        *synonyms,
        fix=fix or "Впишите фамилию, имя и отчество полностью, через пробел.",
        required=required,
        example=example,
        personal=personal,
    )


def grade(
    key: str, header: str, *synonyms: str, required: bool = False, example: str = "", fix: str = ""
) -> Column:
    """A class in one cell: a tuple of its number and its letter or None."""
    fix = fix or "Впишите класс числом, можно с буквой: 7 или 7 Б."
    return column(names.grade, key, header, *synonyms, fix=fix, required=required, example=example)


def word(words: Mapping[str, Any]) -> Read:
    """A reader of one of these spellings, whatever the case, quotes and spaces."""
    known = {title_key(spelling): value for spelling, value in words.items()}

    def read(cell: Cell, _: Place) -> Any:
        said = title_key(texts.spoken(cell))
        if said not in known:
            raise CellError("такого значения нет в справочнике")
        return known[said]

    return read


def usual(words: Mapping[str, Any]) -> tuple[str, ...]:
    """The first spelling of each value: what a template offers."""
    first: dict[Any, str] = {}
    for spelling, value in words.items():
        first.setdefault(value, spelling)
    return tuple(first.values())


def _reader(declared: Property, words: Mapping[str, Any]) -> Read:
    if words:
        return packed.several_of(word(words)) if declared.kind is Kind.TEXTS else word(words)
    if declared.name in _NAMES:
        return names.name
    if declared.name == "email":
        return texts.email
    if declared.name == "grade_letter":
        return names.letter
    if declared.kind is Kind.INTEGER:
        return numbers.whole_of(declared.minimum, declared.maximum)
    if declared.kind is Kind.NUMBER:
        return numbers.number_of(declared.minimum, declared.maximum)
    return _OF_KIND[declared.kind]


def _of_these(words: Mapping[str, Any]) -> str:
    return "Впишите одно из: " + ", ".join(usual(words)) + "."
