"""Filters and sort of a list, read from the address and written back to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from starlette.datastructures import QueryParams

from graph.model.gap import GapState, Severity
from queries.gap.reads import ORDERS, GapFilter

PAGE_SIZE = 50
ANY = "any"
_MOST_PAGES = 10_000

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of `total` rows; numbered from 1."""

    number: int
    total: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class GapChoice:
    """Which gaps were asked for. Words in an address that mean nothing are as if not there."""

    rule: str
    severity: Severity | None
    state: GapState | None
    overdue: bool
    sort: str
    page: int

    @property
    def skip(self) -> int:
        return (self.page - 1) * PAGE_SIZE

    def filter(self, region: str, today: date, school: str = "") -> GapFilter:
        """The same as a question to the graph."""
        return GapFilter(region, today, school, self.rule, self.severity, self.state, self.overdue)

    def parameters(self, **changes: object) -> dict[str, Any]:
        """For an address that differs from this one by `changes`; the page starts anew."""
        own = {
            "rule": self.rule,
            "severity": self.severity or "",
            "state": "" if self.state is GapState.OPEN else self.state or ANY,
            "overdue": 1 if self.overdue else "",
            "sort": "" if self.sort == "severity" else self.sort,
        }
        return own | changes


def gap_choice(query: QueryParams, rules: Iterable[str]) -> GapChoice:
    """The choice an address makes; open gaps unless it says otherwise."""
    state = query.get("state", "")
    return GapChoice(
        rule=one_of(query.get("rule", ""), rules, ""),
        severity=_member(Severity, query.get("severity", "")),
        state=None if state == ANY else _member(GapState, state) or GapState.OPEN,
        overdue=query.get("overdue") == "1",
        sort=one_of(query.get("sort", ""), ORDERS, "severity"),
        page=page_number(query),
    )


def one_of(value: str, known: Iterable[str], otherwise: str) -> str:
    """The value if it is known."""
    return value if value in known else otherwise


def page_number(query: QueryParams) -> int:
    """The page asked for, the first if that is not a number of one."""
    text = query.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(number, 1), _MOST_PAGES)


def _member(kind: type[S], value: str) -> S | None:
    return kind(value) if value in set(kind) else None
