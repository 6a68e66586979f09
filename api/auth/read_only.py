"""Whoever only reads changes nothing: one guard around every mutation, whoever adds it.

It stands in the built schema, below everything that executes operations. What changes the graph
without GraphQL (an upload, a page) asks `actor.may_change()` itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from graphql import GraphQLSchema

# Leaving is nobody's to forbid.
ALWAYS: Final = frozenset({"signOut", "signOutEverywhere"})


def guard_mutations(schema: GraphQLSchema) -> None:
    """Make every mutation but ALWAYS raise ReadOnlyError for a viewer who only reads."""
    if schema.mutation_type is None:
        return
    for name, field in schema.mutation_type.fields.items():
        if name not in ALWAYS and field.resolve is not None:
            field.resolve = _guarded(field.resolve)


def _guarded(resolve: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(source: Any, info: Any, **arguments: Any) -> Any:
        info.context.actor.may_change()
        return resolve(source, info, **arguments)

    return guarded
