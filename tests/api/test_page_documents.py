"""The documents of pages: valid, within the limits, and asked only of who may ask them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from graphql import OperationType, get_variable_values

from api.access.table import access_table, used
from api.document import documents
from api.schema import SCHEMA
from api.web import asking
from api.web.asking import DOCUMENTS, document, example
from api.web.sections import SECTIONS
from graph.model.account import Role

NAMES = sorted(str(p.relative_to(DOCUMENTS).with_suffix("")) for p in DOCUMENTS.rglob("*.graphql"))
PEOPLE = frozenset(Role) - {Role.AUTOMATION}
# Asked beside the page's own document, and only by whom `may` lets.
NARROWER = {
    "appeals/applicant",
    "contracts/contacts",
    "imports/rows",
    "media/marks",
    "regions/contacts",
    "regions/school_contacts",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_valid_and_within_the_limits(name: str) -> None:
    text = document(name)
    variables = example(text)
    prepared = documents(explored=False).prepare(text)
    assert prepared.problems == ()
    operation = prepared.operation(None)
    coerced = get_variable_values(SCHEMA._schema, operation.variable_definitions or (), variables)
    assert not isinstance(coerced, list), coerced
    prepared.measured.check_cost(coerced.coerced)


@pytest.mark.parametrize("name", NAMES)
def test_whoever_has_a_section_may_ask_its_documents(name: str) -> None:
    """A change may be somebody's of the section alone, not everybody's: its form is theirs too."""
    (section,) = (one for one in SECTIONS if one.path == f"/{name.partition('/')[0]}")
    prepared = documents(explored=False).prepare(document(name))
    fields = used(SCHEMA._schema, prepared.document)
    people = [
        role for role in section.roles & PEOPLE if role in access_table()[section.field].roles
    ]
    changing = prepared.operation(None).operation is OperationType.MUTATION
    allowed = [role for role in people if all(role in access_table()[one].roles for one in fields)]
    assert allowed if changing or name in NARROWER else allowed == people


def test_no_document_is_left_over() -> None:
    folder = Path(asking.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    asked = set(re.findall(r'"([a-z_]+/[a-z_]+)"', code))
    assert set(NAMES) <= asked
