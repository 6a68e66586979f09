"""People who may be one: found by what is planted, and nobody else."""

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest

from imports.adult_twins import AdultTwins, KnownAdult
from imports.twins import Known, Twins
from tests.unit.imports.planted_twins import OTHERS, SAME, children, rows

BORN = date(2011, 3, 7)
PETROVA = Known("student:1", "Соловьёва", "Екатерина", "Андреевна", BORN, "school:1")


def _told(asked: Known, *others: Known) -> list[tuple[str, str]]:
    found = Twins([PETROVA, *others]).candidates(asked._replace(id=""))
    return [(one.id, one.evidence) for one in found]


@pytest.mark.parametrize(
    ("change", "evidence"),
    [
        ({}, "те же фамилия, имя, отчество, дата рождения и школа"),
        (
            {"family_name": "Соловева"},
            "те же имя, отчество, дата рождения и школа; фамилия отличается на одну букву",
        ),
        ({"family_name": "СОЛОВЬЕВА "}, "те же фамилия, имя, отчество, дата рождения и школа"),
        ({"given_name": "Eкaтepинa"}, "те же фамилия, имя, отчество, дата рождения и школа"),
        (
            {"family_name": "Екатерина", "given_name": "Соловьёва"},
            "те же отчество, дата рождения и школа; имя и фамилия переставлены",
        ),
        (
            {"family_name": "Соловьёва-Орлова"},
            "те же имя, отчество, дата рождения и школа; "
            "в одной записи фамилия двойная, в другой — её часть",
        ),
        (
            {"birth_date": date(2011, 7, 3)},
            "те же фамилия, имя, отчество и школа; в дате рождения переставлены день и месяц",
        ),
        (
            {"birth_date": date(2011, 3, 17)},
            "те же фамилия, имя, отчество и школа; в дате рождения отличается одна цифра",
        ),
        (
            {"birth_date": date(2010, 3, 7)},
            "те же фамилия, имя, отчество и школа; год рождения отличается на один",
        ),
        (
            {"patronymic": None, "school": "school:2"},
            "те же фамилия, имя и дата рождения; отчество есть не в обеих записях; школы разные",
        ),
        (
            {"patronymic": "А."},
            "те же фамилия, имя, дата рождения и школа; вместо отчества инициал",
        ),
        (
            {"birth_date": None},
            "те же фамилия, имя, отчество и школа; дата рождения есть не в обеих записях",
        ),
    ],
)
def test_a_candidate_comes_with_what_agrees_and_what_differs(
    change: dict[str, Any], evidence: str
) -> None:
    assert _told(PETROVA._replace(**change)) == [("student:1", evidence)]


@pytest.mark.parametrize(
    "change",
    [
        {"given_name": "Ольга"},
        {"birth_date": date(2011, 9, 25)},
        {"patronymic": "Сергеевна"},
        {"family_name": "Орлова"},
        {"birth_date": None, "school": "school:2", "patronymic": None},
    ],
)
def test_another_person_is_no_candidate(change: dict[str, Any]) -> None:
    assert _told(PETROVA._replace(**change)) == []


def test_twins_whose_names_are_alike_are_shown_but_not_those_whose_names_many_have() -> None:
    """«Иван» and «Ивана» may be one; «Алина» and «Арина» are two names when many bear both."""
    ivan = PETROVA._replace(id="student:2", given_name="Иван")
    assert [one for one, _ in _told(ivan._replace(given_name="Ивана"), ivan)] == ["student:2"]

    alina = PETROVA._replace(id="student:3", given_name="Алина")
    many = [
        Known(f"student:{name}:{i}", "Орлова", name, "Ильинична", date(2012, 1, 1 + i))
        for name in ("Арина", "Алина")
        for i in range(5)
    ]
    assert _told(alina._replace(given_name="Арина"), alina, *many) == []


def test_at_most_five_the_likeliest_first() -> None:
    others = [PETROVA._replace(id=f"student:{i}", school="school:2") for i in range(2, 9)]
    found = Twins([*others, PETROVA]).candidates(PETROVA._replace(id=""))
    assert [one.id for one in found] == [f"student:{i}" for i in (1, 2, 3, 4, 5)]
    assert found[0].score > found[1].score == found[4].score


def test_planted_misspellings_are_found_and_planted_others_are_not() -> None:
    """Of every kind of slip almost all are found; of those who only resemble, almost none."""
    rng = Random(20)
    known = children(rng, 12_000)
    twins = Twins(known)
    asked, found = Counter[str](), Counter[str]()
    for row in rows(rng, known, 3_600):
        asked[row.how] += 1
        candidates = [one.id for one in twins.candidates(row.asked._replace(id=""))]
        found[row.how] += row.of in candidates if row.of else bool(candidates)

    assert {how: found[how] >= 0.98 * asked[how] for how in SAME} == dict.fromkeys(SAME, True)
    assert {how: found[how] <= 0.02 * asked[how] for how in OTHERS} == dict.fromkeys(OTHERS, True)


def test_pairs_among_the_known_come_once() -> None:
    others = [
        PETROVA._replace(id="student:2", family_name="Соловёва"),
        PETROVA._replace(id="student:3", given_name="Ольга"),
    ]
    pairs = [(one, twin.id) for one, twin in Twins([PETROVA, *others]).pairs()]
    assert pairs == [("student:1", "student:2")]


TEACHER = KnownAdult(
    "person:1",
    "Шевчук",
    "Наталья",
    "Ивановна",
    "n.shevchuk@example.org",
    "+7 900 111-22-33",
    frozenset({"school:1"}),
)


@pytest.mark.parametrize(
    ("change", "evidence"),
    [
        (
            {"given_name": "Наталия", "email": None, "phone": None},
            "те же фамилия, отчество и место работы; имя на слух совпадает",
        ),
        (
            {"family_name": "Шевчюк", "phone": "8 (900) 111-22-33", "places": frozenset()},
            "те же имя, отчество, адрес почты и телефон; фамилия на слух совпадает",
        ),
        (
            {"places": frozenset({"school:2"}), "email": "other@example.org"},
            "те же фамилия, имя, отчество и телефон; адреса почты разные; места работы разные",
        ),
    ],
)
def test_an_adult_is_known_by_name_and_something_more(
    change: dict[str, Any], evidence: str
) -> None:
    asked = TEACHER._replace(id="", **change)
    assert [one.evidence for one in AdultTwins([TEACHER]).candidates(asked)] == [evidence]


def test_a_namesake_with_nothing_else_in_common_is_another_adult() -> None:
    namesake = TEACHER._replace(id="", email=None, phone=None, places=frozenset({"school:2"}))
    assert AdultTwins([TEACHER]).candidates(namesake) == []
    colleague = TEACHER._replace(id="", given_name="Ольга", email=None, phone=None)
    assert AdultTwins([TEACHER]).candidates(colleague) == []
