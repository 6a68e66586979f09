"""The access table read from a file, and documents against it; the real one is in tests/api."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import build_schema, parse

from api.access import table
from api.access.table import (
    COLUMNS,
    Access,
    FieldError,
    access_table,
    check,
    check_complete,
    fields_of,
    used,
)
from graph.errors import ConfigurationError
from graph.model.account import Role

HEADER = "поле;head;curator;coordinator;authority;automation;чужое\n"
SCHEMA = build_schema("""
  interface Named { name: String }
  type Query { child(id: ID): Child  school: School }
  type Child implements Named { name: String  school: School }
  type School implements Named { name: String }
  input Filter { name: String }
  enum Kind { ONE }
""")
FIELDS = ["Child.name", "Child.school", "Named.name", "Query.child", "Query.school", "School.name"]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A table of its own instead of the project's."""
    path = tmp_path / "own.csv"
    monkeypatch.setattr(table, "TABLE", path)
    access_table.cache_clear()
    yield path
    access_table.cache_clear()


def write(path: Path, *rows: str, header: str = HEADER) -> None:
    path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")


def test_a_row_says_who_may_ask_and_whether_of_a_foreign_record(file: Path) -> None:
    write(file, "Child.name;нет;нет;да;нет;нет;нет", "School.name;да;да;да;да;да;да")
    assert access_table() == {
        "Child.name": Access(frozenset({Role.COORDINATOR}), False),
        "School.name": Access(frozenset(Role), True),
    }


def test_the_projects_own_table_gives_a_childs_name_to_coordinators_alone() -> None:
    access_table.cache_clear()
    assert access_table()["Student.familyName"] == Access(frozenset({Role.COORDINATOR}), False)


def test_every_role_has_a_column_of_its_name(file: Path) -> None:
    assert ("поле", *(role.value for role in Role), "чужое") == COLUMNS
    for place, role in enumerate(Role):
        answers = ["да" if at == place else "нет" for at in range(len(Role))]
        write(file, f"Child.name;{';'.join(answers)};нет")
        access_table.cache_clear()
        assert access_table()["Child.name"].roles == {role}


@pytest.mark.parametrize(
    ("header", "row", "told"),
    [
        (
            "поле;head;curator;coordinator;authority;automation\n",
            "Child.name;да;да;да;да;да",
            "own.csv: столбцы должны быть "
            "поле, head, curator, coordinator, authority, automation, чужое.",
        ),
        (HEADER, "Child.name;;да;да;да;да;да", "own.csv: Child.name, head: нужно да или нет."),
        (HEADER, "Child.name;да;да;да;да;да", "own.csv: Child.name, чужое: нужно да или нет."),
        (
            HEADER,
            "Child.name;да;может;да;да;да;да",
            "own.csv: Child.name, curator: нужно да или нет.",
        ),
        (
            "",
            "",
            "own.csv: столбцы должны быть "
            "поле, head, curator, coordinator, authority, automation, чужое.",
        ),
    ],
)
def test_a_table_that_is_not_understood_lets_nobody_in(
    file: Path, header: str, row: str, told: str
) -> None:
    write(file, row, header=header)
    with pytest.raises(ConfigurationError) as refused:
        access_table()
    assert refused.value.message == told


def test_fields_are_those_of_objects_and_interfaces_and_not_of_introspection() -> None:
    assert sorted(fields_of(SCHEMA)) == FIELDS


def test_a_table_and_a_schema_that_differ_stop_the_application(file: Path) -> None:
    rows = [f"{field};да;да;да;да;да;да" for field in FIELDS]
    write(file, *rows)
    check_complete(SCHEMA)
    for lacking, left, told in [
        (rows[0], (), "нет строк ['Child.name'] (1), лишние строки [] (0)"),
        (None, ("A.a;да;да;да;да;да;да",), "нет строк [] (0), лишние строки ['A.a'] (1)"),
    ]:
        write(file, *(row for row in rows if row != lacking), *left)
        access_table.cache_clear()
        with pytest.raises(ConfigurationError) as refused:
            check_complete(SCHEMA)
        assert refused.value.message == (
            f"Таблица доступа own.csv расходится со схемой: {told}. "
            "заготовки строк печатает python -m api.access.proposing."
        )


def test_of_many_differences_the_first_five_are_named(file: Path) -> None:
    write(file, *(f"A.f{at};да;да;да;да;да;да" for at in range(7)))
    with pytest.raises(ConfigurationError) as refused:
        check_complete(SCHEMA)
    first = "'Child.name', 'Child.school', 'Named.name', 'Query.child', 'Query.school'"
    assert f"нет строк [{first}] (6)" in refused.value.message
    assert "лишние строки ['A.f0', 'A.f1', 'A.f2', 'A.f3', 'A.f4'] (7)" in refused.value.message


def test_a_document_uses_what_it_names_at_any_depth_under_any_name() -> None:
    document = parse("""
      query { __schema { types { name } } __typename one: child { ...Of } }
      fragment Of on Child { n: name __typename school { ... on Named { name } } }
    """)
    assert used(SCHEMA, document) == {"Query.child", "Child.name", "Child.school", "Named.name"}


def test_a_field_the_role_may_not_ask_for_is_named(file: Path) -> None:
    write(
        file,
        "Child.name;нет;нет;да;нет;нет;нет",
        "School.a;нет;да;да;нет;нет;нет",
        "School.name;да;да;да;да;да;да",
    )
    asked = frozenset({"School.name", "School.a", "Child.name"})
    check(asked, Role.COORDINATOR)
    check(frozenset({"School.name"}), Role.HEAD)
    for role, field in ((Role.CURATOR, "Child.name"), (Role.HEAD, "Child.name")):
        with pytest.raises(FieldError) as refused:
            check(asked, role)
        assert refused.value.code == "FORBIDDEN_FIELD"
        assert (
            refused.value.message == f"Поле {field} недоступно вашей роли. Уберите его из запроса."
        )


def test_a_field_without_a_row_is_nobodys(file: Path) -> None:
    write(file, "School.name;да;да;да;да;да;да")
    for role in Role:
        with pytest.raises(ConfigurationError) as refused:
            check(frozenset({"School.secret"}), role)
        assert refused.value.message == (
            "В own.csv нет строки School.secret: "
            "заготовки строк печатает python -m api.access.proposing."
        )
