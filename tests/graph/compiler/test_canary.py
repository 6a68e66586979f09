"""Walking out of one's region along any path: not one foreign byte, for any role.

A path is a chain of steps, each the very statement that a compiled operation nests. From all that a
viewer may list, all steps are taken from all nodes found, six times: whatever a path of up to six
steps from any root reaches is reached so. Random chains of six, nested in one statement, show that
nesting changes nothing. Limited roles share their statements: those are tried once.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from typing import Any

import pytest

from graph.model.account import Role
from graph.session import Graph
from graph.settings import Settings
from queries.compiler.building import Sight
from queries.compiler.grouping import groups_of
from queries.compiler.made import made_of
from queries.compiler.plan import Plan, by_ids, compiled
from queries.compiler.selection import (
    AnyById,
    ById,
    EdgeField,
    EdgeKind,
    Field,
    Grouped,
    GroupField,
    Listed,
    Made,
    Many,
    One,
    PageArguments,
    Part,
    PartKind,
    Root,
    Slot,
    TypeName,
    Value,
)
from queries.compiler.steps import LABELS, Step, filter_steps, steps_of, values_of
from queries.scope import VISIBILITY, Actor, Rule
from tests.conftest import emptied
from tests.graph.compiler.canaries import FOREIGN, MOMENT, OWN, canary, node_id, plant

pytestmark = pytest.mark.anyio

STEPS = 6
CHAINS = 12
LIMITED = [role for role in Role if role is not Role.HEAD]
ALL = PageArguments(Slot(constant=100), lasting=False)
Found = dict[str, set[str]]
"""Ids by label."""


@pytest.fixture(scope="module")
async def network(server_settings: Settings) -> AsyncIterator[Graph]:
    async with emptied(server_settings) as opened:
        await plant(opened)
        yield opened


def actor(role: Role) -> Actor:
    if role is Role.HEAD:
        return Actor("account", role, None, True, frozenset())
    return Actor("account", role, None, False, frozenset({OWN}))


def told(label: str) -> tuple[Field, ...]:
    """Everything a node tells of itself."""
    values = [Value(name, name) for name in values_of(label)]
    return (TypeName("__label", label), *values, *(Made(name, name) for name in made_of(label)))


def page_of(label: str, step: Step | None = None) -> tuple[Part, ...]:
    """Everything a page tells."""
    own = [EdgeField(p.name, EdgeKind.VALUE, p.name) for p in (step.properties if step else ())]
    node = EdgeField("node", EdgeKind.NODE, fields=told(label))
    return (
        Part("edges", PartKind.EDGES, edges=(node, EdgeField("cursor", EdgeKind.CURSOR), *own)),
        Part("count", PartKind.COUNT),
        Part("info", PartKind.INFO, info=(("end", "endCursor"), ("more", "hasNextPage"))),
    )


class Walker:
    """One viewer, who keeps everything that was ever answered."""

    def __init__(self, graph: Graph, role: Role) -> None:
        self.graph, self.actor = graph, actor(role)
        self.sight = Sight(self.actor.everything)
        self.answers: list[Any] = []

    async def ask(self, root: Root) -> Any:
        plan = compiled(root, self.sight)
        rows = await self._rows(plan, {})
        answer = plan.shape(rows[0] if rows else None, plan.firsts({}))
        self.answers.append(answer)
        return answer

    async def follow(self, label: str, ids: Iterable[str]) -> list[dict[str, Any]]:
        """All steps at once from these nodes: what each finds, by its name."""
        plan = by_ids(label, [_step(step) for step in steps_of(label).values()], self.sight)
        rows = await self._rows(plan, {"ids": sorted(ids)})
        answers = [plan.shape(row[1:], plan.firsts({})) for row in rows]
        self.answers += answers
        return answers

    async def _rows(self, plan: Plan, more: dict[str, Any]) -> list[list[Any]]:
        days = {"today": MOMENT.date(), "tomorrow": MOMENT.date() + timedelta(days=1)}
        known = {"at": MOMENT, "now": MOMENT, "ahead": [], "consent_day": MOMENT.date()}
        asked = plan.values({}) | days | known | self.actor.parameters() | more
        return await self.graph.read(lambda reader: reader.plain(plan.statement, asked))


async def listed(walker: Walker) -> Found:
    """What the roots give: everything of every label that the viewer may list."""
    found: Found = {}
    for label in LABELS:
        answer = await walker.ask(Listed("it", label, ALL, page_of(label)))
        found[label] = {edge["node"]["id"] for edge in answer["edges"]}
        assert answer["count"] == len(found[label]), label
    return found


async def walk(walker: Walker, start: Found) -> Found:
    """Everything within so many steps of these nodes; each node is left by each step once."""
    reached = {label: set(ids) for label, ids in start.items()}
    frontier = start
    for _ in range(STEPS):
        ahead: Found = defaultdict(set)
        for label, ids in frontier.items():
            for answer in await walker.follow(label, ids) if ids else ():
                for target, identity in _ends(label, answer):
                    if identity not in reached.setdefault(target, set()):
                        ahead[target].add(identity)
                        reached[target].add(identity)
        frontier = ahead
    return reached


def _step(step: Step) -> Field:
    if step.many:
        return Many(step.name, step, ALL, page_of(step.target, step))
    return One(step.name, step, {target: told(target) for target in step.targets})


def _ends(label: str, answer: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for name, step in steps_of(label).items():
        found = answer[name]
        if step.many:
            assert found["count"] == len(found["edges"]), step
            yield from ((step.target, edge["node"]["id"]) for edge in found["edges"])
        elif found is not None:
            yield found["__label"], found["id"]


@pytest.mark.parametrize("role", LIMITED)
async def test_no_path_from_any_root_shows_a_foreign_byte(network: Graph, role: Role) -> None:
    walker = Walker(network, role)
    start = await listed(walker)
    reached = await walk(walker, start)
    # Nothing is reachable that could not be listed, and every type is there to be seen.
    assert reached == start
    assert all(start.values()), [label for label, ids in start.items() if not ids]
    text = str(walker.answers)
    assert canary(OWN) in text
    assert canary(FOREIGN) not in text
    assert FOREIGN not in text


async def test_the_canaries_sing_to_whoever_sees_everything(network: Graph) -> None:
    walker = Walker(network, Role.HEAD)
    found = await listed(walker)
    text = str(walker.answers)
    assert canary(OWN) in text
    assert canary(FOREIGN) in text
    assert all(node_id(label, FOREIGN) in ids for label, ids in found.items())


async def test_random_chains_of_six_steps_in_one_statement(network: Graph) -> None:
    walker, dice = Walker(network, Role.COORDINATOR), random.Random(6)
    for _ in range(CHAINS):
        label = dice.choice(LABELS)
        await walker.ask(Listed("it", label, ALL, _chain(label, STEPS, dice)))
    text = str(walker.answers)
    assert canary(OWN) in text
    assert canary(FOREIGN) not in text
    assert FOREIGN not in text


def _chain(label: str, steps: int, dice: random.Random) -> tuple[Part, ...]:
    node = EdgeField("node", EdgeKind.NODE, fields=(*told(label), *_further(label, steps, dice)))
    return (Part("edges", PartKind.EDGES, edges=(node,)), Part("count", PartKind.COUNT))


def _further(label: str, steps: int, dice: random.Random) -> tuple[Field, ...]:
    ways = list(steps_of(label).values())
    if not steps or not ways:
        return ()
    step = dice.choice(ways)
    if step.many:
        page = PageArguments(Slot(constant=3), lasting=dice.random() < 0.5)
        return (Many("next", step, page, _chain(step.target, steps - 1, dice)),)
    below = {t: (*told(t), *_further(t, steps - 1, dice)) for t in step.targets}
    return (One("next", step, below),)


async def test_a_foreign_id_answers_as_one_that_does_not_exist(network: Graph) -> None:
    walker = Walker(network, Role.COORDINATOR)
    fields = {label: told(label) for label in LABELS}
    for label in LABELS:
        if VISIBILITY[label] in (Rule.DICTIONARY, Rule.OVERRIDE):
            continue
        for identity in (node_id(label, FOREIGN), "нет такой записи"):
            slot = Slot(constant=identity)
            assert await walker.ask(ById("it", label, slot, fields[label])) is None, label
            assert await walker.ask(AnyById("it", slot, fields)) is None, label


async def test_no_filter_order_or_group_tells_of_foreign_records(network: Graph) -> None:
    walker = Walker(network, Role.COORDINATOR)
    for label in LABELS:
        for name, step in filter_steps(label).items():
            if VISIBILITY[step.target] in (Rule.DICTIONARY, Rule.OVERRIDE):
                continue
            foreign = [node_id(step.target, FOREIGN, i) for i in range(15)]
            asked = {name: {"some": {"id": {"in": Slot(constant=foreign)}}}}
            page = PageArguments(Slot(constant=1), filter=asked)
            answer = await walker.ask(Listed("it", label, page, (Part("n", PartKind.COUNT),)))
            assert answer == {"n": 0}, (label, name)
        for name, group in groups_of(label).items():
            below = told(group.target) if group.steps else ()
            row = (GroupField("count", "count"), GroupField("by", name, below))
            await walker.ask(Grouped("it", label, (name,), None, row))
    text = str(walker.answers)
    assert canary(FOREIGN) not in text
    assert FOREIGN not in text
