"""A rule that names what the model doesn't have is refused, wherever it names it."""

from __future__ import annotations

from dataclasses import replace
from typing import LiteralString

import pytest

from graph.model.gap import Severity
from queries.named import unknown_names
from queries.rules.catalogue import CATALOGUE
from queries.rules.checking import check_rule
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

CYPHER: LiteralString = """
MATCH (unit:School {region: $region})-[part:TAKES_PART]->(:Campaign {id: $campaign})
WHERE part.from <= $day
WITH unit, unit AS record, part
"""
PATH: LiteralString = "MATCH (b:Person)-[role:NAVIGATES]->(a)"


def rule(
    cypher: LiteralString = CYPHER,
    *,
    evidence: LiteralString = "[{what: unit.name, id: unit.id, on: part.from}]",
    path: LiteralString = PATH,
    gap: LiteralString = "unit.kind IS NULL",
) -> Rule:
    """A rule that the model knows all of, with a part replaced."""
    pattern = Pattern(cypher, evidence)
    case = Case("bad", Severity.B, "Плохо", "Сделайте хорошо.", pattern, gap)
    causes = (Cause(("bad",), "R04", ("no_navigator",), path),)
    return Rule("R99", "1", "Правило", Accountable.SCHOOL, cases(case), causes)


def test_a_rule_of_known_names_is_accepted() -> None:
    check_rule(rule())


def test_every_rule_of_the_catalogue_is_accepted() -> None:
    assert sorted(CATALOGUE) == [f"R{number:02}" for number in range(1, 32)]
    for one in CATALOGUE.values():
        check_rule(one)


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        (":School", ":Scool", "Scool"),
        (":Campaign", ":Campain", "Campain"),
        (":TAKES_PART", ":TAKES_PARTS", "TAKES_PARTS"),
        ("part.from", "part.since", r"TAKES_PART\.since"),
        ("{region:", "{regionn:", r"School\.regionn"),
        ("{id:", "{idd:", r"Campaign\.idd"),
    ],
)
def test_an_unknown_name_in_a_pattern_is_refused(
    right: LiteralString, wrong: LiteralString, named: str
) -> None:
    with pytest.raises(ValueError, match=rf"R99 names .*\b{named}\b"):
        check_rule(rule(CYPHER.replace(right, wrong)))


def test_unknown_properties_of_a_case_are_refused() -> None:
    with pytest.raises(ValueError, match=r"School\.kinds$"):
        check_rule(rule(gap="unit.kinds IS NULL"))
    with pytest.raises(ValueError, match=r"School\.names$"):
        check_rule(rule(evidence="[{what: unit.names}]"))


def test_every_expression_of_a_case_is_read() -> None:
    good = rule()
    case = good.cases["bad"]
    wrong = "unit.no_such"
    for broken in (
        replace(case, population=wrong),
        replace(case, due=wrong),
        replace(case, since=wrong),
    ):
        with pytest.raises(ValueError, match=r"School\.no_such$"):
            check_rule(replace(good, cases=cases(broken)))


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("MATCH (b:Persona)-[:NAVIGATES]->(a)", "Persona"),
        ("MATCH (b:Person)-[:NAVIGATED]->(a)", "NAVIGATED"),
        ("MATCH (b:Person) WHERE b.surname = a.id", r"Person\.surname"),
        ("MATCH (b:School {regionn: a.region})", r"School\.regionn"),
        ("MATCH (b)-[role:NAVIGATES {since: 1}]->(a)", r"NAVIGATES\.since"),
    ],
)
def test_an_unknown_name_in_the_path_of_a_cause_is_refused(path: LiteralString, named: str) -> None:
    with pytest.raises(ValueError, match=f"{named}$"):
        check_rule(rule(path=path))


def test_all_unknown_names_are_told_at_once() -> None:
    wrong = CYPHER.replace(":School", ":Scool").replace("part.from", "part.since")
    with pytest.raises(ValueError, match=r"Scool, .*TAKES_PART\.since$"):
        check_rule(rule(wrong))


def test_one_of_several_labels_may_own_a_property() -> None:
    assert unknown_names("MATCH (n:School|Venue) WHERE n.requirements_confirmed_on = 1") == set()
    assert unknown_names("MATCH (n:School|Venue) WHERE n.nothing = 1") == {"School|Venue.nothing"}
    assert unknown_names("MATCH (n:School|Venu)") == {"Venu"}
