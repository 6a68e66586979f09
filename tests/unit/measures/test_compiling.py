"""A number and the list behind it: one pattern, one condition, no value in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.measures.catalogue import CATALOGUE
from queries.measures.compiling import Group, counting, inside, listing
from queries.measures.declaration import Counts, Dimension, Figure, Measure, only

# Of no words that a statement may hold by itself.
VALUES = st.integers(10**6, 10**9) | st.text("ъё'`\\$}", min_size=4, max_size=9)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    measure = draw(st.sampled_from(sorted(CATALOGUE.values(), key=lambda one: one.name)))
    names = draw(st.lists(st.sampled_from(list(measure.population.by)), unique=True, max_size=3))
    return Figure(measure, tuple((name, draw(VALUES)) for name in names))


@st.composite
def asked(draw: st.DrawFn) -> tuple[Figure, tuple[Dimension, ...]]:
    """A figure and what its number is divided by; a sum is never divided by what overlaps."""
    figure = draw(figures())
    ways = figure.measure.population.by
    allowed = list(ways)
    if figure.measure.counts is Counts.SUM:
        allowed = [name for name in ways if not ways[name].many]
        kept = tuple((name, value) for name, value in figure.only if name in allowed)
        figure = Figure(figure.measure, kept)
    by = draw(st.lists(st.sampled_from(allowed), unique=True, max_size=2))
    return figure, tuple(by)


def condition(numbers: str) -> str:
    """What one number is chosen by, from what stands after the pattern."""
    found = re.search(r"CASE WHEN (.*) THEN .+ END\)\n\] AS numbers", numbers, re.DOTALL)
    assert found is not None
    return found[1]


def resolved(text: str, parameters: dict[str, object]) -> str:
    """The text with its own constants told apart by value: how they are called means nothing."""
    return re.sub(r"\$(given_\d+|others)", lambda one: repr(parameters[one[1]]), text)


def before(text: str, mark: str) -> str:
    head, found, _ = text.partition(mark)
    assert found
    return head


@given(asked())
def test_a_number_and_its_list_are_of_one_pattern_and_one_condition(
    question: tuple[Figure, tuple[Dimension, ...]],
) -> None:
    figure, by = question
    number = counting([figure], by)
    records = listing(figure, by, Group(tuple("x" for _ in by)))
    keys = "".join(f"by_{one}, " for one in by)
    pattern = before(number.statement.text, f"\nWITH {keys}[\n")
    assert records.statement.text.startswith(pattern + "\nWITH * WHERE (")
    listed = resolved(records.statement.text.removeprefix(pattern), records.parameters)
    numbers = number.statement.text.removeprefix(pattern)
    counted = resolved(condition(numbers), number.parameters)
    assert listed.startswith(f"\nWITH * WHERE ({counted})")
    assert number.parameters["format"] == records.parameters["format"]


@given(asked(), st.data())
def test_no_value_ever_stands_in_a_text(
    question: tuple[Figure, tuple[Dimension, ...]], data: st.DataObject
) -> None:
    figure, by = question
    key = tuple(data.draw(st.none() | VALUES) for _ in by)
    others = tuple(data.draw(st.lists(VALUES, max_size=3))) if len(by) == 1 else None
    groups = [Group(key), *([Group(others=others)] if others is not None else [])]
    given_values = [value for _, value in figure.only]
    for compiled in (counting([figure], by), *(listing(figure, by, one) for one in groups)):
        for value in (*given_values, *(one for one in key if one is not None), *(others or ())):
            assert str(value) not in compiled.statement.text
        sent = list(compiled.parameters.values())
        assert all(value in sent for value in given_values)
        named = set(re.findall(r"\$(given_\d+|others)", compiled.statement.text))
        assert named == compiled.parameters.keys() - {"format"}


@given(asked(), st.lists(VALUES, min_size=1, max_size=4, unique=True))
def test_groups_and_the_rest_part_the_whole(
    question: tuple[Figure, tuple[Dimension, ...]], values: list[str | int]
) -> None:
    """Every record is in the group of its value, or in none and then among the others."""
    figure, by = question
    if len(by) != 1:
        return
    rest = listing(figure, by, Group(others=tuple(values)))
    assert f"(by_{by[0]} IS NULL OR NOT by_{by[0]} IN $others)" in rest.statement.text
    assert rest.parameters["others"] == values
    for value in values:
        own = listing(figure, by, Group((value,)))
        told = resolved(own.statement.text, own.parameters)
        assert f"(by_{by[0]} = {value!r}) AND record.id > $after" in told


@pytest.mark.parametrize("measure", CATALOGUE.values(), ids=lambda one: one.name)
def test_every_figure_is_of_the_region_that_is_asked_about(measure: Measure) -> None:
    """No measure counts beyond $region, however it is asked."""
    for compiled in (counting([Figure(measure)], ()), listing(Figure(measure), (), Group())):
        first = compiled.statement.text.strip().splitlines()[0]
        assert "{region: $region" in first or "Region {id: $region" in first, first


def several(population: str) -> Sequence[Figure]:
    return [Figure(one) for one in CATALOGUE.values() if one.population.name == population]


@given(st.sampled_from(sorted({one.population.name for one in CATALOGUE.values()})))
def test_figures_asked_at_once_are_those_asked_one_by_one(population: str) -> None:
    """One pass for all must choose for each what its own pass would."""
    every = several(population)
    text = counting(every, ()).statement.text
    for figure in every:
        alone = counting([figure], ()).statement.text
        number = alone.partition("[\n  ")[2].partition("\n] AS numbers")[0]
        assert number in text


def test_what_counts_no_records_has_no_expression() -> None:
    with pytest.raises(ValueError, match="enrolled does not count records"):
        inside(Figure(CATALOGUE["enrolled"]))


def test_an_expression_holds_words_of_the_code_only() -> None:
    told = inside(only(CATALOGUE["registered"], grade=8), region="r.id")
    assert "by_grade = 8" in told
    assert "$region" not in told
    assert "{region: r.id}" in told
    assert re.search(r"\brecord\b", told) is None
    with pytest.raises(ValueError, match="needs a parameter"):
        inside(only(CATALOGUE["registered"], school="x' OR true"))
