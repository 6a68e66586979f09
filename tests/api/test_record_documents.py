"""The documents of record cards, made of the declarations: valid and allowed for every role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.access.table import access_table, used
from api.document import documents
from api.schema import SCHEMA
from api.web import record_document
from api.web.terms import term_word
from graph.model import MODEL
from graph.model.account import Role
from queries.compiler.steps import LABELS

PEOPLE = [role for role in Role if role is not Role.AUTOMATION]


def _texts(label: str, role: Role) -> Iterator[str]:
    yield record_document.card(label, role)
    yield record_document.alone(label, role)
    if record_document.gaps_of(label, role):
        yield record_document.open_gaps(label, role)
    for name in record_document.steps(label, role, many=True):
        yield record_document.along(label, name, role)


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("label", LABELS)
def test_a_card_is_valid_within_the_limits_and_allowed(label: str, role: Role) -> None:
    if not record_document.may_ask(role, "Query", record_document.root_field(label)):
        return
    for text in _texts(label, role):
        prepared = documents(explored=False).prepare(text)
        assert prepared.problems == (), text
        prepared.measured.check_cost({"first": 100})
        asked = used(SCHEMA._schema, prepared.document)
        assert [one for one in asked if role not in access_table()[one].roles] == []


def test_a_field_that_is_not_for_a_role_is_left_out_and_named() -> None:
    assert "familyName" in record_document.values("Student", Role.COORDINATOR)
    assert "familyName" not in record_document.values("Student", Role.CURATOR)
    assert "фамилия" in record_document.withheld("Student", Role.CURATOR)
    assert "email" not in record_document.alone("Person", Role.AUTHORITY)


def test_every_value_of_every_dictionary_has_its_word() -> None:
    of_nodes = [declared for node in MODEL.nodes.values() for declared in node.properties]
    of_links = [declared for link in MODEL.relationships for declared in link.properties]
    kinds = {one.choices for one in (*of_nodes, *of_links) if one.choices is not None}
    assert all(term_word(value) for kind in kinds for value in kind)
