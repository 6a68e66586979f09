"""A gap as one scan sees it, before it meets what the graph already knows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from queries.rules.declaration import Case, Rule


@dataclass(frozen=True, slots=True)
class Found:
    """`count` of `population` records of one unit break a case; `due_on` is their earliest.

    `overdue` says that this day is over in the region.
    """

    rule: Rule
    case: Case
    unit: str
    label: str
    count: int
    population: int
    due_on: date | None
    person: str | None = None
    campaign: str = ""
    overdue: bool = False

    def answered_by(self, person: str | None, campaign: str) -> Found:
        return replace(self, person=person, campaign=campaign)

    def id(self, region: str) -> str:
        """The same gap has the same id at every scan, so that there is only one."""
        return f"gap:{region}:{self.campaign}:{self.rule.id}:{self.case.id}:{self.unit}"
