"""Plans as plain lists, to be packed and kept, and back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson

from imports.batch import Candidate, Changed, Decision, Fate, RowProblem
from imports.comparing import Operation
from imports.planning import Plan

_OPERATION = Operation.__slots__


def kept(plans: Sequence[Plan]) -> list[Any]:
    """Plans as lists, in the order of `Plan`'s fields but for its differences."""
    return [
        [
            one.number,
            one.fate.value,
            [_operation(each) for each in one.operations],
            one.changes,
            [[p.column, p.key, p.value, p.what, p.fix] for p in one.problems],
            [[c.id, c.name, c.evidence, c.sure] for c in one.candidates],
            one.decision.value if one.decision else None,
            one.why,
        ]
        for one in plans
    ]


def restored(rows: Sequence[Any]) -> list[Plan]:
    """The plans that were kept."""
    return [
        Plan(
            number,
            Fate(fate),
            [_restored(each) for each in operations],
            [(record, name, was, now) for record, name, was, now in changes],
            [RowProblem(*one) for one in problems],
            [Candidate(*one) for one in candidates],
            Decision(decision) if decision else None,
            why,
        )
        for number, fate, operations, changes, problems, candidates, decision, why in rows
    ]


def changes_of(plan: Plan) -> tuple[Changed, ...]:
    return tuple(Changed(*one) for one in plan.changes)


def counted(plans: Sequence[Plan]) -> Counter[str]:
    """How many rows have each fate."""
    return Counter(one.fate.value for one in plans)


def digest(packed_plan: str) -> str:
    """What stands for a part's plan: equal only if all of it is."""
    return hashlib.sha256(packed_plan.encode()).hexdigest()


def digest_of_all(header: Any, digests: Sequence[str]) -> str:
    """What stands for a whole preview."""
    return hashlib.sha256(orjson.dumps([header, list(digests)])).hexdigest()


def _operation(one: Operation) -> list[Any]:
    return [getattr(one, name) for name in _OPERATION]


def _restored(values: Sequence[Any]) -> Operation:
    one = Operation(**dict(zip(_OPERATION, values, strict=True)))
    for pairs in (one.links, one.ended, one.dropped):
        pairs[:] = [(name, row) for name, row in pairs]
    return one
