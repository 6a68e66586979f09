"""Names, parameters and pages of one statement, and the day a node is on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.compiler.building import (
    Asked,
    Building,
    Parameter,
    Sight,
    about,
    consented,
    day_of,
    where,
)
from queries.compiler.selection import Slot

HERE = "CASE WHEN x.region IN $ahead THEN $tomorrow ELSE $today END"


def building() -> Building:
    return Building(Sight(everything=False))


def test_a_statement_is_scoped_by_the_sight_it_is_made_for() -> None:
    assert building().scope("School", "x") == ["x.region IN $scope_regions"]
    assert Building(Sight(everything=True)).scope("School", "x") == []


def test_names_are_never_given_twice() -> None:
    one = building()
    assert [one.name("n"), one.name("r"), one.name("n")] == ["n1", "r2", "n3"]


def test_a_value_is_a_parameter_and_the_same_value_the_same_one() -> None:
    one, slot, other = building(), Slot(("a",)), Slot(("a",))
    named = [one.parameter(slot), one.parameter(other), one.parameter(slot, str)]
    assert named == ["$p1", "$p2", "$p3"]
    # Equal slots of two places may be read from different documents: only the same one is shared.
    assert [one.parameter(slot), one.parameter(slot, str), one.parameter(other)] == [
        "$p1",
        "$p3",
        "$p2",
    ]
    assert one.parameters == [
        Parameter("p1", slot),
        Parameter("p2", other),
        Parameter("p3", slot, str),
    ]


def test_pages_know_the_page_they_stand_in() -> None:
    one, first = building(), Slot(constant=5)
    with one.page(first) as outer:
        with one.page(first) as inner, one.page(first) as innermost:
            pass
        with one.page(first) as sibling:
            pass
    with one.page(first) as after:
        pass
    assert [outer, inner, innermost, sibling, after] == [0, 1, 2, 3, 4]
    assert one.pages == [Asked(first, within) for within in (None, 0, 1, 0, None)]


def test_a_predicate_of_another_variable_keeps_nothing_of_the_first() -> None:
    told = about("n.region = $n AND (n)--(scope_unit) AND name = scope_record.n", "x")
    assert told == "x.region = $x AND (x)--(scope_unit_x) AND name = scope_record_x.x"


def test_two_children_in_one_statement_have_consents_of_their_own() -> None:
    one, other = consented("n1"), consented("n2")
    assert "(n1)<-[:FOR_CHILD]-(consent_n1:Consent)" in one
    assert "[signer_n1:GUARDIAN_OF]->(n1)" in one
    assert one.replace("n1", "n2") == other
    assert "n1" not in other


def test_conditions_all_hold_or_there_are_none() -> None:
    assert where(["a", "b"]) == ["WHERE a AND b"]
    assert where(["a"]) == ["WHERE a"]
    assert where([]) == []


@pytest.mark.parametrize(
    ("split", "past", "day"),
    [(True, False, HERE), (False, True, HERE), (True, True, HERE), (False, False, "$today")],
)
def test_a_node_is_on_the_day_of_its_region(split: bool, past: bool, day: str) -> None:
    sight = Sight(everything=True, past=past, split=split)
    assert day_of(sight, "x") == day
    assert day_of(sight, None) == "$today"


def test_by_default_one_asks_of_now_in_several_zones_for_an_answer() -> None:
    assert Sight(True) == Sight(True, past=False, native=False, split=True)


@given(st.lists(st.tuples(st.text("abc", max_size=2), st.integers(0, 2)), max_size=20))
def test_whatever_is_asked_for_each_parameter_is_read_from_its_own_slot(
    asked: list[tuple[str, int]],
) -> None:
    slots = {key: Slot(key) for key in asked}
    one = building()
    told = {key: one.parameter(slots[key]) for key in asked}
    assert {f"${p.name}": p.slot.path for p in one.parameters} == {
        name: key for key, name in told.items()
    }
