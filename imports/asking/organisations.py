"""Organisations that rows name: by the tax-payer's number if it is told, or else by name.

Pure. Regions share organisations: a known one is never changed by a sheet.
"""

from __future__ import annotations

from typing import Final

from imports import values as columns
from imports.asking.rows import given
from imports.draft import Draft
from imports.sheet import Column, RowError, Values
from imports.ways import organisation

_NAME: Final = "Впишите название организации."

COLUMNS: Final[tuple[Column, ...]] = (
    columns.of(
        "Organisation",
        "name",
        "Организация",
        "Наименование организации",
        "Название организации",
        "Юридическое лицо",
        "Организация-партнёр",
        "Представляемая организация",
        "Место работы",
        key="organisation",
        required=False,
        example="ГАПОУ «Казанский колледж технологий»",
        fix="Впишите название организации или оставьте пустым.",
    ),
    columns.of(
        "Organisation",
        "kind",
        "Вид организации",
        "Тип организации",
        "Категория организации",
        key="organisation_kind",
        example="организация СПО",
    ),
    columns.digits(
        "tax_number",
        "ИНН",
        "ИНН организации",
        lengths=(10, 12),
        example="1655000001",
        fix="Впишите 10 или 12 цифр ИНН; в Excel задайте колонке формат «Текстовый».",
    ),
)


def organisation_of(values: Values) -> Draft | None:
    """The organisation of the row; None if it names none, RowError if a number has no name."""
    name = values.get("organisation")
    if name is None:
        for key in ("tax_number", "organisation_kind"):
            if key in values:
                raise RowError("organisation", "не сказано, какая это организация", _NAME)
        return None
    finds = organisation.finds("organisation", name, values.get("tax_number"))
    said = given(values, name="organisation", kind="organisation_kind", tax_number="tax_number")
    return Draft("Organisation", finds, said, keep=True)
