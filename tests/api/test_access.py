"""The access table against the live schema: every role, every field, own and foreign records."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from graphql import GraphQLObjectType, build_schema, get_named_type, is_leaf_type

from api.access.table import FieldError, access_table, check, check_complete, fields_of
from api.node.naming import camel
from api.schema import SCHEMA
from graph.errors import ConfigurationError
from graph.model.account import Role
from graph.session import Graph, Writer
from graph.settings import Settings
from graph.writing import write_links, write_nodes
from queries.changes import CATALOGUE
from queries.compiler.steps import LABELS, singular
from queries.scope import VISIBILITY, Rule
from tests.api.conftest import Enter, ask, codes
from tests.api.planted import fingerprint
from tests.conftest import emptied
from tests.graph.compiler.canaries import FOREIGN, OWN, START, canary, node_id, plant

pytestmark = pytest.mark.anyio

SHARED = (Rule.DICTIONARY, Rule.OVERRIDE)
REGIONAL = [label for label in LABELS if VISIBILITY[label] not in SHARED]


@pytest.fixture(scope="module")
async def network(server_settings: Settings) -> AsyncIterator[Graph]:
    """The canaries' network with an account of every role; all but the head's are of one region."""
    async with emptied(server_settings) as opened:
        await plant(opened)
        await opened.write(_accounts)
        yield opened


async def _accounts(writer: Writer) -> None:
    people = [
        {"id": role.value, "family_name": f"Фамилия-{role}", "given_name": "Имя"} for role in Role
    ]
    await write_nodes(writer, "Person", people)
    duties = {"curates": "curator", "coordinates": "coordinator"}
    for link, person in duties.items():
        row = {"source": person, "target": OWN, "from": START}
        await write_links(writer, "Person", link, [row])
    operator = node_id("Operator", OWN)
    heads = {"source": "head", "target": operator, "from": START, "heads_curators": True}
    await write_links(writer, "Person", "works_for", [heads])
    rows = [
        {"id": f"account:{role}", "login": role.value, "role": role.value, "person": role.value,
         "password_hash": fingerprint()}
        for role in Role
    ]  # fmt: skip
    await write_nodes(writer, "Account", rows)
    sees = [{"source": f"account:{role}", "target": OWN} for role in ("authority", "automation")]
    await write_links(writer, "Account", "sees", sees)


def test_the_table_and_the_schema_name_the_same_fields() -> None:
    assert sorted(fields_of(SCHEMA._schema)) == sorted(access_table())
    check_complete(SCHEMA._schema)


def test_a_field_without_a_row_stops_the_application() -> None:
    with pytest.raises(ConfigurationError, match=r"Secret\.word"):
        check_complete(build_schema("type Query { it: Secret } type Secret { word: String }"))


@pytest.mark.parametrize("role", Role)
def test_a_role_may_ask_for_what_its_column_says_and_nothing_else(role: Role) -> None:
    for field, row in access_table().items():
        if role in row.roles:
            check(frozenset({field}), role)
        else:
            with pytest.raises(FieldError, match=field):
                check(frozenset({field}), role)


def test_who_may_change_is_said_alike_by_the_table_and_by_the_changes() -> None:
    said = {f"Mutation.{camel(one.name)}": one.roles for one in CATALOGUE.values()}
    listed = {field: row.roles for field, row in access_table().items() if field in said}
    assert listed == said


def test_nobody_but_the_coordinator_reads_of_a_child() -> None:
    of_children = [
        "Student.familyName", "Student.birthDate", "Student.integratedDescription",
        "Student.impairments", "Student.guardians", "StageResult.text", "Recommendation.text",
        "Guardian.familyName", "Query.guardians", "MediaFile.depicts", "ImpairmentGroup.students",
    ]  # fmt: skip
    assert [set(access_table()[f].roles) for f in of_children] == [{Role.COORDINATOR}] * len(
        of_children
    )


def leaves(label: str, role: Role) -> list[str]:
    """The fields of a node type that are values and that the role may ask for."""
    kind = SCHEMA._schema.type_map[label]
    assert isinstance(kind, GraphQLObjectType)
    return [
        name
        for name, field in kind.fields.items()
        if is_leaf_type(get_named_type(field.type))
        and not field.args
        and role in access_table()[f"{label}.{name}"].roles
    ]


def by_id(label: str, fields: list[str]) -> str:
    return f"query($id: ID!) {{ it: {camel(singular(label))}(id: $id) {{ {' '.join(fields)} }} }}"


@pytest.mark.parametrize("role", Role)
async def test_own_records_are_shown_and_foreign_ones_are_not_there(
    enter: Enter, role: Role
) -> None:
    client = await enter(role.value)
    for label in REGIONAL:
        if role not in access_table()[f"Query.{camel(singular(label))}"].roles:
            continue
        query = by_id(label, leaves(label, role))
        own = await ask(client, query, id=node_id(label, OWN))
        assert "errors" not in own, (label, own)
        assert own["data"]["it"]["id"] == node_id(label, OWN)
        foreign = await ask(client, query, id=node_id(label, FOREIGN))
        unknown = await ask(client, query, id="нет такой записи")
        if role is Role.HEAD:
            assert foreign["data"]["it"]["id"] == node_id(label, FOREIGN)
        else:
            assert foreign == unknown == {"data": {"it": None}}, label


@pytest.mark.parametrize("role", Role)
async def test_a_denied_field_is_refused_and_nothing_is_answered(enter: Enter, role: Role) -> None:
    client = await enter(role.value)
    denied = [f for f, row in access_table().items() if role not in row.roles]
    of_nodes = [field for field in denied if field.split(".")[0] in LABELS]
    # A coordinator reads everything of the own region.
    assert bool(of_nodes) is (role is not Role.COORDINATOR)
    for field in of_nodes:
        label, name = field.split(".")
        kind: Any = SCHEMA._schema.type_map[label]
        leaf = is_leaf_type(get_named_type(kind.fields[name].type))
        query = by_id(label, ["id", name if leaf else f"{name} {{ __typename }}"])
        shown = await ask(client, query, id=node_id(label, OWN))
        assert codes(shown) == ["FORBIDDEN_FIELD"], field
        assert shown["data"] is None
        assert canary(OWN) not in str(shown)
