"""What is wrong with practicums right now: the rules' own patterns, asked live of a few of them.

A gap stands at who answers for it (a mentor, a venue) and is as old as its scan. Here the same
cases are told of each practicum, as of this moment: a practicum that was just moved into another is
seen at once. Source: clauses 5.3.3, 5.3.4, 5.4.5: control of the schedule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, LiteralString

from graph.errors import InputError
from graph.session import Reader, Row, Statement
from queries.rules.catalogue import CATALOGUE
from queries.rules.declaration import Case, Pattern, Rule
from queries.rules.terms import moment
from queries.scope import Actor

MOST: Final = 1000
"""How many are told at once: more than a region's month has."""
OVERLAPS: Final = frozenset({"mentor_overlap", "place_overlap"})
CASES: Final = (
    ("R10", "no_licence"),
    ("R13", "changed_unconfirmed"),
    ("R14", "mentor_overlap"),
    ("R14", "place_overlap"),
    ("R14", "day_off_without_reason"),
    ("R15", "attended_over_enrolled"),
    ("R15", "attended_over_capacity"),
    ("R16", "outside_campaign"),
    ("R16", "outside_window"),
    ("R20", "held_before_contract"),
    ("R23", "mentor_unqualified"),
    ("R23", "competence_differs"),
)
"""Cases whose records are practicums and whose mending is a change of the practicum."""

PRACTICUMS: LiteralString = """
MATCH (p:Practicum {region: $region})
WHERE ($scope_all OR p.region IN $scope_regions)
  AND ($from IS NULL OR p.on_day >= $from) AND ($to IS NULL OR p.on_day <= $to)
  AND ($practicum IS NULL OR p.id = $practicum)
RETURN min(p.starts_at) AS begins, max(p.ends_at) AS ends,
  collect({id: p.id, on_day: toString(p.on_day),
    units: [(p)-[:HELD_AT]->(v:Venue {region: $region}) | v.id]
      + [(p)-[:LED_BY]->(m:Mentor {region: $region}) | m.id]}) AS rows
"""

_ONE: Final = "($unit IS NULL OR unit.id = $unit)"
# What a practicum breaks by itself is asked of it alone; what it breaks beside others is asked of
# their mentors and venues, and of whatever can meet one of them there.
_ITSELF: Final = ".id IN $practicums"
_BESIDE: Final = "unit.id IN $units AND record.starts_at < $ends AND $begins < record.ends_at"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One practicum that breaks a case; `unit` is where it would be counted as a gap.

    `others` are the practicums that it overlaps.
    """

    rule: Rule
    case: Case
    practicum: str
    on_day: date | None
    unit: str
    label: str
    others: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[Any, ...]:
        """By day, the undated last; a total order."""
        return (self.on_day or date.max, self.practicum, self.rule.id, self.case.id, self.unit)


@dataclass(frozen=True, slots=True)
class Question:
    """Which practicums of a region: of some days, or one; any where nothing is said."""

    region: str
    since: date | None = None
    until: date | None = None
    practicum: str | None = None

    def parameters(self) -> dict[str, Any]:
        return {
            "region": self.region,
            "from": self.since,
            "to": self.until,
            "practicum": self.practicum,
        }


async def conflicts(
    reader: Reader, actor: Actor, question: Question, as_of: datetime
) -> tuple[Conflict, ...]:
    """What is wrong with these practicums, by day; nothing of a region that is out of scope.

    InputError if there is more than MOST of it.
    """
    one = await reader.single(PRACTICUMS, actor.parameters(**question.parameters()))
    asked = one["rows"]
    days = {row["id"]: row["on_day"] and date.fromisoformat(row["on_day"]) for row in asked}
    at = await moment(reader, question.region, as_of) if days else None
    if at is None:
        return ()
    units = sorted({unit for row in asked for unit in row["units"]})
    given = {
        "units": units, "practicums": list(days), "begins": one["begins"], "ends": one["ends"],
    }  # fmt: skip
    found: list[Conflict] = []
    for statement, cases in _STATEMENTS:
        rows = await reader.rows(statement, at.needed(statement.text) | given)
        found += _found(rows, cases, days)
    if len(found) > MOST:
        raise InputError(f"Расхождений больше {MOST}: сузьте дни.")
    return tuple(sorted(found, key=lambda one: one.order))


def _found(
    rows: list[Row], cases: tuple[tuple[Rule, Case], ...], days: dict[str, date | None]
) -> Iterable[Conflict]:
    for index, (rule, case) in enumerate(cases):
        broken = [row for row in rows if row["broken"][index]]
        for row in broken:
            if row["id"] in days:
                others = _beside(row, broken) if case.id in OVERLAPS else ()
                yield Conflict(
                    rule, case, row["id"], days[row["id"]], row["unit"], row["label"], others
                )


def _beside(row: Row, broken: list[Row]) -> tuple[str, ...]:
    """Those of the same unit that it overlaps."""
    return tuple(
        other["id"]
        for other in broken
        if other["unit"] == row["unit"]
        and other["id"] != row["id"]
        and other["place"] == row["place"]
        and other["starts_at"] < row["ends_at"]
        and row["starts_at"] < other["ends_at"]
    )


def among(pattern: Pattern, cases: Collection[Case]) -> Statement:
    """Practicums that break any of these cases of one pattern, each with which.

    Those of `$practicums`; of overlaps those of `$units` too that last into `$begins`–`$ends`.
    ValueError if the pattern doesn't narrow itself by its unit in the common way.
    """
    if _ONE not in pattern.cypher:
        raise ValueError(f"a pattern is not narrowed by {_ONE}")
    if any(one.id in OVERLAPS for one in cases):
        narrow = _BESIDE
    else:
        narrow = ("unit" if "(unit:Practicum" in pattern.cypher else "record") + _ITSELF
    flags = ", ".join(f"coalesce(({one.population}) AND ({one.gap}), false)" for one in cases)
    # Only a place overlap is of one place; a mentor's practicums are at many.
    place = "record.place" if any(one.id == "place_overlap" for one in cases) else "null"
    return Statement(
        f"{pattern.cypher.replace(_ONE, narrow).strip()}\n"
        f"WITH unit, record, [{flags}] AS broken\n"
        "WHERE any(one IN broken WHERE one) AND record.region = $region\n"
        "RETURN record.id AS id, unit.id AS unit, labels(unit)[0] AS label, broken,\n"
        f"  record.starts_at AS starts_at, record.ends_at AS ends_at, {place} AS place\n"
        "ORDER BY id, unit"
    )


def _statements() -> tuple[tuple[Statement, tuple[tuple[Rule, Case], ...]], ...]:
    by_pattern: dict[Pattern, list[tuple[Rule, Case]]] = {}
    for rule_id, case_id in CASES:
        rule = CATALOGUE[rule_id]
        case = rule.cases[case_id]
        by_pattern.setdefault(case.pattern, []).append((rule, case))
    return tuple(
        (among(pattern, [case for _, case in cases]), tuple(cases))
        for pattern, cases in by_pattern.items()
    )


_STATEMENTS: Final = _statements()
