"""Limits of a request: each at its number and one beyond it, and the work of refusing."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLError, build_schema, get_introspection_query, parse

from api.connection import MAX_NODES, Budget
from api.document import CACHED_TOKENS, Documents
from api.errors import TooLargeError
from api.limits.inputs import check_variables
from api.limits.measure import Measured, measure
from api.limits.outline import Definition, outline
from api.limits.rows import CEILING, LIMITS, LimitError
from tests.api.conftest import Enter, ask, codes

pytestmark = pytest.mark.anyio

SCHEMA = build_schema("""
  type Query {
    viewer: Viewer
    find(names: [String!], filter: Filter): String
    regions(first: Int = 20): RegionConnection!
    rules: [Rule!]!
  }
  type Viewer { login: String! self: Viewer! }
  input Filter { any: [[String!]!] }
  type RegionConnection { edges: [RegionEdge!]! totalCount: Int! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! }
  type RegionEdge { node: Region! }
  type Region { name: String! schools(first: Int = 20): RegionConnection! }
  type Rule { id: ID! }
""")
FRAGMENT = "fragment {name} on Query {{ {body} }}"


def _measured(text: str) -> Measured:
    return measure(SCHEMA, parse(text))


def _code(text: str) -> str | None:
    try:
        _measured(text)
    except LimitError as error:
        return error.code
    return None


def _nested(depth: int) -> str:
    """`depth` fields, one in the other."""
    return "{ viewer { " + "self { " * (depth - 2) + "login" + " }" * depth


def _fragments(count: int, spreads: int = 1, leaf: str = "viewer { login }") -> str:
    """A chain of fragments, each of which spreads the next one `spreads` times."""
    chain = [
        FRAGMENT.format(name=f"f{i}", body=f"...f{i + 1} " * spreads) for i in range(count - 1)
    ]
    return " ".join(["{ ...f0 }", *chain, FRAGMENT.format(name=f"f{count - 1}", body=leaf)])


@pytest.mark.parametrize(
    ("most", "more", "code"),
    [
        (_nested(12), _nested(13), "TOO_DEEP"),
        (
            "{ viewer { " + " ".join(f"a{i}: login" for i in range(50)) + " } }",
            "{ viewer { " + " ".join(f"a{i}: login" for i in range(51)) + " } }",
            "TOO_MANY_ALIASES",
        ),
        (_fragments(50), _fragments(51), "TOO_MANY_FRAGMENTS"),
        (
            "{ viewer { " + "...f " * 50 + "} } fragment f on Viewer { login }",
            "{ viewer { " + "...f " * 51 + "} } fragment f on Viewer { login }",
            "TOO_MANY_FRAGMENTS",
        ),
        (
            "{ viewer { login " + "@skip(if: false) " * 50 + "} }",
            "query @a { viewer { login " + "@skip(if: false) " * 50 + "} }",
            "TOO_MANY_DIRECTIVES",
        ),
        (
            "{ " + " ".join(f"r{i}: rules {{ id }}" for i in range(10)) + " }",
            "{ " + " ".join(f"r{i}: rules {{ id }}" for i in range(11)) + " }",
            "TOO_MANY_ROOT_FIELDS",
        ),
        (
            "{ viewer { " + " ".join(f"x{i}" for i in range(999)) + " } }",
            "{ viewer { " + " ".join(f"x{i}" for i in range(1000)) + " } }",
            "TOO_MANY_FIELDS",
        ),
        (
            "{ viewer { login " + "login " * 50 + "} }",
            "{ viewer { login " + "... { login } " * 51 + "} }",
            "TOO_MANY_FIELDS",
        ),
        (
            "{ find(names: [" + '"a" ' * 250 + "]) }",
            "{ find(names: [" + '"a" ' * 251 + "]) }",
            "LIST_TOO_LONG",
        ),
        (
            "{ find(filter: {any: [[" + '"a" ' * 250 + "]]}) }",
            "query ($f: Filter = {any: [[" + '"a" ' * 251 + "]]}) { find(filter: $f) }",
            "LIST_TOO_LONG",
        ),
        (
            "{ find(filter: " + "{a: " * 16 + "1" + "}" * 16 + ") }",
            "{ find(filter: " + "{a: [" * 8 + "{a: 1}" + "]}" * 8 + ") }",
            "INPUT_TOO_DEEP",
        ),
        (
            "{ regions(first: 100) { edges { node { schools(first: 100) { totalCount } } } } }",
            "{ regions(first: 100) { edges { node { schools(first: 100) { edges { node { name "
            + " ".join(f"a{i}: name" for i in range(8))
            + " } } } } } } }",
            "TOO_EXPENSIVE",
        ),
    ],
)
def test_each_limit_holds_at_its_number(most: str, more: str, code: str) -> None:
    assert _code(most) is None
    assert _code(more) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{ ...a } fragment a on Query { ...a }", "FRAGMENT_CYCLE"),
        (
            "{ ...a } fragment a on Query { ...b viewer { login } } fragment b on Query { ...a }",
            "FRAGMENT_CYCLE",
        ),
        # What is counted through fragments, spread where it stands.
        (
            "{ viewer { self { self { ...d } } } } fragment d on Viewer { " + "self { " * 9
            + "login" + " }" * 10,
            "TOO_DEEP",
        ),
        (
            "{ " + " ".join(f"...{{ viewer {{ self {{ ...a{i} }} }} }}" for i in range(6)) + " } "
            + " ".join(
                f"fragment a{i} on Viewer {{ " + " ".join(f"b{n}: login" for n in range(9)) + " }"
                for i in range(6)
            ),
            "TOO_MANY_ALIASES",
        ),
        (
            "{ ...r ...r } fragment r on Query { "
            + " ".join(f"r{i}: rules {{ id }}" for i in range(6)) + " }",
            "TOO_MANY_ROOT_FIELDS",
        ),
        (
            "{ regions(first: 100) { edges { node { ...s } } } } fragment s on Region { "
            "schools(first: 100) { edges { node { ...n } } } } fragment n on Region { "
            "schools(first: 100) { totalCount } }",
            "TOO_EXPENSIVE",
        ),
    ],
)  # fmt: skip
def test_fragments_count_as_what_they_hold(text: str, code: str) -> None:
    assert _code(text) == code


@pytest.mark.parametrize("count", [2, 50, 300])
def test_the_work_is_that_of_reading_the_text(count: int) -> None:
    """2^299 fields in three hundred fragments: each place of the text is visited once."""
    text = _fragments(count, spreads=2)
    definitions = [one for one in parse(text).definitions if isinstance(one, Definition)]
    visited = sum(outline(SCHEMA, one).visited for one in definitions)
    # A definition and what stands in it: the operation's spread, two in each, the leaf's fields.
    assert visited == 2 + 3 * (count - 1) + 3
    assert _code(text) == (None if count == 2 else "TOO_MANY_FRAGMENTS")


def test_numbers_stop_growing() -> None:
    pages = "schools(first: 100) { edges { node { " * 2 + "schools(first: 100) { totalCount "
    more = " ".join(f"a{i}: totalCount" for i in range(40))
    text = "{ regions(first: 100) { edges { node { " + pages + more + " }" * 11
    with pytest.raises(LimitError, match=f"больше {CEILING}"):
        _measured(text)


@pytest.mark.parametrize(
    ("text", "variables", "cost"),
    [
        ("{ viewer { login } }", {}, 2),
        ("{ unknown { whatever } }", {}, 2),
        ("{ regions { totalCount } }", {}, 1 + 20),
        ("{ regions(first: 3) { edges { node { name } } } }", {}, 1 + 3 * 3),
        ("{ regions(first: -5) { totalCount } }", {}, 1 + 1),
        ("{ regions(first: 9999999999) { totalCount } }", {}, 1 + 100),
        ("{ rules { id } }", {}, 1 + 10),
        ("query ($n: Int) { regions(first: $n) { totalCount } }", {"n": 7}, 1 + 7),
        ("query ($n: Int) { regions(first: $n) { totalCount } }", {}, 1 + 20),
        (
            "query ($n: Int, $m: Int) { regions(first: $n) { edges { node { ...s } } } } "
            "fragment s on Region { schools(first: $m) { totalCount } }",
            {"n": 50, "m": 20},
            1 + 50 * (2 + 1 + 20),
        ),
        (
            "{ regions(first: 50) { edges { node { name schools(first: 20) "
            "{ edges { node { name } } } } } } }",
            {},
            1 + 50 * (2 + 1 + 1 + 20 * 3),
        ),
        ("query a { viewer { login } } query b { rules { id } }", {}, 1 + 10),
    ],
)
def test_cost_is_a_field_times_its_pages(text: str, variables: dict[str, Any], cost: int) -> None:
    assert _measured(text).cost(variables) == cost


def test_cost_by_variables_is_checked_with_their_values() -> None:
    measured = _measured(
        "query ($n: Int, $m: Int) { regions(first: $n) { edges { node { schools(first: $m) { "
        + " ".join(f"a{i}: totalCount" for i in range(12)) + " } } } } }"
    )  # fmt: skip
    measured.check_cost({"n": 10, "m": 10})
    with pytest.raises(LimitError, match="Стоимость"):
        measured.check_cost({"n": 100, "m": 100})


def test_the_schema_may_be_asked_for_by_the_usual_question() -> None:
    text = get_introspection_query(
        specified_by_url=True, directive_is_repeatable=True, input_value_deprecation=True
    )
    assert Documents(SCHEMA, explored=True).prepare(text).problems == ()
    deeper = text.replace("ofType {", "ofType { ofType { ofType { kind } } ", 1)
    assert _code(deeper) is None
    assert _code("{ __schema { types { " + "ofType { " * 15 + "name" + " }" * 18) == "TOO_DEEP"


@pytest.mark.parametrize(
    "variables",
    [{"a": [0] * 251}, {"a": {"b": [{"c": [[0] * 251]}]}}, {"a": [[0] * 250, [0] * 251]}],
)
def test_lists_in_variables_are_counted_at_any_depth(variables: dict[str, Any]) -> None:
    with pytest.raises(LimitError) as caught:
        check_variables(variables)
    assert caught.value.code == "LIST_TOO_LONG"
    assert "251" in caught.value.message


def test_lists_in_variables_may_be_as_long_as_the_limit() -> None:
    check_variables({"a": [0] * 250, "b": {"c": [[0] * 250] * 250}})


def test_every_limit_has_words_of_its_own() -> None:
    assert len({limit.name for limit in LIMITS}) == len(LIMITS)
    for limit in LIMITS:
        limit.check(limit.allowed)
        with pytest.raises(limit.error, match=f"{limit.allowed + 1}.*{limit.allowed}"):
            limit.check(limit.allowed + 1)


def test_pages_that_multiply_have_a_budget_while_they_are_read() -> None:
    budget = Budget()
    budget.spend(MAX_NODES)
    with pytest.raises(TooLargeError):
        budget.spend(1)


def test_a_document_is_read_and_checked_once() -> None:
    kept = Documents(SCHEMA, explored=False)
    first = kept.prepare("{ viewer { login } }")
    assert kept.prepare("{ viewer { login } }") is first
    assert kept.prepare("{ viewer { self { login } } }") is not first
    with pytest.raises(GraphQLError):
        kept.prepare("{ viewer {")


def test_the_longest_unasked_documents_go_first() -> None:
    kept = Documents(SCHEMA, explored=False)
    often = kept.prepare("{ viewer { login } }")
    long = "{ viewer { " + " ".join(f"x{i}" for i in range(900)) + " } "
    first = kept.prepare(long + "}")
    for i in range(CACHED_TOKENS // 900 + 1):
        assert kept.prepare("{ viewer { login } }") is often
        kept.prepare(f"{long} y{i}: viewer {{ login }} }}")
    assert kept.prepare(long + "}") is not first


def test_values_of_variables_may_be_as_deep_as_the_limit() -> None:
    value: Any = 0
    for _ in range(16):
        value = {"a": value}
    check_variables({"a": value})
    with pytest.raises(LimitError) as caught:
        check_variables({"a": [value]})
    assert caught.value.code == "INPUT_TOO_DEEP"


async def test_a_limit_is_told_by_its_code_and_number(enter: Enter) -> None:
    client = await enter("head")
    shown = await ask(client, _nested(13))
    assert codes(shown) == ["TOO_DEEP"]
    assert shown["data"] is None
    assert shown["errors"][0]["message"].startswith("Вложенность полей: 13, а можно не больше 12.")
    shown = await ask(client, "query ($a: [Int]) { viewer { login } }", a=[1] * 251)
    assert set(codes(shown)) <= {"LIST_TOO_LONG", "BAD_QUERY"}
