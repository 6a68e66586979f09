"""Rows of the sheets about schools and people: what they ask for, and why they are rejected."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from imports.draft import Draft, Find, Moment, To
from imports.kinds import KINDS
from imports.sheet import Cell, Place
from imports.typed import Typed, drafts_of, read_row

PLACE = Place("RU-TA", ZoneInfo("Europe/Moscow"), date(2026, 11, 24))
CHILD: dict[str, Cell] = {
    "ФИО": "Иванов Иван Петрович",
    "Дата рождения": "01.02.2012",
    "Школа": "Школа № 5",
}
BORN = date(2012, 2, 1)
NOBODY = "нет ни даты рождения, ни школы: ребёнка не узнать"
UNBORN = "дата рождения ещё не наступила"
TO_COME = "этот день ещё не наступил"


def asked(name: str, row: dict[str, Cell]) -> tuple[list[Draft], Typed]:
    """The drafts of a row given by headers as the kind calls them."""
    kind = KINDS[name]
    labels = {one.label: one.key for one in kind.columns}
    places = {index: labels[header] for index, header in enumerate(row)}
    typed = read_row(kind, places, list(row.values()), PLACE)
    return drafts_of(kind, typed, PLACE), typed


def drafts(name: str, row: dict[str, Cell]) -> list[Draft]:
    found, typed = asked(name, row)
    assert typed.problems == []
    return found


def problem(name: str, row: dict[str, Cell]) -> tuple[str | None, str]:
    """The key of the column and the words of the only problem of a row."""
    found, typed = asked(name, row)
    assert found == []
    (only,) = typed.problems
    assert only.fix
    return only.key, only.what


def target(draft: Draft, link: str) -> Any:
    (to,) = draft.links[link]
    return to.target


def ways(draft: Draft) -> list[str]:
    return [find.way for find in draft.find]


def test_a_school_of_a_register() -> None:
    row: dict[str, Cell] = {"Идентификатор": 16001234.0, "Наименование": " Школа  № 5 "}
    row |= {"Муниципалитет": "Казань", "Округ": "Приволжский", "Адрес": "ул. Мира, 1"}
    row |= {"Долгота": "49,1", "Широта": 55.8, "Кампания": "Осень", "План": "120"}
    (school,) = drafts("schools", row | {"Участвует с": "01.09.2026"})
    assert school.label == "School"
    assert school.natural_id == "RU-TA:school:16001234"
    assert ways(school) == ["school.register"]
    assert school.fields == {
        "name": "Школа № 5",
        "register_id": "16001234",
        "address": "ул. Мира, 1",
        "longitude": 49.1,
        "latitude": 55.8,
    }
    town = target(school, "municipality")
    assert (town.natural_id, town.keep, town.make) == ("RU-TA:Казань", True, True)
    assert town.fields == {"name": "Казань", "district": "Приволжский"}
    (part,) = school.links["campaigns"]
    assert (part.properties, part.once) == ({"planned_students": 120}, {"from": date(2026, 9, 1)})


def test_a_school_by_its_name_alone_stays_where_it_is() -> None:
    (school,) = drafts("schools", {"Наименование": "Школа № 5"})
    assert (ways(school), school.natural_id, school.links) == (["school.name"], "", {})
    (unknown,) = school.links_once["municipality"]
    assert isinstance(unknown.target, Draft)
    assert unknown.target.natural_id == "RU-TA:не указан"


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"Идентификатор": "8,67E+07"}, ("register_id", "номер должен состоять из одних цифр")),
        ({"Долгота": "5"}, ("longitude", "точка вне России")),
        ({"План": "10"}, ("campaign", "не сказано, о какой кампании речь")),
        ({"Наименование": ""}, ("name", "пусто")),
    ],
)
def test_schools_that_are_rejected(more: dict[str, Cell], wrong: tuple[str, str]) -> None:
    assert problem("schools", {"Наименование": "Школа № 5", **more}) == wrong


def test_a_representative_who_is_a_navigator_too() -> None:
    row: dict[str, Cell] = {"ФИО": "Смирнова Ольга Викторовна", "Роль": "Представитель/навигатор"}
    row |= {"Электронная почта": "s@example.org", "Телефон": "8 900", "Школа": "Школа № 5"}
    (person,) = drafts("representatives", row | {"Зарегистрирован": "05.09.2026"})
    assert (person.label, person.twins, person.make) == ("Person", True, True)
    assert ways(person) == ["person.email", "person.full_at"]
    assert person.fields["email"] == "s@example.org"
    registered = {"registered_at": datetime(2026, 9, 4, 21, tzinfo=UTC)}
    for link in ("represents", "navigates"):
        (role,) = person.links[link]
        assert (role.properties, role.once) == (registered, {"from": date(2026, 9, 5)})
        assert isinstance(role.target, Draft)
        assert (role.target.label, role.target.make) == ("School", False)


def test_a_representative_without_a_day_begins_today() -> None:
    row: dict[str, Cell] = {
        "Фамилия": "Ким",
        "Имя": "Анна",
        "Роль": "навигатор",
        "Школа": "Школа № 5",
    }
    (person,) = drafts("representatives", row)
    assert list(person.links) == ["navigates"]
    assert person.links["navigates"][0].once == {"from": Moment.TODAY}
    assert person.fields == {"family_name": "Ким", "given_name": "Анна"}


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"Роль": "навигатор", "Школа": "5"}, ("full_name", "не сказано, о ком строка")),
        ({"Фамилия": "Ким", "Роль": "навигатор"}, ("full_name_given_name", "нет имени")),
        ({"ФИО": "Ким Анна", "Роль": "навигатор"}, ("school", "не сказано, в какой школе")),
        ({"ФИО": "Ким Анна", "Роль": "друг"}, ("role", "такого значения нет в справочнике")),
        ({"ФИО": "Ким Анна", "Школа": "5"}, ("role", "пусто")),
    ],
)
def test_representatives_who_are_rejected(row: dict[str, Cell], wrong: tuple[str, str]) -> None:
    assert problem("representatives", row) == wrong


def test_a_student() -> None:
    row: dict[str, Cell] = {**CHILD, "Класс": "8-б", "Муниципалитет": "Казань"}
    row |= {"Нозологическая группа": "ТНР; Слабовидящие", "Педагог-навигатор": "Ким Анна Ли"}
    row |= {"Зарегистрирован": "10.09.2026 12:00", "Согласие по словам школы": "+"}
    (child,) = drafts("students", row)
    assert (child.label, child.make, child.twins) == ("Student", True, True)
    assert ways(child) == ["student.full_in_school"]
    assert child.fields == {
        "family_name": "Иванов",
        "given_name": "Иван",
        "patronymic": "Петрович",
        "birth_date": BORN,
        "grade": 8,
        "grade_letter": "Б",
        "registered_at": datetime(2026, 9, 10, 9, tzinfo=UTC),
        "consent_mark": "received",
    }
    assert child.along == {"consent_marked_at": "consent_mark"}
    assert [to.target.key for to in child.links["impairments"] if isinstance(to.target, Find)] == [
        ("тнр",),
        ("слабовидящие",),
    ]
    school = target(child, "school")
    assert ways(school) == ["school.name_in"]
    assert child.links["school"][0].once == {"from": Moment.TODAY}
    assert child.links_once["school"][0].once == {"from": date(2026, 9, 10)}
    guide = target(child, "navigator")
    assert (guide.label, guide.make, guide.keep) == ("Person", False, True)


@pytest.mark.parametrize(
    ("row", "way"),
    [
        ({"ФИО": "Иванов Иван Петрович", "Дата рождения": BORN}, "student.full"),
        ({"ФИО": "Иванов Иван", "Дата рождения": BORN}, "student.short"),
        ({"ФИО": "Иванов Иван", "Дата рождения": BORN, "Школа": "5"}, "student.short_in_school"),
        ({"ФИО": "Иванов Иван Петрович", "Школа": "5"}, "student.of_school"),
        ({"ФИО": "Иванов Иван", "Номер участника": "RU-TA:student:1"}, "student.id"),
    ],
)
def test_a_student_is_known_by_all_that_is_said(row: dict[str, Cell], way: str) -> None:
    (child,) = drafts("students", row)
    assert ways(child) == [way]
    assert child.make is ("Номер участника" not in row)


def test_the_letter_of_a_class_has_a_column_of_its_own() -> None:
    (child,) = drafts("students", {**CHILD, "Класс": 7.0, "Литера": "в"})
    assert (child.fields["grade"], child.fields["grade_letter"]) == (7, "В")


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"Дата рождения": BORN}, ("full_name", "не сказано, о ком строка")),
        ({"ФИО": "Ким Анна"}, ("birth_date", NOBODY)),
        (
            {**CHILD, "Дата рождения": "25.11.2026"},
            ("birth_date", "дата рождения ещё не наступила"),
        ),
        (
            {**CHILD, "Дата рождения": "31.02.2012"},
            ("birth_date", "такого дня или времени нет: по виду «99.99.9999»"),
        ),
        ({**CHILD, "Класс": "VII"}, ("grade", "не понять, какой это класс")),
        (
            {**CHILD, "Зарегистрирован": "25.11.2026"},
            ("registered_at", "этот день ещё не наступил"),
        ),
    ],
)
def test_students_who_are_rejected(row: dict[str, Cell], wrong: tuple[str, str]) -> None:
    assert problem("students", row) == wrong


GUARDIAN: dict[str, Cell] = {"ФИО представителя": "Иванов Пётр Ильич", "Кем приходится": "отец"}
CONSENT: dict[str, Cell] = {
    "ФИО участника": "Иванов Иван Петрович",
    "Дата рождения": "01.02.2012",
    "Дата согласия": "09.09.2026",
}


def test_a_consent_with_who_signed_it() -> None:
    row: dict[str, Cell] = {
        **CONSENT,
        **GUARDIAN,
        "Согласие на фото и видео": "да",
        "Действует до": "31.08.2027",
    }
    (consent,) = drafts("consents", row | {"Как получено": "на бумаге"})
    assert ways(consent) == ["consent.given"]
    assert consent.fields == {
        "given_on": date(2026, 9, 9),
        "valid_until": date(2027, 8, 31),
        "channel": "school_paper",
        "purposes": ["processing", "images"],
    }
    signer = target(consent, "signed_by")
    assert ways(signer) == ["guardian.of_child"]
    (of_child,) = signer.links["children"]
    assert (of_child.properties, of_child.once) == (
        {"kinship": "отец"},
        {"from": date(2026, 9, 9), "legal": True},
    )
    assert of_child.target is target(consent, "child")


def test_a_consent_that_says_nothing_of_images_keeps_its_purposes() -> None:
    (consent,) = drafts("consents", CONSENT)
    assert "purposes" not in consent.fields
    assert consent.once == {"recorded_at": Moment.NOW, "purposes": ["processing"]}


def test_a_refusal_and_a_withdrawal() -> None:
    refused = {**CONSENT, "Дата согласия": None, "Дата отказа": "09.09.2026"}
    (consent,) = drafts("consents", refused)
    assert (ways(consent), consent.fields) == (
        ["consent.refused"],
        {"refused_on": date(2026, 9, 9)},
    )
    (consent,) = drafts("consents", {**CONSENT, "Дата отзыва": "01.10.2026"})
    assert ways(consent) == ["consent.given"]
    assert consent.fields["withdrawn_at"] == datetime(2026, 9, 30, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "column"),
    [
        ({"Дата согласия": None}, "given_on"),
        ({"Дата отказа": "10.09.2026"}, "refused_on"),
        ({"Дата согласия": None, "Дата отказа": BORN, "Дата отзыва": BORN}, "withdrawn_at"),
        ({"Согласие на обработку": "нет"}, "processing"),
        ({"Действует до": "08.09.2026"}, "valid_until"),
        ({"Дата отзыва": "08.09.2026"}, "withdrawn_at"),
        ({"Дата согласия": "25.11.2026"}, "given_on"),
        ({"Фамилия представителя": "Ким"}, "guardian_given_name"),
        ({"Как получено": "голубем"}, "channel"),
    ],
)
def test_consents_that_are_rejected(more: dict[str, Cell], column: str) -> None:
    assert problem("consents", {**CONSENT, **more})[0] == column


def test_children_who_stopped_may_give_a_new_consent_only() -> None:
    assert [name for name, kind in KINDS.items() if kind.of_stopped] == ["consents"]


RESULT: dict[str, Cell] = {
    "ФИО участника": "Иванов Иван Петрович",
    "Дата рождения": "01.02.2012",
}


def test_a_result_of_a_stage() -> None:
    row: dict[str, Cell] = {"Этап": "2 этап", "Пройден": "20.09.2026", "Результат": "Техника"}
    (result,) = drafts("stage_results", {**RESULT, **row, "Компетенции": "Сварка; Роботы"})
    assert ways(result) == ["stage_result.of_student"]
    assert result.fields == {
        "stage": 2,
        "passed_at": datetime(2026, 9, 19, 21, tzinfo=UTC),
        "text": "Техника",
    }
    assert len(result.links["points_to"]) == 2


def test_a_row_with_a_day_for_each_stage() -> None:
    row: dict[str, Cell] = {"1 этап": "20.09.2026", "2 этап": None, "3 этап": date(2026, 10, 1)}
    results = drafts("stage_results", {**RESULT, **row})
    assert [one.fields["stage"] for one in results] == [1, 3]
    assert len({id(target(one, "student")) for one in results}) == 1


def test_what_is_said_of_all_stages_together() -> None:
    (child,) = drafts("stage_results", {**RESULT, "Описание результатов": "Склонен к технике"})
    assert (child.label, child.make) == ("Student", False)
    assert child.fields == {
        "integrated_description": "Склонен к технике",
        "summarised_at": Moment.NOW,
    }


@pytest.mark.parametrize("cell", [2, "2", "2 этап", "этап 2", "второй", "II", "2-й этап", 2.0])
def test_spellings_of_a_stage(cell: Cell) -> None:
    row: dict[str, Cell] = {**RESULT, "Этап": cell, "Пройден": "20.09.2026"}
    assert drafts("stage_results", row)[0].fields["stage"] == 2


@pytest.mark.parametrize(
    ("more", "column"),
    [
        ({}, "stage"),
        ({"Этап": "4", "Пройден": BORN}, "stage"),
        ({"Этап": "1"}, "passed_at"),
        ({"Этап": "1", "Пройден": "25.11.2026"}, "passed_at"),
        ({"Этап": "1", "Пройден": BORN, "1 этап": BORN}, "stage"),
        ({"2 этап": "25.11.2026"}, "stage_2"),
    ],
)
def test_results_that_are_rejected(more: dict[str, Cell], column: str) -> None:
    assert problem("stage_results", {**RESULT, **more})[0] == column


EXPORT: dict[str, Cell] = {**CHILD, "Муниципалитет": "Казань", "Класс": 8, "Литера": "Б"}


def test_a_row_of_the_platforms_export() -> None:
    row = EXPORT | {
        "Практикумы": 'Роботы, "Сварка, пайка", Роботы',
        "Даты практикумов": "12.10.2026, 19.10.2026, 12.10.2026",
        "Диагностики": "2 этап: навыки, 1 этап: интересы",
        "Даты диагностик": "27.09.2026, 20.09.2026",
        "Ответственный навигатор": "Смирнова Ольга Викторовна",
    }
    child, *results = drafts("platform_export", row)
    assert (child.fields["grade"], child.fields["grade_letter"]) == (8, "Б")
    attended = child.links["attendances"]
    practicums = [_draft(to) for to in attended]
    assert {one.make for one in practicums} == {False}
    assert [one.lacking for one in practicums] == [{"attendance_recorded_at": Moment.NOW}] * 2
    assert [one.find[0].key for one in practicums] == [
        (("роботы",), date(2026, 10, 12)),
        (("сварка,пайка",), date(2026, 10, 19)),
    ]
    assert [to.once for to in attended] == [{"recorded_at": Moment.NOW}] * 2
    assert [one.fields["stage"] for one in results] == [1, 2]
    assert results[1].fields["passed_at"] == datetime(2026, 9, 26, 21, tzinfo=UTC)
    guide = target(child, "navigator")
    assert (guide.label, guide.make, guide.keep) == ("Person", True, False)
    assert target(guide, "navigates") is target(child, "school")


def test_diagnostics_without_a_stage_are_in_the_order_of_their_days() -> None:
    row = EXPORT | {"Диагностики": "Навыки, Интересы", "Даты диагностик": "27.09.2026, 20.09.2026"}
    _, first, second = drafts("platform_export", row)
    assert first.fields["passed_at"] < second.fields["passed_at"]
    assert [one.fields["stage"] for one in (first, second)] == [1, 2]


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        (
            {"Практикумы": "Роботы, Сварка, Пайка", "Даты практикумов": "12.10.2026, 19.10.2026"},
            ("practicum_days", "названий 3, а дат 2: по порядку сходятся первые 2"),
        ),
        (
            {"Диагностики": "1 этап"},
            ("topic_days", "названий 1, а дат 0: по порядку сходятся первые 0"),
        ),
        (
            {"Диагностики": "1 этап, 1 этап", "Даты диагностик": "12.10.2026, 19.10.2026"},
            ("topics", "об этапе 1 сказано дважды"),
        ),
        (
            {"Диагностики": "А, Б, В, Г", "Даты диагностик": "1.10.26, 2.10.26, 3.10.26, 4.10.26"},
            ("topics", "диагностик 4, а этапов три: не понять, какая к какому"),
        ),
        (
            {"Практикумы": "Роботы", "Даты практикумов": "25.11.2026"},
            ("practicum_days", "этот день ещё не наступил"),
        ),
    ],
)
def test_rows_of_the_export_that_are_rejected(
    more: dict[str, Cell], wrong: tuple[str, str]
) -> None:
    assert problem("platform_export", EXPORT | more) == wrong


def _draft(to: To) -> Draft:
    assert isinstance(to.target, Draft)
    return to.target
