"""Schools that rows name: by the number in a register, or by name and municipality; known already.

Pure.
"""

from __future__ import annotations

from typing import Final

from graph.identity import municipality_id
from imports import values as columns
from imports.draft import Draft
from imports.sheet import Column, Place, Values
from imports.ways import municipality, region, school

MUNICIPALITY: Final = columns.of(
    "Municipality",
    "name",
    "Муниципалитет",
    "Муниципальное образование",
    "Муниципальный район",
    "Городской округ",
    "Муниципальный округ",
    "Наименование муниципалитета",
    "Наименование муниципального образования",
    "Территория",
    "МО",
    "МР/ГО",
    "Район",
    "Район/город",
    "Город (район)",
    "rayon",
    key="municipality",
    required=False,
    example="Казань",
    fix="Впишите муниципалитет так, как он назван в списке школ региона.",
)

NAMES: Final = (
    "ОО",
    "ОУ",
    "Образовательная организация",
    "Образовательное учреждение",
    "Общеобразовательная организация",
    "Наименование школы",
    "Название школы",
    "Наименование ОО",
    "Наименование образовательной организации",
    "Наименование общеобразовательной организации",
    "Название образовательной организации",
    "Школа обучения",
    "Место учёбы",
    "Место обучения",
)

COLUMNS: Final[tuple[Column, ...]] = (
    columns.text(
        "school",
        "Школа",
        *NAMES,
        example="МБОУ «Школа № 12»",
        fix="Впишите школу так, как она названа в списке школ региона.",
    ),
    MUNICIPALITY,
    columns.text(
        "school_code",
        "Код школы",
        "Код ОО",
        "Код образовательной организации",
        "Номер школы в реестре",
        "ID школы",
        "Идентификатор школы",
        example="16001234",
        fix="Впишите номер школы в реестре или оставьте пустым.",
    ),
)


def school_of(values: Values) -> Draft | None:
    """The school of the row, which must be there; None if the row names none."""
    code = values.get("school_code")
    finds = school.finds(
        "school_code" if code else "school", values.get("school"), values.get("municipality"), code
    )
    # A register's number is sure; a wrong one is told, not passed over for the name.
    return Draft("School", finds[:1], make=False, keep=True) if finds else None


def municipality_of(name: str, place: Place, district: str | None = None) -> Draft:
    """A municipality of the region, made if it isn't there, never changed."""
    return Draft(
        "Municipality",
        municipality.NAME.find("municipality", name),
        {"name": name} | ({"district": district} if district else {}),
        {"in_region": region.here(place)},
        keep=True,
        natural_id=municipality_id(place.region, name),
    )
