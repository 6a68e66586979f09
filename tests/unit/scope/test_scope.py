"""Who may see what: the rule of every label, the words of every rule, the actor of an account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import anyio
import pytest

from graph.model import MODEL
from graph.model.account import Role
from graph.session import Reader
from queries.compiler.building import Sight, scope
from queries.scope import (
    ACTOR,
    PREDICATES,
    VISIBILITY,
    Actor,
    ReadOnlyError,
    Rule,
    actor,
    predicate,
)

LIMITED = Sight(everything=False)
HEAD = Sight(everything=True)
COORDINATOR = Actor("a", Role.COORDINATOR, "p", False, frozenset({"RU-TA", "RU-BA"}))
MOMENT = datetime(2019, 10, 1, tzinfo=UTC)

# Programs' own records: accounts and keys, the audit, rows of sheets, records merged away.
NOBODYS = {
    "Account", "AuditChain", "AuditEntry", "GraphRecord", "IdempotencyKey", "ImportPart",
    "MergedRecord", "SignIn", "Token",
}  # fmt: skip


def test_every_label_of_the_model_and_no_other_has_a_rule() -> None:
    assert VISIBILITY.keys() == MODEL.nodes.keys() | {"GraphRecord"}


def test_what_is_of_a_region_is_seen_in_it_and_what_is_the_programs_own_by_nobody() -> None:
    never = {label for label, rule in VISIBILITY.items() if rule is Rule.NEVER}
    regional = {label for label, rule in VISIBILITY.items() if rule is Rule.REGION}
    assert never == NOBODYS
    assert regional == {label for label, node in MODEL.nodes.items() if node.has_region} - NOBODYS


def test_people_are_no_dictionary_and_terms_are_of_one_region_or_all() -> None:
    assert VISIBILITY["Person"] is Rule.PERSON
    assert VISIBILITY["Deadline"] is Rule.OVERRIDE
    shared = {label for label, rule in VISIBILITY.items() if rule is Rule.DICTIONARY}
    children = {"Student", "Guardian", "Consent", "StageResult", "Recommendation", "MediaFile"}
    assert not shared & children


# @ is the variable, ~ what names of the rule's own get from it.
@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("School", "@.region IN $scope_regions"),
        (
            "Person",
            """(@.id = $scope_person
  OR EXISTS {
    MATCH (@)-[:CURATES|COORDINATES|CONTACT_OF|REPRESENTS|NAVIGATES|EXPERT_AT]->(scope_unit~)
    WHERE scope_unit~.region IN $scope_regions
  }
  OR EXISTS {
    MATCH (@)<-[:IS_PERSON|NOMINATES]-(scope_record~)
    WHERE scope_record~.region IN $scope_regions
  })""",
        ),
        (
            "Deadline",
            """(NOT EXISTS { (@)-[:OVERRIDES_IN]->(:Region) }
  OR EXISTS {
    MATCH (@)-[:OVERRIDES_IN]->(scope_unit~:Region) WHERE scope_unit~.region IN $scope_regions
  })""",
        ),
    ],
)
def test_a_limited_viewer_sees_by_the_rule_and_the_head_everything(label: str, told: str) -> None:
    assert scope(LIMITED, label, "x") == [told.replace("@", "x").replace("~", "_x")]
    assert scope(HEAD, label, "x") == []
    by_hand = told.replace("@", "n").replace("~", "")
    assert predicate(label) == f"($scope_all OR {by_hand})"


def test_a_dictionary_is_everybodys_and_an_account_nobodys() -> None:
    for sight in (LIMITED, HEAD):
        assert scope(sight, "Competence", "x") == []
        assert scope(sight, "Account", "x") == ["false"]
    assert predicate("Competence") == "true"
    assert predicate("Account") == "false"


def test_an_unknown_label_cannot_be_asked_for() -> None:
    with pytest.raises(KeyError):
        scope(HEAD, "Secret", "x")
    with pytest.raises(KeyError):
        predicate("Secret")


@pytest.mark.parametrize("rule", Rule)
def test_no_rule_opens_more_than_all_or_some(rule: Rule) -> None:
    """Written by hand: whoever sees all is let through by the parameter, others by the rule."""
    told = PREDICATES[rule]
    if rule in (Rule.REGION, Rule.PERSON, Rule.OVERRIDE):
        assert told.startswith("($scope_all OR ")
        assert "$scope_regions" in told
    else:
        assert "$scope" not in told


def test_parameters_say_all_regions_the_person_and_whatever_else() -> None:
    assert COORDINATOR.parameters(id="s") == {
        "scope_all": False,
        "scope_regions": ["RU-BA", "RU-TA"],
        "scope_person": "p",
        "id": "s",
    }


def test_who_is_no_person_is_nobody_rather_than_anybody() -> None:
    program = Actor("a", Role.AUTOMATION, None, True, frozenset())
    assert program.parameters() == {"scope_all": True, "scope_regions": [], "scope_person": ""}


def test_who_only_reads_may_change_nothing() -> None:
    COORDINATOR.may_change()
    reading = Actor("a", Role.HEAD, None, True, frozenset(), read_only=True)
    with pytest.raises(ReadOnlyError) as refused:
        reading.may_change()
    assert refused.value.code == "READ_ONLY"
    assert refused.value.message == "У вас есть право только читать: ничего не изменено."


class Answers:
    """The driver's transaction and its result: gives these rows, keeps what was asked."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self.rows = list(rows)
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def run(self, text: str, parameters: dict[str, Any]) -> Answers:
        self.asked.append((text, parameters))
        return self

    async def data(self) -> list[dict[str, Any]]:
        return self.rows


def resolved(answers: Answers) -> Actor | None:
    reader = Reader(answers, lambda _: None)  # type: ignore[arg-type]
    return anyio.run(actor, reader, "a", MOMENT)


@pytest.mark.parametrize("role", Role)
def test_an_account_acts_by_its_row_and_an_authority_only_reads(role: Role) -> None:
    answers = Answers(
        {"role": role.value, "person": "p", "everything": False, "regions": ["RU-TA", "RU-BA"]}
    )
    assert resolved(answers) == Actor(
        "a", role, "p", False, frozenset({"RU-TA", "RU-BA"}), read_only=role is Role.AUTHORITY
    )
    assert answers.asked == [(ACTOR, {"account": "a", "moment": MOMENT})]


def test_no_account_is_no_actor() -> None:
    assert resolved(Answers()) is None
