"""Questions as a client asks them, compiled: the statement, its parameters, the answer of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.compiled.running import Whole, planned
from api.operation import READING, Asked, ready
from api.schema import SCHEMA
from queries.compiler.building import Sight
from queries.compiler.plan import Plan
from tests.unit.compiler.scoped import unscoped


@dataclass(frozen=True, slots=True)
class Compiled:
    """One root field with the variables it was asked with."""

    plan: Plan
    variables: dict[str, Any]

    @property
    def text(self) -> str:
        """The statement with single spaces: how it is broken into lines means nothing."""
        return flat(self.plan.statement.text)

    @property
    def parameters(self) -> dict[str, Any]:
        return self.plan.values(self.variables)

    def answer(self, row: Sequence[Any] | None) -> Any:
        """What is made of the row that the statement returned."""
        return self.plan.shape(row, self.plan.firsts(self.variables))


def whole(
    query: str,
    variables: dict[str, Any] | None = None,
    *,
    everything: bool = True,
    split: bool = True,
) -> Whole:
    """An operation's plan; that of a limited viewer names no node outside its scope."""
    one = ready(Asked(query, variables or {}, None), READING, explored=True)
    sight = Sight(everything, split=split)
    found = planned(SCHEMA._schema, one.prepared, one.operation, one.variables.coerced, sight)
    if not everything:
        for part in found.parts.values():
            assert part.plan is None or unscoped(part.plan.statement.text) == []
    return found


def compiled(query: str, *, everything: bool = True, **variables: Any) -> Compiled:
    """The only root field of a query, or its first; compiled for the limited viewer as well."""
    one = ready(Asked(query, variables, None), READING, explored=True)
    whole(query, variables, everything=False)
    found = whole(query, variables, everything=everything)
    plan = next(iter(found.parts.values())).plan
    assert plan is not None
    return Compiled(plan, one.variables.coerced)


def flat(text: str) -> str:
    """A text with single spaces."""
    return " ".join(text.split())
