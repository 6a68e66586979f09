"""Sheets of recommendations, documents, promotion, training and appeals."""

from __future__ import annotations

from datetime import date

import pytest

from imports.draft import Draft, Find, To
from imports.kinds import KINDS
from imports.sheet import Cell
from tests.unit.imports.rows import REGION, drafts, moscow, refusal, summary, target, ways

THERE: dict[str, Cell] = {
    "practicum": "Первые шаги",
    "practicum_day": "12.11.2026",
    "venue": "Кванториум",
}
CHILD: dict[str, Cell] = {"child": "Петрова Анна Игоревна", "birth_date": "14.03.2012"}
ADVICE = CHILD | {
    "given_by": "Кузнецов Олег Иванович",
    "given_at": "13.11.2026",
    "text": "Продолжить.",
}


class TestRecommendations:
    def test_a_mentors_is_given_after_a_practicum(self) -> None:
        (own,) = drafts("recommendations", ADVICE | THERE | {"advises": "Робототехника"})

        assert own.fields == {
            "text": "Продолжить.",
            "given_at": moscow(2026, 11, 13),
            "given_as": "mentor",
        }
        assert sorted(own.links) == ["advises", "after", "given_by", "student"]
        assert ways(own) == ["recommendation.after_by"]
        author = target(own, "given_by")
        assert isinstance(author, Draft)
        assert (author.make, author.fields) == (False, {})

    def test_a_navigators_needs_no_practicum(self) -> None:
        (own,) = drafts("recommendations", ADVICE)

        assert own.fields["given_as"] == "navigator"
        assert sorted(own.links) == ["given_by", "student"]
        assert ways(own) == ["recommendation.on"]

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            ({"text": ""}, ("text", "пусто")),
            ({"given_at": "31.02.2026"}, None),
            (
                {"given_as": "наставник"},
                ("practicum", "рекомендация наставника, а практикум не назван"),
            ),
            (
                THERE | {"given_at": "11.11.2026"},
                ("given_at", "рекомендация дана раньше, чем прошёл практикум"),
            ),
            ({"given_at": "25.11.2026"}, ("given_at", "этот день ещё не наступил")),
        ],
    )
    def test_wrong_rows_are_refused(
        self, cells: dict[str, Cell], expected: tuple[str, str] | None
    ) -> None:
        found = refusal("recommendations", ADVICE | cells)

        assert found == (expected or ("given_at", found[1]))


ACT: dict[str, Cell] = {
    **THERE,
    "number": "А-12",
    "children_in_act": 14,
    "submitted_at": "18.11.2026",
}


class TestFinancialDocuments:
    def test_a_full_row_tells_all_that_became_of_an_act(self) -> None:
        row = ACT | {
            "kind": "акт",
            "accepted_at": "20.11.2026",
            "returned_times": 1,
            "returned_at": "19.11.2026",
            "return_reason": "нет подписи",
        }

        (own,) = drafts("financial_documents", row)

        assert own.fields == {
            "kind": "finance",
            "number": "А-12",
            "children_in_act": 14,
            "submitted_at": moscow(2026, 11, 18),
            "accepted_at": moscow(2026, 11, 20),
            "returned_times": 1,
            "returned_at": moscow(2026, 11, 19),
            "return_reason": "нет подписи",
        }
        assert ways(own) == ["document.number"]
        concerned = target(own, "concerns")
        assert isinstance(concerned, Find)
        assert concerned.way == "practicum.at_venue"

    def test_a_venue_alone_has_a_package(self) -> None:
        row: dict[str, Cell] = {"venue": "Кванториум", "submitted_at": "18.11.2026"}

        (own,) = drafts("financial_documents", row)

        assert own.fields == {"kind": "package", "submitted_at": moscow(2026, 11, 18)}
        assert target(own, "concerns") == Find("venue.name", ("кванториум",), "venue")
        assert ways(own) == ["document.of_subject"]

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            ({"children_in_act": 2.5}, ("children_in_act", "нужно целое число, а здесь дробь")),
            (
                {"children_in_act": ""},
                ("children_in_act", "в финансовом документе не сказано, сколько детей в акте"),
            ),
            (
                {"practicum": "", "venue": ""},
                ("practicum", "не сказано, о каком практикуме или площадке документ"),
            ),
            (
                {"kind": "пакет документов"},
                ("kind", "пакет документов бывает у площадки, остальные документы — у практикума"),
            ),
            (
                {"accepted_at": "17.11.2026"},
                ("accepted_at", "документ принят раньше, чем передан"),
            ),
            (
                {"returned_at": "17.11.2026", "return_reason": "нет подписи"},
                ("returned_at", "документ возвращён раньше, чем передан"),
            ),
            ({"returned_at": "19.11.2026"}, ("return_reason", "нет причины возврата")),
            (
                {
                    "returned_at": "19.11.2026",
                    "return_reason": "нет подписи",
                    "accepted_at": "18.11.2026 09:00",
                },
                ("accepted_at", "документ принят раньше, чем возвращён"),
            ),
            (
                {
                    "returned_at": "19.11.2026",
                    "return_reason": "нет подписи",
                    "returned_times": 0,
                },
                ("returned_times", "день возврата есть, а возвратов ноль"),
            ),
        ],
    )
    def test_wrong_rows_are_refused(
        self, cells: dict[str, Cell], expected: tuple[str, str]
    ) -> None:
        assert refusal("financial_documents", ACT | cells) == expected


MEASURE: dict[str, Cell] = {"title": "Репортаж", "kind": "соцсеть", "on_day": "10.11.2026"}


class TestPromotion:
    def test_a_row_is_a_measure_of_the_region(self) -> None:
        more: dict[str, Cell] = {"reach": "1 200", "link": "=HYPERLINK", "channel": "ВК"}

        (own,) = drafts("promotion", MEASURE | more)

        assert own.fields == {
            "title": "Репортаж",
            "kind": "social_network",
            "on_day": date(2026, 11, 10),
            "reach": 1200,
            "link": "=HYPERLINK",
            "channel": "ВК",
        }
        assert own.links == {"in_region": (To(REGION),)}
        assert ways(own) == ["promotion_measure.on_day"]

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            ({"title": " "}, ("title", "пусто")),
            ({"kind": "реклама"}, ("kind", "такого значения нет в справочнике")),
            ({"reach": "много"}, ("reach", "не число")),
        ],
    )
    def test_wrong_rows_are_refused(
        self, cells: dict[str, Cell], expected: tuple[str, str]
    ) -> None:
        assert refusal("promotion", MEASURE | cells) == expected


EVENT: dict[str, Cell] = {"title": "Школа навигаторов", "starts_on": "05.10.2026"}


class TestTraining:
    def test_a_row_is_an_event_and_one_who_took_part(self) -> None:
        row = EVENT | {
            "ends_on": "07.10.2026",
            "organiser": "ИРО",
            "form": "вебинар",
            "hours": 16,
            "meets": "Рекомендации",
            "participant": "Смирнова Елена Викторовна",
            "email": "s@example.org",
            "role": "навигатор",
            "attended": "да",
            "certificate": "0042",
        }

        event, person = drafts("training", row)

        assert event.fields == {
            "title": "Школа навигаторов",
            "starts_on": date(2026, 10, 5),
            "ends_on": date(2026, 10, 7),
            "organiser": "ИРО",
            "form": "вебинар",
            "hours": 16,
        }
        assert target(event, "meets") == Find("training_need.topic", ("рекомендации",), "meets")
        part = {"role": "навигатор", "attended": True, "certificate": "0042"}
        assert person.links == {"training": (To(event, part),)}
        assert person.fields["email"] == "s@example.org"

    def test_an_event_alone_is_enough(self) -> None:
        (event,) = drafts("training", EVENT)

        assert summary([event]) == [
            (
                "TrainingEvent",
                {"title": "Школа навигаторов", "starts_on": date(2026, 10, 5)},
                ["in_region"],
            )
        ]

    def test_an_event_has_a_row_for_each_participant(self) -> None:
        varying = {"participant", "email", "role", "attended", "certificate"}
        assert KINDS["training"].varying == varying

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            (
                {"ends_on": "04.10.2026"},
                ("ends_on", "мероприятие кончается раньше, чем начинается"),
            ),
            ({"hours": "шестнадцать"}, ("hours", "не число")),
            ({"role": "навигатор"}, ("participant", "сказано об участнике, а кто он — нет")),
            ({"participant": "Смирнова Елена"}, ("role", "не сказана роль участника")),
            (
                {
                    "starts_on": "25.11.2026",
                    "participant": "Смирнова Елена",
                    "role": "навигатор",
                    "attended": "да",
                },
                ("attended", "мероприятие ещё не началось, а присутствие отмечено"),
            ),
        ],
    )
    def test_wrong_rows_are_refused(
        self, cells: dict[str, Cell], expected: tuple[str, str]
    ) -> None:
        assert refusal("training", EVENT | cells) == expected


NEED: dict[str, Cell] = {"topic": "Рекомендации", "raised_on": "01.10.2026"}


class TestTrainingNeeds:
    @pytest.mark.parametrize(
        ("said", "priority"), [("2 — важно", 2), ("1", 1), (3.0, 3), ("Высокий", 1)]
    )
    def test_a_row_is_a_need_of_the_region(self, said: Cell, priority: int) -> None:
        more: dict[str, Cell] = {"people": 25, "wanted_on": "15.12.2026", "priority": said}

        (own,) = drafts("training_needs", NEED | more)

        assert own.fields == {
            "topic": "Рекомендации",
            "raised_on": date(2026, 10, 1),
            "people": 25,
            "wanted_on": date(2026, 12, 15),
            "priority": priority,
        }
        assert own.links == {"in_region": (To(REGION),)}

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            ({"priority": 4}, ("priority", "такого значения нет в справочнике")),
            ({"raised_on": "25.11.2026"}, ("raised_on", "этот день ещё не наступил")),
            (
                {"wanted_on": "30.09.2026"},
                ("wanted_on", "желательная дата раньше, чем потребность заявлена"),
            ),
        ],
    )
    def test_wrong_rows_are_refused(
        self, cells: dict[str, Cell], expected: tuple[str, str]
    ) -> None:
        assert refusal("training_needs", NEED | cells) == expected


APPEAL: dict[str, Cell] = {"subject": "Как записать ребёнка", "received_on": "02.11.2026"}


class TestAppeals:
    def test_a_row_is_an_appeal_in_the_region(self) -> None:
        more: dict[str, Cell] = {
            "applicant": "Иванова М. П.",
            "draft_due_on": "10.11.2026",
            "draft_sent_at": "06.11.2026 15:00",
            "answered_at": "09.11.2026",
        }

        (own,) = drafts("appeals", APPEAL | more)

        assert own.fields == {
            "subject": "Как записать ребёнка",
            "received_on": date(2026, 11, 2),
            "applicant": "Иванова М. П.",
            "draft_due_on": date(2026, 11, 10),
            "draft_sent_at": moscow(2026, 11, 6, 15),
            "answered_at": moscow(2026, 11, 9),
        }
        assert own.links == {"in_region": (To(REGION),)}
        assert ways(own) == ["appeal.received"]

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            ({"received_on": "вчера"}, None),
            (
                {"draft_due_on": "01.11.2026"},
                ("draft_due_on", "срок проекта ответа раньше, чем обращение получено"),
            ),
            (
                {"draft_sent_at": "01.11.2026"},
                ("draft_sent_at", "проект направлен раньше, чем обращение получено"),
            ),
            (
                {"answered_at": "01.11.2026"},
                ("answered_at", "ответ дан раньше, чем обращение получено"),
            ),
            (
                {"draft_sent_at": "06.11.2026", "answered_at": "05.11.2026"},
                ("answered_at", "ответ дан раньше, чем направлен его проект"),
            ),
        ],
    )
    def test_wrong_rows_are_refused(
        self, cells: dict[str, Cell], expected: tuple[str, str] | None
    ) -> None:
        found = refusal("appeals", APPEAL | cells)

        assert found == (expected or ("received_on", found[1]))
