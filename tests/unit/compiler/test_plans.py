"""Plans are kept with their document: one for each shape of variables, and not for ever."""

from __future__ import annotations

from typing import Any

import pytest

from api.compiled.running import MOST_PLANS, Whole
from api.document import documents
from queries.compiler.ordering import encode
from tests.unit.compiler.questions import whole

QUERY = """query($n: Int = 20, $f: SchoolFilter, $order: [SchoolOrder!], $after: String,
    $at: DateTime, $is: Boolean! = true, $id: ID = "r") {
  schools(first: $n, filter: $f, orderBy: $order, after: $after, asOf: $at) {
    totalCount @include(if: $is) edges { node { id } } }
  region(id: $id) { name } }"""
BY_NAME = {"order": [{"field": "NAME"}]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"n": 5}, {"n": 6}),
        ({"id": "a"}, {"id": "b"}),
        ({"f": {"name": {"eq": "a"}}}, {"f": {"name": {"eq": "b"}}}),
        ({"f": {"id": {"in": ["a"]}}}, {"f": {"id": {"in": ["a", "b"]}}}),
        ({"f": {"or": [{"id": {"eq": "a"}}]}}, {"f": {"or": [{"id": {"eq": "b"}}]}}),
        ({"after": encode("name", ["a", "1"])}, {"after": encode("name", ["b", "2"])}),
        ({"at": "2019-10-01T00:00:00Z"}, {"at": "2019-11-01T00:00:00Z"}),
        ({"f": {"name": {"eq": "a"}, "id": {"eq": "b"}}},
         {"f": {"id": {"eq": "b"}, "name": {"eq": "a"}}}),
        ({}, {"n": 20, "is": True, "id": "r"}),
    ],
)  # fmt: skip
def test_other_values_are_the_same_plan(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert whole(QUERY, one) is whole(QUERY, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"f": {}}),
        ({"f": None}, {"f": {}}),
        ({"f": {"name": {"eq": "a"}}}, {"f": {"name": {"ne": "a"}}}),
        ({"f": {"name": {"eq": "a"}}}, {"f": {"address": {"eq": "a"}}}),
        ({"f": {"name": {"isNull": True}}}, {"f": {"name": {"isNull": False}}}),
        ({"f": {"or": []}}, {"f": {"or": [{}]}}),
        ({"f": {"or": [{}]}}, {"f": {"or": [{}, {}]}}),
        ({}, BY_NAME),
        (BY_NAME, {"order": [{"field": "NAME", "direction": "DESC"}]}),
        ({}, {"after": encode("name", ["a", "1"])}),
        (
            {"order": [{"field": "ADDRESS"}], "after": encode("address", ["a", "1"])},
            {"order": [{"field": "ADDRESS"}], "after": encode("address", [None, "1"])},
        ),
        ({}, {"at": "2019-10-01T00:00:00Z"}),
        ({"at": None}, {"at": "2019-10-01T00:00:00Z"}),
        ({}, {"is": False}),
    ],
)  # fmt: skip
def test_another_shape_is_another_plan(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert whole(QUERY, one) is not whole(QUERY, other)


def test_who_sees_everything_and_who_does_not_have_plans_apart() -> None:
    assert whole(QUERY, {}) is whole(QUERY, {})
    assert whole(QUERY, {}) is not whole(QUERY, {}, everything=False)


def test_a_variable_left_out_is_not_one_that_is_given() -> None:
    """The default of the argument is part of the plan; the value of the variable is not."""
    query = "query($n: Int) { schools(first: $n) { pageInfo { hasNextPage } } }"
    assert _firsts(whole(query, {"n": 7}), {"n": 7}) == {0: 7}
    assert _firsts(whole(query, {}), {}) == {0: 20}
    assert _firsts(whole(query, {"n": 9}), {"n": 9}) == {0: 9}


def _firsts(found: Whole, variables: dict[str, Any]) -> dict[int, int]:
    (part,) = found.parts.values()
    assert part.plan is not None
    return part.plan.firsts(variables)


def test_a_value_among_constants_is_read_with_them() -> None:
    query = "query($n: Int!) { students(filter: {grade: {in: [7, $n]}}) { totalCount } }"
    for number in (8, 9):
        (part,) = whole(query, {"n": number}).parts.values()
        assert part.plan is not None
        assert part.plan.values({"n": number}) == {"p1": [7, number]}


def test_a_document_keeps_so_many_plans_and_begins_anew() -> None:
    query = "query($f: SchoolFilter) { schools(filter: $f) { totalCount } }"
    first = whole(query, {})
    kept = documents(explored=True).prepare(query).plans
    for size in range(MOST_PLANS + 5):
        whole(query, {"f": {"or": [{}] * size}})
        assert len(kept) <= MOST_PLANS + 2
    assert whole(query, {}) is not first
