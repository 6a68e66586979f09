"""What writing a record would change, against how it is known. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from imports.comparing import GIVEN, changed, created, overlaid
from imports.draft import Draft, Moment
from imports.resolving import Record, Target
from queries.changes.reading import Known

TODAY = date(2019, 10, 14)
SCHOOL = {"id": "a", "label": "School", "from": date(2019, 9, 1)}


def known(**fields: Any) -> Known:
    return Known("Student", "s", "RU-TA", 3, fields)


def record(draft: Draft, **links: tuple[Target, ...]) -> Record:
    return Record(draft, "s", False, (), links)


def at(school: str) -> Target:
    return Target("School", school, {}, {"from": Moment.TODAY})


def test_an_empty_cell_takes_nothing_away_and_an_equal_one_changes_nothing() -> None:
    draft = Draft("Student", (), {"family_name": "Иванов"})
    operation, differences = changed(
        record(draft), known(family_name="Иванов", patronymic="Иванович"), TODAY
    )
    assert (operation, differences) == (None, [])


@pytest.mark.parametrize(
    ("was", "now", "differs"),
    [
        ("Алёна", "Алена", False),
        ("Алена", "Алёна", True),
        ("Иванов", "ИВАНОВ", False),
        ("иванов", "Иванов", True),
        ("Иванов", "Иваноф", True),
    ],
)
def test_a_worse_spelling_is_no_news(was: str, now: str, differs: bool) -> None:
    draft = Draft("Student", (), {"given_name": now})
    operation, _ = changed(record(draft), known(given_name=was), TODAY)
    assert (operation is not None) is differs


def test_another_school_ends_the_one_before_on_its_first_day() -> None:
    operation, differences = changed(
        record(Draft("Student", ()), school=(at("b"),)), known(school=[SCHOOL]), TODAY
    )
    assert operation is not None
    assert operation.version == 3
    assert [row["target"] for _, row in operation.links] == ["b"]
    ((link, ended),) = operation.ended
    assert (link, ended["target"]) == ("school", "a")
    assert ended["properties"]["to"] == {GIVEN: Moment.TODAY.value}
    assert [(one.name, len(one.was), len(one.now)) for one in differences] == [("учится в", 1, 1)]


def test_a_school_begun_today_was_a_mistake_and_goes() -> None:
    begun = SCHOOL | {"from": TODAY}
    operation, _ = changed(
        record(Draft("Student", ()), school=(at("b"),)), known(school=[begun]), TODAY
    )
    assert operation is not None
    assert not operation.ended
    assert [row["target"] for _, row in operation.dropped] == ["a"]


def test_what_a_row_would_write_is_not_written_again_by_the_next() -> None:
    asked = record(Draft("Student", (), {"grade": 8}), school=(at("b"),))
    was = known(grade=7, school=[SCHOOL])
    operation, _ = changed(asked, was, TODAY)
    assert operation is not None
    assert changed(asked, overlaid(was, operation), TODAY) == (None, [])


def test_a_moment_goes_along_with_its_field_alone() -> None:
    draft = Draft(
        "Student",
        (),
        {"consent_mark": "received", "grade": 8},
        along={"consent_marked_at": "consent_mark"},
    )
    only_grade, _ = changed(record(draft), known(consent_mark="received", grade=7), TODAY)
    both, _ = changed(record(draft), known(consent_mark="missing", grade=8), TODAY)
    assert only_grade is not None
    assert both is not None
    assert set(only_grade.fields) == {"grade"}
    assert set(both.fields) == {"consent_mark", "consent_marked_at"}
    assert "consent_marked_at" in created(record(draft)).fields


def test_what_is_shared_is_never_changed() -> None:
    draft = Draft("Organisation", (), {"name": "Другое"}, keep=True)
    shared = Known("Organisation", "s", "", 0, {"name": "Колледж"})
    assert changed(Record(draft, "s", False, (), {}), shared, TODAY) == (None, [])


def test_a_lacking_field_is_filled_once() -> None:
    draft = Draft("Practicum", (), lacking={"attendance_recorded_at": Moment.NOW})
    empty = Known("Practicum", "s", "RU-TA", 0, {})
    operation, _ = changed(Record(draft, "s", False, (), {}), empty, TODAY)
    assert operation is not None
    assert changed(Record(draft, "s", False, (), {}), overlaid(empty, operation), TODAY)[0] is None


def test_a_practicum_that_an_import_moves_is_to_be_confirmed_anew() -> None:
    draft = Draft(
        "Practicum",
        (),
        {"on_day": date(2019, 10, 20), "place": "Зал"},
        altered={"changed_at": frozenset({"on_day", "place"}), "moved_at": frozenset({"on_day"})},
    )
    asked = Record(draft, "s", False, (), {})
    was = Known("Practicum", "s", "RU-TA", 0, {"on_day": date(2019, 10, 20), "place": "Класс"})
    operation, _ = changed(asked, was, TODAY)
    assert operation is not None
    assert set(operation.fields) == {"place", "changed_at"}
    assert not {"changed_at", "moved_at"} & created(asked).fields.keys()
