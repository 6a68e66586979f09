"""Where the school and the platform disagree on consents, by school: ids and numbers only.

The same two cases of rule R06 that are gaps, so that the reconciliation and the gaps can't differ.
Source: clauses 5.2.3 (the school receives), 5.4.2 (the platform has).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from graph.session import Reader
from queries.rules import r06
from queries.rules.finding import find

SCHOOL_ONLY: Final = "school_says_received"
PLATFORM_ONLY: Final = "platform_has_school_says_missing"
RULES: Final = (r06.RULE.id,)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One school, or a region for children of no school of it, and so many children each way."""

    unit: str
    school_only: int
    platform_only: int


async def mismatches(reader: Reader, region: str, as_of: datetime) -> list[Mismatch]:
    """Every school of a region whose consents differ at a moment, by id.

    InputError for an unknown region.
    """
    asked = {case: r06.RULE.cases[case] for case in (SCHOOL_ONLY, PLATFORM_ONLY)}
    found, _ = await find(reader, region, as_of, (replace(r06.RULE, cases=asked),))
    counts: dict[str, Counter[str]] = {}
    for gap in found:
        counts.setdefault(gap.unit, Counter())[gap.case.id] += gap.count
    return [
        Mismatch(unit, counts[unit][SCHOOL_ONLY], counts[unit][PLATFORM_ONLY])
        for unit in sorted(counts)
    ]
