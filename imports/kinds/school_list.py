"""The list of schools, as the open data portal publishes it: one row a school building.

A school with several buildings has several rows that share its name and legal address and differ
in `global_id` and coordinates. They are reported as repeats and left to a person: this module
merges nothing.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from imports.cell import degrees, digits, text
from imports.check import CheckedSheet, check_files
from imports.name import normalised
from imports.problem import Severity
from imports.table import Column, Presence, Sheet, Unique


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One row as published; None is an empty cell. `lon` and `lat` are degrees (X and Y).

    `okrug` is the administrative okrug, `rayon` the municipality, `submission` the body the school
    answers to, `kind` СОШ, гимназия or лицей in the list's own words.
    """

    global_id: str
    name: str
    address: str | None
    okrug: str | None
    rayon: str | None
    ownership: str | None
    submission: str | None
    institution_type: str | None
    kind: str | None
    lon: Decimal | None
    lat: Decimal | None


def _name_and_address(row: SchoolRow) -> Hashable:
    return normalised(row.name), normalised(row.address or "")


# Russia's extent, whole degrees outwards; the far east lies beyond the 180th meridian.
_LONGITUDE = degrees((19, 180), (-180, -169))
_LATITUDE = degrees((41, 82))
_SWAPPED = "Впишите градусы десятичной дробью; проверьте, что X — долгота, а Y — широта."


def _expected(key: str, label: str, *headers: str) -> Column:
    fix = f"Впишите значение колонки «{label}», если оно известно; строка загрузится и без него."
    return Column(key, label, headers, text, fix, Presence.EXPECTED)


SCHOOL_LIST: Sheet[SchoolRow] = Sheet(
    label="Список школ",
    columns=(
        Column(
            "global_id",
            "Идентификатор",
            ("global_id",),
            digits,
            "Впишите номер из исходного перечня; в Excel задайте колонке формат «Текстовый».",
        ),
        Column(
            "name",
            "Наименование",
            ("name", "Название", "Полное наименование"),
            text,
            "Впишите полное наименование школы.",
        ),
        # «adress» and «vid_uchrezhdeniyz» are the portal's own spellings.
        _expected("address", "Адрес", "adress", "address"),
        _expected("okrug", "Округ", "okrug", "Административный округ"),
        _expected("rayon", "Район", "rayon", "Муниципалитет"),
        _expected("ownership", "Форма собственности", "form_of_incorporation"),
        _expected("submission", "Подчинение", "submission", "Ведомственная принадлежность"),
        _expected("institution_type", "Тип учреждения", "tip_uchrezhdeniya"),
        _expected("kind", "Вид учреждения", "vid_uchrezhdeniya", "vid_uchrezhdeniyz"),
        Column("lon", "Долгота", ("X", "lon"), _LONGITUDE, _SWAPPED, Presence.EXPECTED),
        Column("lat", "Широта", ("Y", "lat"), _LATITUDE, _SWAPPED, Presence.EXPECTED),
    ),
    build=SchoolRow,
    unique=(
        Unique(
            "Идентификатор",
            lambda row: row.global_id.strip(),
            Severity.ERROR,
            "Оставьте одну из строк или исправьте номер: у каждой строки он свой.",
        ),
        Unique(
            "Наименование и адрес",
            _name_and_address,
            Severity.WARNING,
            "Если это другое здание той же школы, ничего не делайте; если повтор — удалите строку.",
        ),
    ),
    ignored=("ROWNUM", "№", "№ п/п"),
)


def read(paths: Sequence[Path]) -> CheckedSheet[SchoolRow]:
    """Reads and checks lists of schools together; nothing is written anywhere.

    InputError for a file that can't be read at all; everything else is in `problems`.
    """
    return check_files(paths, SCHOOL_LIST)
