"""Schools: one row a school, as a region's list or an open register has them.

A school with several buildings has several rows of a register: they share its name and differ in
the number, so the number alone tells which is which. Who takes part in a campaign stands beside.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from graph.identity import UNKNOWN_MUNICIPALITY, school_id
from imports import values as columns
from imports.asking.rows import links, needs, own, to
from imports.asking.schools import MUNICIPALITY, NAMES, municipality_of
from imports.cells.numbers import degrees_of
from imports.draft import Draft, Moment, To
from imports.sheet import Column, Place, SheetKind, Values
from imports.ways import campaign, school

# Russia's extent, whole degrees outwards; the far east lies beyond the 180th meridian.
_LONGITUDE: Final = degrees_of((19, 180), (-180, -169))
_LATITUDE: Final = degrees_of((41, 82))
_SWAPPED: Final = "Впишите градусы десятичной дробью; проверьте, что X — долгота, а Y — широта."
_CAMPAIGN: Final = "Впишите кампанию так, как она названа в системе."
_OWN: Final = (
    "name",
    "short_name",
    "register_id",
    "address",
    "kind",
    "ownership",
    "subordination",
    "latitude",
    "longitude",
)

# «adress» and «vid_uchrezhdeniyz» are the open data portal's own spellings.
COLUMNS: Final[tuple[Column, ...]] = (
    columns.digits(
        "register_id",
        "Идентификатор",
        "global_id",
        "Номер в реестре",
        "Реестровый номер",
        "Код школы",
        "Код ОО",
        "Код образовательной организации",
        "ID",
        "ID школы",
        "ID ОО",
        example="16001234",
    ),
    columns.of(
        "School",
        "name",
        "Наименование",
        "name",
        "Название",
        "Полное наименование",
        "Школа",
        *NAMES,
        "Полное наименование ОО",
        "Полное наименование образовательной организации",
        "Полное наименование организации",
        example="Муниципальное бюджетное общеобразовательное учреждение «Школа № 12»",
        fix="Впишите полное наименование школы.",
    ),
    columns.of(
        "School",
        "short_name",
        "Краткое наименование",
        "Сокращённое наименование",
        "Сокращённое название",
        "Краткое название",
        "Краткое наименование ОО",
        "Сокращённое наименование ОО",
        "short_name",
        example="МБОУ «Школа № 12»",
    ),
    MUNICIPALITY,
    columns.of(
        "Municipality",
        "district",
        "Округ",
        "okrug",
        "Административный округ",
        example="Приволжский район",
    ),
    columns.of(
        "School",
        "address",
        "Адрес",
        "adress",
        "address",
        "Юридический адрес",
        "Фактический адрес",
        "Адрес школы",
        "Адрес ОО",
        "Адрес места нахождения",
        "Почтовый адрес",
        example="420000, г. Казань, ул. Школьная, д. 1",
    ),
    columns.of(
        "School",
        "kind",
        "Вид учреждения",
        "Вид",
        "Вид ОО",
        "vid_uchrezhdeniya",
        "vid_uchrezhdeniyz",
        example="СОШ",
    ),
    columns.of(
        "School",
        "ownership",
        "Форма собственности",
        "form_of_incorporation",
        example="муниципальная",
    ),
    columns.of(
        "School",
        "subordination",
        "Подчинение",
        "submission",
        "Ведомственная принадлежность",
        "Учредитель",
        example="Управление образования города Казани",
    ),
    columns.column(
        _LONGITUDE, "longitude", "Долгота", "X", "lon", "longitude", fix=_SWAPPED, example="49,1"
    ),
    columns.column(
        _LATITUDE, "latitude", "Широта", "Y", "lat", "latitude", fix=_SWAPPED, example="55,8"
    ),
    columns.text(
        "campaign",
        "Кампания",
        "Название кампании",
        "Участвует в кампании",
        "Наименование кампании",
        example="Осень 2026",
        fix=_CAMPAIGN,
    ),
    columns.of(
        "School",
        "from",
        "Участвует с",
        "В кампании с",
        "Дата начала участия",
        link="campaigns",
        key="campaign_from",
        required=False,
        example="01.09.2026",
    ),
    columns.of(
        "School",
        "planned_students",
        "План",
        "План участников",
        "План по участникам",
        "Плановое число участников",
        "Плановое количество участников",
        "План, чел.",
        link="campaigns",
        example="120",
    ),
    columns.of(
        "School",
        "impairments_reported_at",
        "Сведения о нозологиях даны",
        "Дата сведений о нозологиях",
        "Сведения об ОВЗ даны",
        link="campaigns",
        example="15.09.2026",
    ),
)


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The school, with its municipality and its part in a campaign."""
    for key in ("campaign_from", "planned_students", "impairments_reported_at"):
        needs(values, key, "campaign", "не сказано, о какой кампании речь", _CAMPAIGN)
    number, named = values.get("register_id"), values.get("municipality")
    finds = school.finds("name", values["name"], named, number)
    at = municipality_of(named or UNKNOWN_MUNICIPALITY, place, _district(values))
    yield Draft(
        "School",
        finds[:1],
        own(values, *_OWN),
        links(municipality=to(at) if named else (), campaigns=_campaigns(values)),
        links_once={"municipality": to(at)},
        natural_id=school_id(place.region, number) if number else "",
    )


def _district(values: Values) -> str | None:
    """An okrug is of a municipality that has a name."""
    return values.get("district") if "municipality" in values else None


def _campaigns(values: Values) -> tuple[To, ...]:
    if "campaign" not in values:
        return ()
    said: dict[str, Any] = own(values, "planned_students", "impairments_reported_at")
    since = {"from": values.get("campaign_from", Moment.TODAY)}
    found = campaign.NAME.find("campaign", values["campaign"])
    return tuple(To(one, said, since) for one in found)


KIND: Final = SheetKind(
    "schools",
    "Школы",
    "5.2",
    COLUMNS,
    drafts,
    ignored=(
        "№",
        "№ п/п",
        "п/п",
        "ROWNUM",
        "Тип учреждения",
        "tip_uchrezhdeniya",
        "Регион",
        "Субъект РФ",
    ),
    about="Школы региона и их участие в кампании; муниципалитет, которого нет, будет создан.",
)
