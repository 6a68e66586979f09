"""Compiled operations answer as field-by-field execution does: random ones, over a grown network.

The two meet only in the database: what the compiler makes one statement of, the other asks one
level at a time.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from random import Random
from typing import Any, LiteralString

import orjson
import pytest
from graphql import GraphQLObjectType

from api.context import Context, Loaders
from api.execution import execute, ordinary
from api.limits.rows import LimitError
from api.node.inputs import orderable, value_name_upper
from api.node.naming import camel, edge_values, node_values
from api.operation import READING, Asked, Ready, RefusedError, ready
from api.schema import SCHEMA
from graph.declaration import Personal, Property
from graph.model import MODEL
from graph.model.account import Role
from graph.session import Graph
from graph.settings import Settings
from queries.compiler.steps import LABELS, Step, Way, plural, steps_of, values_of
from queries.days import ZONES, days, zones
from queries.scope import CONSENTED, Actor
from tests.api.asking import Asking, Operation
from tests.api.grown import COORDINATOR, CURATOR, HEAD, MOMENT, grow
from tests.api.listening import told
from tests.conftest import emptied

pytestmark = pytest.mark.anyio

# A child's name, words and family are for coordinators alone: what all may ask is less.
AUDIENCES = ((COORDINATOR,), (HEAD,), (CURATOR, COORDINATOR), (HEAD, CURATOR, COORDINATOR))
OPERATIONS = 100
# Sees everything, and may ask for what is personal.
ALL = replace(COORDINATOR, everything=True)
TELLING = tuple(
    step for label in LABELS for step in steps_of(label).values() if step.many and step.properties
)

# Whose family, health and pictures may be shown, and the consents about them.
_AGREED: LiteralString = (
    "MATCH (n:Student) WHERE " + CONSENTED + " OPTIONAL MATCH (n)<-[:FOR_CHILD]-(c:Consent) "
    "UNWIND [n.id, c.id] AS id RETURN DISTINCT id"
)
_NODES: LiteralString = """
MATCH (n) WHERE $label IN labels(n) RETURN properties(n) AS told ORDER BY n.id"""
_LINKS: LiteralString = """
MATCH (a)-[r]->(b) WHERE type(r) = $type AND $source IN labels(a) AND $target IN labels(b)
RETURN a.id AS source, b.id AS target, properties(r) AS told,
  properties(a) AS of_source, properties(b) AS of_target"""
_BACK: LiteralString = """
MATCH (a)<-[r]-(b) WHERE type(r) = $type AND $source IN labels(a) AND $target IN labels(b)
RETURN a.id AS source, b.id AS target, properties(r) AS told,
  properties(a) AS of_source, properties(b) AS of_target"""


@pytest.fixture(scope="module")
async def grown(server_settings: Settings) -> AsyncIterator[Graph]:
    async with emptied(server_settings) as opened:
        await grow(opened, 4)
        yield opened


@pytest.mark.parametrize("seed", range(OPERATIONS))
async def test_any_operation_is_answered_as_field_by_field(grown: Graph, seed: int) -> None:
    actors = AUDIENCES[seed % len(AUDIENCES)]
    asked, first = _any(seed, frozenset(actor.role for actor in actors))
    for actor in actors:
        data = await _same(grown, actor, asked, first)
        found = dict(_cursors(data, asked.cursors))
        if found:
            further = Operation(asked.text, asked.variables | found, asked.cursors)
            await _same(grown, actor, further, _ready(further))


@pytest.mark.parametrize("labels", [LABELS[i::5] for i in range(5)])
async def test_values_are_those_of_the_graph(grown: Graph, labels: tuple[str, ...]) -> None:
    """Both ways read by the same words: what they tell is compared with the database's own."""
    everybody = Asking(Random(0), frozenset({ALL.role}))
    asked, roots = {}, []
    for label in labels:
        kind, name = SCHEMA._schema.get_type(label), camel(plural(label))
        assert isinstance(kind, GraphQLObjectType)
        told = {n: p for n, p in node_values(label).items() if not p.personal_of_child}
        asked[label] = {n: told[n] for n in everybody.open(kind, told)}
        fields = " ".join(asked[label])
        order = "orderBy: {field: ID}"
        roots.append(f"{label}: {name}(first: 100, {order}) {{ edges {{ node {{ {fields} }} }} }}")
    data = await _same(grown, ALL, *_plain(f"{{ {' '.join(roots)} }}"))
    for label, declared in asked.items():
        rows = [
            row for row in await grown.rows(_NODES, {"label": label}) if _there(label, row["told"])
        ]
        assert [edge["node"] for edge in data[label]["edges"]] == [
            {name: _shown(one, row["told"]) for name, one in declared.items()} for row in rows
        ]
        assert rows


@pytest.mark.parametrize("links", [TELLING[i::3] for i in range(3)])
async def test_links_tell_what_the_graphs_do(grown: Graph, links: tuple[Step, ...]) -> None:
    day = days(await zones(grown), MOMENT, None).today
    agreed = await grown.rows(_AGREED, {"now": MOMENT, "consent_day": day})
    shown = {row["id"] for row in agreed}
    for step in links:
        name, way = camel(plural(step.source)), camel(step.name)
        lasting = "" if step.history or not step.interval else ", lasting: false"
        told = " ".join(edge_values(step))
        page = f"{way}(first: 100{lasting}) {{ edges {{ {told} node {{ id }} }} }}"
        query = f"{{ {name}(first: 100) {{ edges {{ node {{ id {page} }} }} }} }}"
        data = await _same(grown, ALL, *_plain(query))
        values = edge_values(step)
        found = [
            {"source": node["id"], "target": edge["node"]["id"]} | {n: edge[n] for n in values}
            for node in (one["node"] for one in data[name]["edges"])
            for edge in node[way]["edges"]
        ]
        assert step.relationship is not None
        asked = {"type": step.relationship.type, "source": step.source, "target": step.target}
        rows = [
            row
            for row in await grown.rows(_BACK if step.way is Way.BACK else _LINKS, asked)
            if _there(step.source, row["of_source"])
            and _there(step.target, row["of_target"])
            and (
                step.relationship.personal is Personal.NO or shown & {row["source"], row["target"]}
            )
        ]
        kept = [
            {"source": row["source"], "target": row["target"]}
            | {name: _shown(one, row["told"]) for name, one in values.items()}
            for row in rows
        ]
        assert sorted(found, key=str) == sorted(kept, key=str)


@pytest.mark.parametrize("seed", range(20))
async def test_pages_in_any_order_are_the_whole_list(grown: Graph, seed: int) -> None:
    """Cursors lose and repeat nothing: among equal values, at nothing, in the past."""
    dice = Random(seed)
    label = dice.choice(LABELS)
    names = [n for n, p in values_of(label).items() if orderable(p) and n != "version"]
    keys = [
        f"{{field: {value_name_upper(name)}, direction: {dice.choice(['ASC', 'DESC'])}}}"
        for name in dice.sample(names, min(len(names), dice.randint(1, 2)))
    ]
    name, past = camel(plural(label)), ', asOf: "2019-10-05T00:00:00Z"' if seed % 3 == 0 else ""
    query = f"""query($n: Int!, $after: String) {{
      {name}(first: $n, after: $after, orderBy: [{", ".join(keys)}]{past}) {{
        pageInfo {{ hasNextPage endCursor }} edges {{ node {{ id }} }} }} }}"""
    whole = (await _same(grown, ALL, *_plain(query, n=100)))[name]["edges"]
    found: list[Any] = []
    after, more = None, True
    while more:
        page = (await _same(grown, ALL, *_plain(query, n=3, after=after)))[name]
        found += page["edges"]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert found == whole


async def test_conditions_deep_inside_each_other_are_planned(grown: Graph) -> None:
    """What took the database's planner minutes, and all of its memory."""
    inner = 'id: {ne: "x"}'
    for step in ("school", "students", "school"):
        inner = f"{step}: {{all: {{{inner}}}, none: {{not: {{{inner}}}}}}}"
    query = f"{{ students(filter: {{{inner}}}) {{ totalCount edges {{ node {{ id }} }} }} }}"
    for actor in (ALL, COORDINATOR):
        assert (await _same(grown, actor, *_plain(query)))["students"]["totalCount"] >= 0


def _there(label: str, told: dict[str, Any]) -> bool:
    """Whether a node with these values was not taken away, nor set aside from lists."""
    node = MODEL.nodes[label]
    if node.aside and told.get(node.aside[0]) in node.aside[1]:
        return False
    return not node.until or told.get(node.until) is None


def _plain(query: str, **variables: Any) -> tuple[Operation, Ready]:
    asked = Operation(query, variables, {})
    return asked, _ready(asked)


def _shown(declared: Property, told: dict[str, Any]) -> Any:
    """The value as the schema shows what the driver read."""
    value = told.get(declared.name, 0 if declared.name == "version" else None)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if declared.choices is None or value is None:
        return value
    names = [declared.choices(one).name for one in ([value] if isinstance(value, str) else value)]
    return names[0] if isinstance(value, str) else names


SHAPES = {
    "named fragment": r"\nfragment F\d+ on \w+ {",
    "fragment spread twice": r"(\.\.\.F\d+)\b.*\1\b",
    "inline fragment": r"\.\.\. on \w+",
    "alias": r"a\d+: \w+",
    "same field twice": r" (a\d+: \w+(?:\([^()]*\))?) {.* \1 {",
    "variable": r"\(\w+: \$v\d+",
    "default of a variable": r"\$v\d+: [^,$]+ = ",
    "variable inside an object": r"{\w+: \$v\d+",
    "variable inside a list": r"\[[^\]]*\$v\d+",
    "directive of a constant": r"@(include|skip)\(if: (true|false)\)",
    "directive of a variable": r"@(include|skip)\(if: \$",
    "directive of a fragment": r"\.\.\.F\d+ @|\.\.\. on \w+ @",
    "page in a page": r"edges {.*node {.*edges {.*node {",
    "cursor": r"after: \$",
    "filter through relationships": r"{(some|none|all): {\w",
    "and, or, not": r"{(and|or|not): ",
    "order of two keys": r"orderBy: \[{[^}]*}, {",
    "descending": r"direction: DESC",
    "history": r"History\(",
    "lasting": r"lasting: ",
    "count": r"totalCount",
    "groups": r"By\(by: ",
    "past": r"asOf: ",
    "any node": r": node\(id",
    "union": r"(at|owner|extends|concerns)( @\w+\([^)]*\))? {[^{}]*\.\.\.",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_operations_have_every_shape(shape: str) -> None:
    found = [bool(re.search(SHAPES[shape], text, re.DOTALL)) for text in _texts()]
    assert sum(found) >= 3


@cache
def _texts() -> list[str]:
    return [
        _any(seed, frozenset(actor.role for actor in AUDIENCES[seed % len(AUDIENCES)]))[0].text
        for seed in range(OPERATIONS)
    ]


def _any(seed: int, roles: frozenset[Role]) -> tuple[Operation, Ready]:
    """An operation within the limits: those too large are thrown again."""
    for again in range(20):
        asked = Asking(Random(f"{seed}.{again}"), roles).operation()
        try:
            return asked, _ready(asked)
        except RefusedError as error:
            if not all(isinstance(one.original_error, LimitError) for one in error.errors):
                raise AssertionError((error.errors, asked.text)) from error
    raise AssertionError("the dice are too large")


def _ready(asked: Operation) -> Ready:
    return ready(Asked(asked.text, asked.variables, None), READING, explored=True)


async def _same(graph: Graph, actor: Actor, asked: Operation, one: Ready) -> Any:
    """The answer, the same in both ways, one statement a root field."""
    with told() as statements:
        compiled = await execute(
            SCHEMA, one.prepared, one.operation, one.variables, _context(graph, actor)
        )
    fields = await ordinary(
        SCHEMA, one.prepared.document, one.operation, one.variables, _context(graph, actor)
    )
    assert len([one for one in statements if one != ZONES]) == len(compiled.data or {})
    case = (actor.role, asked.text, asked.variables)
    assert not compiled.errors, (compiled.errors, *case)
    assert not fields.errors, (fields.errors, *case)
    assert orjson.dumps(compiled.data) == orjson.dumps(fields.data), case
    return compiled.data


def _context(graph: Graph, actor: Actor) -> Context:
    async def leave() -> bool:
        return False

    return Context(graph, actor, actor.account, MOMENT, Loaders(graph, actor), leave)


def _cursors(data: Any, wanted: dict[str, str]) -> Iterator[tuple[str, str]]:
    """A cursor for each variable, from a page called by its name."""
    if isinstance(data, list):
        for one in data:
            yield from _cursors(one, wanted)
    if isinstance(data, dict):
        for key, one in data.items():
            if key in wanted and one and one.get("edges"):
                yield wanted[key], one["edges"][0]["cursor"]
            yield from _cursors(one, wanted)
