"""The documents of pages: valid, within the limits, and asked only of who may ask them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from graphql import get_variable_values

from api.access.table import check, used
from api.document import documents
from api.schema import SCHEMA
from api.web import asking
from api.web.asking import DOCUMENTS, document
from api.web.sections import SECTIONS
from graph.model.account import Role

NAMES = sorted(path.stem for path in DOCUMENTS.glob("*.graphql"))
# By whom a page is opened that is no section of its own is decided by the documents themselves.
SECTION_OF = {"overview": "/overview", "root_causes": "/overview", "rules": "/rules"}


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_valid_and_within_the_limits(name: str) -> None:
    text = document(name)
    variables = json.loads([line for line in text.splitlines() if line.startswith("#")][-1][1:])
    prepared = documents(explored=False).prepare(text)
    assert prepared.problems == ()
    operation = prepared.operation(None)
    coerced = get_variable_values(SCHEMA._schema, operation.variable_definitions or (), variables)
    assert not isinstance(coerced, list), coerced
    prepared.measured.check_cost(coerced.coerced)


@pytest.mark.parametrize("name", sorted(SECTION_OF))
def test_whoever_has_a_section_may_ask_its_documents(name: str) -> None:
    (section,) = (one for one in SECTIONS if one.path == SECTION_OF[name])
    fields = used(SCHEMA._schema, documents(explored=False).prepare(document(name)).document)
    for role in section.roles - {Role.AUTOMATION}:
        check(fields, role)


def test_no_document_is_left_over() -> None:
    folder = Path(asking.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    asked = set(re.findall(r'(?:ask|all_of)\(\s*request, who, "(\w+)"', code))
    assert asked == set(NAMES)
