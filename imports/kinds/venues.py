"""Venues with the organisation, licence, contract and people of each: one row a venue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from imports import values as columns
from imports.asking import organisations, people
from imports.asking.rows import given, in_order, links, needs, not_to_come, own, to
from imports.asking.schools import MUNICIPALITY, municipality_of
from imports.draft import Draft, Find, Moment, To
from imports.sheet import Column, Place, Presence, RowError, SheetKind, Values
from imports.ways import campaign, licence, region, venue, venue_contract

_WHO = "Впишите фамилию, имя и отчество полностью или оставьте пустым."
_CAMPAIGN = "Впишите кампанию так, как она названа в системе."

COLUMNS: tuple[Column, ...] = (
    columns.text(
        "id",
        "Номер площадки",
        "ID площадки",
        "Идентификатор площадки",
        "ID",
        example="",
        fix="Впишите номер площадки из выгрузки или оставьте пустым.",
    ),
    columns.of(
        "Venue",
        "name",
        "Площадка",
        "Название площадки",
        "Наименование площадки",
        "Наименование",
        "Название",
        example="Колледж технологий, корпус 2",
    ),
    columns.of(
        "Venue",
        "address",
        "Адрес",
        "Адрес площадки",
        "Фактический адрес",
        "Адрес проведения",
        "Место нахождения",
        example="г. Казань, ул. Баумана, д. 5",
    ),
    replace(
        MUNICIPALITY,
        presence=Presence.REQUIRED,
        fix="Впишите муниципалитет площадки; если его ещё нет в системе, он будет внесён.",
    ),
    *organisations.COLUMNS,
    columns.of(
        "Venue",
        "requirements_confirmed_on",
        "Соответствие требованиям подтверждено",
        "Соответствие требованиям",
        "Дата подтверждения соответствия",
        "Дата подтверждения требований",
        example="20.08.2025",
    ),
    columns.of(
        "Venue",
        "from",
        "Участвует с",
        "Действует с",
        "Площадка проекта с",
        "Дата начала участия",
        "Дата включения",
        link="participates_in",
        key="participates_from",
        required=False,
        example="01.09.2025",
    ),
    columns.of(
        "Licence",
        "number",
        "Номер лицензии",
        "Лицензия",
        "№ лицензии",
        "Лицензия №",
        "Лицензия (номер)",
        key="licence_number",
        required=False,
        example="Л035-01234-16/00123456",
    ),
    columns.of(
        "Licence",
        "issued_on",
        "Лицензия выдана",
        "Дата лицензии",
        "Дата выдачи лицензии",
        "Лицензия от",
        "Лицензия (дата)",
        key="licence_issued_on",
        required=False,
        example="15.03.2021",
    ),
    columns.of(
        "Licence",
        "valid_until",
        "Лицензия действует до",
        "Срок действия лицензии",
        "Лицензия до",
        "Окончание действия лицензии",
        key="licence_valid_until",
        example="15.03.2031",
        fix="Впишите последний день действия или оставьте пустым, если лицензия бессрочная.",
    ),
    columns.of(
        "Campaign",
        "name",
        "Кампания",
        "Название кампании",
        "Кампания проекта",
        key="campaign",
        required=False,
        example="Билет в будущее 2025",
        fix=_CAMPAIGN,
    ),
    columns.of(
        "Venue",
        "from",
        "Назначена на кампанию с",
        "В кампании с",
        "Дата назначения кампании",
        "Дата назначения на кампанию",
        link="campaigns",
        key="assigned_from",
        required=False,
        example="10.09.2025",
    ),
    columns.of(
        "VenueContract",
        "number",
        "Номер договора",
        "Договор",
        "№ договора",
        "Договор №",
        "Договор (номер)",
        key="contract_number",
        example="П-16-0007",
    ),
    columns.of(
        "VenueContract",
        "sent_on",
        "Договор направлен",
        "Дата направления договора",
        "Договор отправлен",
        key="contract_sent_on",
        example="20.08.2025",
    ),
    columns.of(
        "VenueContract",
        "signed_on",
        "Договор подписан",
        "Дата подписания договора",
        "Дата договора",
        "Дата заключения договора",
        "Договор от",
        "Договор (дата)",
        key="contract_signed_on",
        example="05.09.2025",
    ),
    columns.of(
        "VenueContract",
        "due_on",
        "Договор подписать до",
        "Срок подписания договора",
        "Подписать до",
        key="contract_due_on",
        example="15.09.2025",
    ),
    columns.of(
        "VenueContract",
        "valid_until",
        "Договор действует до",
        "Срок действия договора",
        "Договор до",
        "Окончание действия договора",
        key="contract_valid_until",
        example="31.12.2025",
    ),
    columns.full_name(
        "contact",
        "Контактное лицо",
        "ФИО контактного лица",
        "Ответственный",
        "Ответственное лицо",
        "ФИО ответственного",
        "Ответственный от площадки",
        example="Сидорова Ольга Петровна",
        fix=_WHO,
    ),
    columns.of(
        "Person",
        "email",
        "Почта контактного лица",
        "Электронная почта",
        "E-mail",
        "Email",
        "Эл. почта",
        "Адрес электронной почты",
        "Почта",
        "E-mail контактного лица",
        key="contact_email",
        example="sidorova@example.org",
    ),
    columns.of(
        "Person",
        "phone",
        "Телефон контактного лица",
        "Телефон",
        "Тел.",
        "Контактный телефон",
        "Номер телефона",
        key="contact_phone",
        example="+7 900 000-00-01",
    ),
    columns.full_name(
        "expert",
        "Эксперт работодателя",
        "Эксперт от работодателя",
        "Эксперт",
        "ФИО эксперта",
        example="Орлов Павел Андреевич",
        fix=_WHO,
    ),
)


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The venue, then its licence, its contract and its people."""
    _check(values, place)
    own_venue = _venue(values, place)
    yield own_venue
    yield from _licence(values, own_venue)
    yield from _contract(values, own_venue)
    yield from _people(values, own_venue)


def _check(values: Values, place: Place) -> None:
    not_to_come(values, place, COLUMNS)
    for earlier, later, what in (
        ("licence_issued_on", "licence_valid_until", "лицензия кончается раньше, чем выдана"),
        ("contract_sent_on", "contract_due_on", "срок подписания раньше, чем договор направлен"),
        ("contract_sent_on", "contract_signed_on", "договор подписан раньше, чем направлен"),
        ("contract_signed_on", "contract_valid_until", "договор кончается раньше подписания"),
    ):
        in_order(values, place, earlier, later, what)


def _venue(values: Values, place: Place) -> Draft:
    known, here = "id" in values, municipality_of(values["municipality"], place)
    return Draft(
        "Venue",
        venue.BY_ID.find("id", None, None, values["id"])
        if known
        else venue.listed("name", values["name"], values.get("address"), here),
        own(values, "name", "address", "requirements_confirmed_on"),
        links(
            municipality=to(here),
            organisation=to(organisations.organisation_of(values)),
            participates_in=_participation(values, place),
            campaigns=_assignment(values),
        ),
        make=not known,
    )


def _participation(values: Values, place: Place) -> tuple[To, ...]:
    if "participates_from" not in values:
        return ()
    since = {"from": values["participates_from"]}
    return tuple(To(one.target, once=since) for one in region.here(place))


def _assignment(values: Values) -> tuple[To, ...]:
    needs(values, "assigned_from", "campaign", "не сказано, на какую кампанию", _CAMPAIGN)
    if "assigned_from" not in values:
        return ()
    since = {"from": values["assigned_from"], "assigned_at": Moment.NOW}
    return to(_campaign(values), **since)


def _campaign(values: Values) -> Find:
    return campaign.NAME.find("campaign", values["campaign"])[0]


def _licence(values: Values, own_venue: Draft) -> Iterator[Draft]:
    fields = given(
        values,
        number="licence_number",
        issued_on="licence_issued_on",
        valid_until="licence_valid_until",
    )
    if not fields:
        return
    for name, told in (("number", "номер"), ("issued_on", "день выдачи")):
        if name not in fields:
            what = f"о лицензии сказано не всё: нужен {told}"
            raise RowError(f"licence_{name}", what, f"Впишите {told} лицензии.")
    finds = licence.OF_VENUE.find("licence_number", own_venue, fields["number"])
    yield Draft("Licence", finds, fields, {"venue": to(own_venue)})


def _contract(values: Values, own_venue: Draft) -> Iterator[Draft]:
    names = ("number", "sent_on", "signed_on", "due_on", "valid_until")
    fields = given(values, **{name: f"contract_{name}" for name in names})
    if not fields:
        return
    if "campaign" not in values:
        what = "не сказано, на какую кампанию договор"
        raise RowError("campaign", what, _CAMPAIGN)
    of_campaign = _campaign(values)
    parts: tuple[Any, ...] = (own_venue, of_campaign, fields.get("number"))
    finds = (
        *venue_contract.NUMBER.find("contract_number", *parts),
        *venue_contract.OF_CAMPAIGN.find("campaign", *parts),
    )
    whose = {"venue": to(own_venue), "campaign": to(of_campaign)}
    yield Draft("VenueContract", finds, fields, whose)


def _people(values: Values, own_venue: Draft) -> Iterator[Draft]:
    reached = people.contacts(values, "contact_email", "contact_phone")
    if reached and "contact" not in values:
        what = "почта или телефон есть, а контактного лица нет"
        raise RowError("contact", what, "Впишите фамилию, имя и отчество контактного лица.")
    since: date | Moment = values.get("participates_from", Moment.TODAY)
    for key, link, more in (("contact", "contact_of", reached), ("expert", "expert_at", {})):
        role = {link: to(own_venue, **{"from": since})}
        someone = people.adult(values, key, more, role)
        if someone is not None:
            yield someone


KIND = SheetKind(
    name="venues",
    ru="Площадки",
    clause="2.4, 5.4.1, 5.4.4",
    columns=COLUMNS,
    drafts=drafts,
    about="Площадка, её организация, лицензия, договор и люди: строка — одна площадка.",
)
