"""Sheets of venues and mentors with their papers."""

from __future__ import annotations

from datetime import date

import pytest

from imports.draft import Draft, Find, Moment, To
from imports.kinds import KINDS
from imports.sheet import Cell
from tests.unit.imports.rows import REGION, drafts, refusal, summary, target, ways

VENUE: dict[str, Cell] = {"name": "Кванториум", "municipality": "Казань"}
MENTOR: dict[str, Cell] = {"name": "Кузнецов Олег Иванович"}


class TestVenues:
    def test_a_full_row_asks_for_all_that_stands_behind_a_venue(self) -> None:
        row = VENUE | {
            "address": "ул. Баумана, 5",
            "organisation": "Колледж № 1",
            "organisation_kind": "СПО",
            "tax_number": "0123456789",
            "requirements_confirmed_on": "20.08.2026",
            "participates_from": "01.09.2026",
            "licence_number": "000123",
            "licence_issued_on": "15.03.2021",
            "campaign": "Осень",
            "assigned_from": "10.09.2026",
            "contract_number": "П-7",
            "contract_sent_on": "20.08.2026",
            "contract_signed_on": "05.09.2026",
            "contract_due_on": "15.09.2026",
            "contract_valid_until": "31.12.2026",
            "contact": "Сидорова Ольга Петровна",
            "contact_email": "sidorova@example.org",
            "expert": "Орлов Павел",
        }

        found = drafts("venues", row)

        venue_links = ["campaigns", "municipality", "organisation", "participates_in"]
        confirmed = date(2026, 8, 20)
        person = {"family_name": "Сидорова", "given_name": "Ольга", "patronymic": "Петровна"}
        assert summary(found) == [
            (
                "Venue",
                {
                    "name": "Кванториум",
                    "address": "ул. Баумана, 5",
                    "requirements_confirmed_on": confirmed,
                },
                venue_links,
            ),
            ("Licence", {"number": "000123", "issued_on": date(2021, 3, 15)}, ["venue"]),
            (
                "VenueContract",
                {
                    "number": "П-7",
                    "sent_on": date(2026, 8, 20),
                    "signed_on": date(2026, 9, 5),
                    "due_on": date(2026, 9, 15),
                    "valid_until": date(2026, 12, 31),
                },
                ["campaign", "venue"],
            ),
            ("Person", person | {"email": "sidorova@example.org"}, ["contact_of"]),
            ("Person", {"family_name": "Орлов", "given_name": "Павел"}, ["expert_at"]),
        ]
        own = found[0]
        assert own.links["participates_in"] == (To(REGION, once={"from": date(2026, 9, 1)}),)
        (assigned,) = own.links["campaigns"]
        assert assigned.once == {"from": date(2026, 9, 10), "assigned_at": Moment.NOW}
        organisation = target(own, "organisation")
        assert isinstance(organisation, Draft)
        assert organisation.keep
        assert organisation.fields == {
            "name": "Колледж № 1",
            "kind": "college",
            "tax_number": "0123456789",
        }
        assert ways(organisation) == ["organisation.tax_number", "organisation.unnumbered"]
        assert all(target(one, "venue") is own for one in found[1:3])
        assert target(found[3], "contact_of") is own
        assert found[3].links["contact_of"][0].once == {"from": date(2026, 9, 1)}

    def test_a_name_and_a_municipality_are_enough(self) -> None:
        (own,) = drafts("venues", VENUE)

        assert summary([own]) == [("Venue", {"name": "Кванториум"}, ["municipality"])]
        assert ways(own) == ["venue.name_in"]
        place = target(own, "municipality")
        assert isinstance(place, Draft)
        assert (place.natural_id, place.keep) == ("RU-TA:Казань", True)
        assert place.links == {"in_region": (To(REGION),)}

    def test_another_address_in_one_file_is_another_venue(self) -> None:
        (own,) = drafts("venues", VENUE | {"address": "ул. Баумана, 5"})

        assert [(find.way, find.ours) for find in own.find] == [
            ("venue.at_address", True),
            ("venue.name_in", False),
        ]

    def test_a_number_names_a_venue_that_must_be_there(self) -> None:
        (own,) = drafts("venues", VENUE | {"id": "venue:7"})

        assert own.find == (Find("venue.id", ("venue:7",), "id"),)
        assert own.make is False

    def test_who_works_there_without_a_date_does_since_the_day_of_the_import(self) -> None:
        _, contact = drafts("venues", VENUE | {"contact": "Орлов Павел Андреевич"})

        assert contact.links["contact_of"][0].once == {"from": Moment.TODAY}
        assert ways(contact) == ["person.full"]

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            ({"municipality": ""}, ("municipality", "пусто")),
            (
                {"tax_number": "12345", "organisation": "Колледж"},
                ("tax_number", "цифр 5, а должно быть 10 или 12 (Excel мог убрать нули)"),
            ),
            ({"tax_number": "0123456789"}, ("organisation", "не сказано, какая это организация")),
            (
                {"organisation": "Колледж", "organisation_kind": "ИП"},
                ("organisation_kind", "такого значения нет в справочнике"),
            ),
            (
                {"licence_number": "1"},
                ("licence_issued_on", "о лицензии сказано не всё: нужен день выдачи"),
            ),
            (
                {"licence_valid_until": "01.01.2030"},
                ("licence_number", "о лицензии сказано не всё: нужен номер"),
            ),
            (
                {
                    "licence_number": "1",
                    "licence_issued_on": "02.01.2020",
                    "licence_valid_until": "01.01.2020",
                },
                ("licence_valid_until", "лицензия кончается раньше, чем выдана"),
            ),
            (
                {"licence_number": "1", "licence_issued_on": "25.11.2026"},
                ("licence_issued_on", "этот день ещё не наступил"),
            ),
            ({"contract_number": "1"}, ("campaign", "не сказано, на какую кампанию договор")),
            ({"assigned_from": "01.09.2026"}, ("campaign", "не сказано, на какую кампанию")),
            (
                {"contract_sent_on": "02.09.2026", "contract_signed_on": "01.09.2026"},
                ("contract_signed_on", "договор подписан раньше, чем направлен"),
            ),
            (
                {"contract_sent_on": "02.09.2026", "contract_due_on": "01.09.2026"},
                ("contract_due_on", "срок подписания раньше, чем договор направлен"),
            ),
            (
                {"contract_signed_on": "02.09.2026", "contract_valid_until": "01.09.2026"},
                ("contract_valid_until", "договор кончается раньше подписания"),
            ),
            (
                {"contact_email": "a@example.org"},
                ("contact", "почта или телефон есть, а контактного лица нет"),
            ),
            ({"contact": "Орлов П. А."}, ("contact", "вместо имени инициалы")),
        ],
    )
    def test_wrong_rows_are_refused(
        self, cells: dict[str, Cell], expected: tuple[str, str]
    ) -> None:
        assert refusal("venues", VENUE | cells) == expected


class TestMentors:
    def test_a_full_row_asks_for_the_person_and_the_document(self) -> None:
        row: dict[str, Cell] = {
            "name": "Кузнецов Олег Иванович",
            "email": "k@example.org",
            "organisation": "Завод",
            "position": "мастер",
            "competences": "Робототехника; Сварка",
            "qualification_kind": "диплом",
            "qualification_number": "0042",
            "qualification_issued_on": "30.06.2019",
            "qualification_valid_until": "30.06.2029",
            "qualification_confirmed_on": "01.09.2026",
            "proves": "Сварка",
        }

        own, document = drafts("mentors", row)

        links = ["competences", "in_region", "organisation", "person"]
        assert summary([own]) == [("Mentor", {"position": "мастер"}, links)]
        assert [to.target for to in own.links["competences"]] == [
            Find("competence.name", ("робототехника",), "competences"),
            Find("competence.name", ("сварка",), "competences"),
        ]
        person = target(own, "person")
        assert isinstance(person, Draft)
        assert own.find == (Find("mentor.of_person", (person,), "name"),)
        assert [(find.way, find.ours) for find in person.find] == [
            ("person.email", True),
            ("person.full_unmailed", False),
        ]
        assert document.fields == {
            "kind": "диплом",
            "number": "0042",
            "issued_on": date(2019, 6, 30),
            "valid_until": date(2029, 6, 30),
            "confirmed_on": date(2026, 9, 1),
        }
        assert ways(document) == ["qualification.number"]
        assert target(document, "mentor") is own

    def test_a_name_is_enough(self) -> None:
        (own,) = drafts("mentors", {"name": "Кузнецов Олег"})

        assert summary([own]) == [("Mentor", {}, ["in_region", "person"])]

    def test_a_mentor_has_a_row_for_each_document(self) -> None:
        assert KINDS["mentors"].varying == {
            "qualification_kind",
            "qualification_number",
            "qualification_issued_on",
            "qualification_valid_until",
            "qualification_confirmed_on",
            "proves",
        }

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            ({"name": "Кузнецов"}, ("name", "нужны фамилия и имя, а здесь одно слово")),
            ({"email": "не почта"}, ("email", "это не адрес электронной почты")),
            (
                {"qualification_number": "1"},
                ("qualification_kind", "о квалификации сказано не всё: нужен вид документа"),
            ),
            (
                {"qualification_kind": "диплом"},
                (
                    "qualification_issued_on",
                    "о квалификации сказано не всё: нужен день выдачи документа",
                ),
            ),
            (
                {
                    "qualification_kind": "диплом",
                    "qualification_issued_on": "02.02.2020",
                    "qualification_valid_until": "01.02.2020",
                },
                ("qualification_valid_until", "документ кончается раньше, чем выдан"),
            ),
            (
                {
                    "qualification_kind": "диплом",
                    "qualification_issued_on": "02.02.2020",
                    "qualification_confirmed_on": "01.02.2020",
                },
                ("qualification_confirmed_on", "подтверждён раньше, чем выдан"),
            ),
            (
                {"qualification_issued_on": "25.11.2026", "qualification_kind": "диплом"},
                ("qualification_issued_on", "этот день ещё не наступил"),
            ),
        ],
    )
    def test_wrong_rows_are_refused(
        self, cells: dict[str, Cell], expected: tuple[str, str]
    ) -> None:
        assert refusal("mentors", MENTOR | cells) == expected
