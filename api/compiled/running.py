"""Compiled operations: plans made once for a document and a shape of arguments, then run.

One read transaction an operation, one way there and back if it has one root field; one statement a
root field. What is not compiled is left to ordinary execution, and both are put together in the
order of the document.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
)

from api.compiled.arguments import moment
from api.compiled.reading import NotCompiledError, Reading
from api.compiled.sharing import shared
from api.compiled.structure import structural, structure
from api.context import Context
from api.document import Prepared
from graph.session import Reader, Statement
from queries.audit.opened import note_opened
from queries.compiler.building import Sight
from queries.compiler.cards import card_of
from queries.compiler.plan import Plan, compiled
from queries.compiler.selection import Slot
from queries.compiler.shaping import Firsts

# Shapes of arguments come from clients: a document keeps so many plans and then begins anew.
MOST_PLANS: Final = 50


@dataclass(frozen=True, slots=True)
class Part:
    """One root field: its plan and the moment it is asked about; no plan if it isn't compiled.

    `card` is the id of the record whose card it opens, if that is a child's.
    """

    plan: Plan | None
    as_of: Slot | None = None
    card: Slot | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """An operation: its root fields by key, and the document of those not compiled, if any."""

    parts: Mapping[str, Part]
    ordinary: DocumentNode | None


@dataclass(frozen=True, slots=True)
class _Bound:
    plan: Plan
    parameters: dict[str, Any]
    firsts: Firsts

    @property
    def asked(self) -> tuple[Statement, dict[str, Any]]:
        return self.plan.statement, self.parameters


def planned(
    schema: GraphQLSchema,
    prepared: Prepared,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    sight: Sight,
) -> Whole:
    """The plan of an operation of a document, from those kept with it or made now."""
    uses = _kept(
        prepared, ("uses", id(operation)), lambda: structural(prepared.document, operation)
    )
    key = ("plan", id(operation), sight, structure(uses, variables))
    if len(prepared.plans) > MOST_PLANS and key not in prepared.plans:
        prepared.plans.clear()
    whole: Whole = _kept(
        prepared, key, lambda: _plan(schema, prepared.document, operation, variables, sight)
    )
    return whole


def _kept(prepared: Prepared, key: Hashable, make: Any) -> Any:
    found = prepared.plans.get(key)
    if found is None:
        found = prepared.plans[key] = make()
    return found


def _plan(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    sight: Sight,
) -> Whole:
    reading = Reading(schema, document, variables)
    parts: dict[str, Part] = {}
    left: list[FieldNode] = []
    for key, nodes in reading.collect("Query", [operation.selection_set]).items():
        try:
            root, as_of = reading.root(key, nodes)
        except NotCompiledError:
            parts[key] = Part(None)
            left += nodes
        else:
            seen = replace(sight, past=as_of is not None)
            parts[key] = Part(compiled(root, seen), as_of, card_of(root))
    return Whole(parts, _only(document, operation, left) if left else None)


def _only(
    document: DocumentNode, operation: OperationDefinitionNode, left: list[FieldNode]
) -> DocumentNode:
    """The document with nothing but these root fields in the operation."""
    rest = [one for one in document.definitions if not isinstance(one, OperationDefinitionNode)]
    one = OperationDefinitionNode(
        operation=operation.operation,
        name=operation.name,
        variable_definitions=operation.variable_definitions,
        directives=operation.directives,
        selection_set=SelectionSetNode(selections=tuple(left)),
        loc=operation.loc,
    )
    return DocumentNode(definitions=(one, *rest), loc=document.loc)


async def answers(whole: Whole, variables: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """The data of the compiled root fields, by key; that a child's card is opened is written down.

    PageSizeError, CursorError or TooLargeError before anything is read.
    """
    bound = [
        await _bind(part.plan, moment(part.as_of, variables), variables, context)
        for part in whole.parts.values()
        if part.plan is not None
    ]

    found = await _read(bound, context)
    opened = {
        part.card.read(variables)
        for key, part in whole.parts.items()
        if part.card is not None and found.get(key) is not None
    }
    if opened:
        await note_opened(context.graph, context.actor.account, context.now, sorted(opened))
    return found


async def _read(bound: list[_Bound], context: Context) -> dict[str, Any]:
    if len(bound) == 1:
        (one,) = bound
        return {one.plan.key: _shaped(one, await context.graph.alone(*one.asked))}

    async def read(reader: Reader) -> dict[str, Any]:
        return {one.plan.key: _shaped(one, await reader.plain(*one.asked)) for one in bound}

    return await context.graph.read(read) if bound else {}


async def _bind(
    plan: Plan, at: datetime | None, variables: Mapping[str, Any], context: Context
) -> _Bound:
    firsts = plan.firsts(variables)
    context.budget.spend(plan.nodes(firsts))
    parameters = plan.values(variables) | await shared(context, plan.shared, at)
    return _Bound(plan, parameters, firsts)


def _shaped(one: _Bound, rows: list[list[Any]]) -> Any:
    return one.plan.shape(rows[0] if rows else None, one.firsts)
