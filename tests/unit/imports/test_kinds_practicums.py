"""Sheets of practicums and of who was enrolled and came."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from imports.draft import Find, Moment, To
from imports.sheet import Cell
from tests.unit.imports.rows import drafts, moscow, refusal, ways

PRACTICUM: dict[str, Cell] = {
    "title": "Первые шаги",
    "format": "Вовлечённый выбор",
    "on_day": date(2026, 11, 12),
    "venue": "Кванториум",
}
THERE: dict[str, Cell] = {
    "practicum": "Первые шаги",
    "practicum_day": "12.11.2026",
    "venue": "Кванториум",
}
CHILD: dict[str, Cell] = {"child": "Петрова Анна Игоревна", "birth_date": "14.03.2012"}


class TestPracticums:
    def test_a_full_row_tells_when_where_and_by_whom(self) -> None:
        row = PRACTICUM | {
            "hours": "с 10.00 до 11.30",
            "place": "мастерская 3",
            "capacity": 15.0,
            "campaign": "Осень",
            "competence": "Робототехника",
            "mentors": "Кузнецов Олег Иванович; Орлов Павел",
            "adapted_for": "Слабовидящие, Глухие",
            "posted_at": "01.11.2026 12:00",
            "confirmed_at": "02.11.2026",
            "held_at": "12.11.2026 17:00",
            "day_off_reason": "суббота",
        }

        (own,) = drafts("practicums", row)

        assert own.fields == {
            "title": "Первые шаги",
            "format": "engaged",
            "on_day": date(2026, 11, 12),
            "starts_at": moscow(2026, 11, 12, 10),
            "ends_at": moscow(2026, 11, 12, 11, 30),
            "place": "мастерская 3",
            "capacity": 15,
            "posted_at": moscow(2026, 11, 1, 12),
            "confirmed_at": moscow(2026, 11, 2),
            "held_at": moscow(2026, 11, 12, 17),
            "day_off_reason": "суббота",
        }
        here = Find("venue.name", ("кванториум",), "venue")
        assert own.links == {
            "venue": (To(here),),
            "campaign": (To(Find("campaign.name", ("осень",), "campaign")),),
            "competence": (To(Find("competence.name", ("робототехника",), "competence")),),
            "mentors": (
                To(Find("mentor.full", ("кузнецов", "олег", "иванович"), "mentors")),
                To(Find("mentor.short", ("орлов", "павел"), "mentors")),
            ),
            "adapted_for": (
                To(Find("impairment_group.name", ("слабовидящие",), "adapted_for")),
                To(Find("impairment_group.name", ("глухие",), "adapted_for")),
            ),
        }
        assert [(find.way, find.ours) for find in own.find] == [
            ("practicum.timed", True),
            ("practicum.untimed", False),
        ]

    def test_a_row_without_a_day_is_a_practicum_without_a_day(self) -> None:
        row: dict[str, Cell] = {"title": "Шаги", "format": "ознакомительный", "venue": "Завод"}

        (own,) = drafts("practicums", row)

        assert own.fields == {"title": "Шаги", "format": "introductory"}
        assert ways(own) == ["practicum.undated"]

    @pytest.mark.parametrize(
        ("cells", "starts_at", "ends_at"),
        [
            ({"starts": "9:15"}, moscow(2026, 11, 12, 9, 15), None),
            (
                {"starts": 0.5, "ends": "13-30"},
                moscow(2026, 11, 12, 12),
                moscow(2026, 11, 12, 13, 30),
            ),
            ({"hours": "10:00"}, moscow(2026, 11, 12, 10), None),
            ({"when": "12.11.2026 10:00"}, moscow(2026, 11, 12, 10), None),
            ({"when": "12.11.2026"}, None, None),
        ],
    )
    def test_hours_are_told_in_many_ways(
        self, cells: dict[str, Cell], starts_at: datetime | None, ends_at: datetime | None
    ) -> None:
        (own,) = drafts("practicums", PRACTICUM | cells)

        assert own.fields.get("starts_at") == starts_at
        assert own.fields.get("ends_at") == ends_at

    def test_a_day_with_an_hour_in_one_cell_is_day_and_hour(self) -> None:
        wall_clock = datetime(2026, 11, 13, 9)  # noqa: DTZ001 - a cell has no zone

        (own,) = drafts("practicums", PRACTICUM | {"on_day": "", "when": wall_clock})

        assert own.fields["on_day"] == date(2026, 11, 13)
        assert own.fields["starts_at"] == moscow(2026, 11, 13, 9)

    @pytest.mark.parametrize(
        ("cells", "lacking"),
        [
            ({"state": "Проведён"}, {"held_at": Moment.NOW}),
            (
                {"state": "отменен", "cancel_reason": "карантин"},
                {"cancelled_at": Moment.NOW},
            ),
            ({"state": "запланирован"}, {}),
        ],
    )
    def test_a_state_without_its_moment_is_since_the_import(
        self, cells: dict[str, Cell], lacking: dict[str, Moment]
    ) -> None:
        (own,) = drafts("practicums", PRACTICUM | cells)

        assert own.lacking == lacking

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            ({"format": "лекция"}, ("format", "такого значения нет в справочнике")),
            ({"capacity": -1}, ("capacity", "число меньше 0")),
            ({"hours": "11:00-10:00"}, ("hours", "конец не позже начала")),
            ({"starts": "25:00"}, ("starts", "такого времени нет")),
            (
                {"starts": "11:00", "ends": "10:00"},
                ("ends", "практикум кончается раньше, чем начинается"),
            ),
            ({"on_day": "", "starts": "11:00"}, ("on_day", "время есть, а дня нет")),
            (
                {"posted_at": "02.11.2026", "confirmed_at": "01.11.2026"},
                ("confirmed_at", "подтверждён раньше, чем размещён"),
            ),
            ({"posted_at": "25.11.2026"}, ("posted_at", "этот день ещё не наступил")),
            ({"moved_at": "02.11.2026"}, ("move_reason", "нет причины переноса")),
            ({"move_reason": "занят цех"}, ("moved_at", "причина переноса есть, а дня нет")),
            ({"cancelled_at": "02.11.2026"}, ("cancel_reason", "нет причины отмены")),
            ({"state": "отменён"}, ("cancel_reason", "нет причины отмены")),
            ({"cancel_reason": "к"}, ("cancelled_at", "причина отмены есть, а отмены нет")),
            (
                {"held_at": "12.11.2026", "cancelled_at": "12.11.2026", "cancel_reason": "к"},
                ("held_at", "сказано разное: проведён, отменён, запланирован"),
            ),
            (
                {"held_at": "12.11.2026", "state": "запланирован"},
                ("state", "сказано разное: проведён, отменён, запланирован"),
            ),
            (
                {"on_day": "25.11.2026", "state": "проведён"},
                ("state", "день практикума не назначен или ещё не наступил"),
            ),
            (
                {"on_day": "", "confirmed_at": "12.11.2026"},
                ("on_day", "дня практикума нет: подтверждать нечего"),
            ),
            ({"mentors": "Кузнецов О. И."}, ("mentors", "вместо имени инициалы")),
        ],
    )
    def test_wrong_rows_are_refused(
        self, cells: dict[str, Cell], expected: tuple[str, str]
    ) -> None:
        assert refusal("practicums", PRACTICUM | cells) == expected


class TestAttendance:
    def test_a_row_links_a_known_child_and_a_known_practicum(self) -> None:
        row = (
            THERE
            | CHILD
            | {
                "practicum_starts": "10:00",
                "school": "Школа № 12",
                "enrolled": "да",
                "enrolled_at": "05.11.2026",
                "attended": "+",
                "recorded_at": "13.11.2026",
            }
        )

        child, practicum = drafts("attendance", row)

        assert (child.label, child.make, child.fields) == ("Student", False, {})
        assert ways(child) == ["student.full_in_school"]
        assert child.links == {
            "enrolments": (To(practicum, once={"enrolled_at": moscow(2026, 11, 5)}),),
            "attendances": (To(practicum, once={"recorded_at": moscow(2026, 11, 13)}),),
        }
        assert (practicum.label, practicum.make, practicum.fields) == ("Practicum", False, {})
        assert practicum.lacking == {"attendance_recorded_at": moscow(2026, 11, 13)}
        assert ways(practicum) == ["practicum.timed", "practicum.untimed"]

    def test_a_mark_without_a_date_is_of_the_import(self) -> None:
        child, practicum = drafts("attendance", THERE | CHILD | {"attended": True})

        assert child.links == {"attendances": (To(practicum, once={"recorded_at": Moment.NOW}),)}
        assert practicum.lacking == {"attendance_recorded_at": Moment.NOW}

    def test_who_did_not_come_tells_that_attendance_is_known(self) -> None:
        child, practicum = drafts("attendance", THERE | CHILD | {"attended": "нет"})

        assert child.links == {}
        assert practicum.lacking == {"attendance_recorded_at": Moment.NOW}

    def test_an_enrolment_alone_tells_nothing_of_attendance(self) -> None:
        child, practicum = drafts("attendance", THERE | CHILD | {"enrolled": 1})

        assert child.links == {"enrolments": (To(practicum, once={"enrolled_at": Moment.NOW}),)}
        assert practicum.lacking == {}

    def test_a_cancelled_enrolment_stays_known(self) -> None:
        dates: dict[str, Cell] = {"enrolled_at": "05.11.2026", "cancelled_at": "10.11.2026"}

        child, _ = drafts("attendance", THERE | CHILD | dates)

        (to,) = child.links["enrolments"]
        assert to.properties == {"cancelled_at": moscow(2026, 11, 10)}
        assert to.once == {"enrolled_at": moscow(2026, 11, 5)}

    def test_numbers_name_both(self) -> None:
        row: dict[str, Cell] = {
            "practicum_id": "practicum:5",
            "child_id": "student:17",
            "attended": "да",
        }

        child, practicum = drafts("attendance", row)

        assert child.find == (Find("student.id", ("student:17",), "child_id"),)
        assert practicum.find == (Find("practicum.id", ("practicum:5",), "practicum_id"),)

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            ({"attended": ""}, ("attended", "не сказано ни о записи, ни о посещении")),
            ({"attended": "может быть"}, ("attended", "не понять, да это или нет")),
            ({"practicum": ""}, ("practicum", "не сказано, какой это практикум")),
            (
                {"practicum_day": ""},
                ("practicum_day", "не сказано, в какой день был практикум"),
            ),
            ({"child": ""}, ("child", "не сказано, о ком строка")),
            (
                {"birth_date": ""},
                ("birth_date", "нет ни даты рождения, ни школы: ребёнка не узнать"),
            ),
            (
                {"practicum_day": "25.11.2026"},
                ("attended", "день практикума ещё не наступил, а посещение отмечено"),
            ),
            (
                {"enrolled_at": "10.11.2026", "cancelled_at": "09.11.2026"},
                ("cancelled_at", "запись отменена раньше, чем сделана"),
            ),
            (
                {"enrolled": "нет", "enrolled_at": "10.11.2026"},
                ("enrolled", "есть день записи, а записан — «нет»"),
            ),
            (
                {"attended": "нет", "recorded_at": "13.11.2026"},
                ("attended", "посещение внесено, а посетил — не «да»"),
            ),
        ],
    )
    def test_wrong_rows_are_refused(
        self, cells: dict[str, Cell], expected: tuple[str, str]
    ) -> None:
        assert refusal("attendance", THERE | CHILD | {"attended": "да"} | cells) == expected
