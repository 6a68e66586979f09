"""Children by impairment group, told in steps only. Source: clause 6.2.8; graph.policy.suppression.

Not measures: they neither open nor add up. A population's children stand in the order in which they
came; of each cohort only its last moment leaves the graph, of each group only the places of its
children. What may be told of that is decided by `settled`, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph.model.campaign import Format
from graph.policy.suppression import Population, Sensitivity, settled
from graph.session import Reader

STEP: Final = Sensitivity.HEALTH.value

_STUDENTS: Final[LiteralString] = """
MATCH (s:Student {region: $region}) WHERE s.registered_at <= $as_of
WITH s, s.registered_at AS at
"""
_TESTED: Final[LiteralString] = """
MATCH (r:StageResult {region: $region})-[:RESULT_OF]->(s:Student)
USING INDEX r:StageResult(region)
WHERE r.passed_at <= $as_of
WITH s, min(r.passed_at) AS at
"""
# Since the campaign began, whatever the period: a period's own number would be a difference.
_CAME: Final[LiteralString] = """
MATCH (p:Practicum {region: $region, format: $format})
USING INDEX p:Practicum(region)
WHERE EXISTS { (p)-[:PART_OF]->(:Campaign {id: $campaign}) }
MATCH (s:Student {region: $region})-[came:ATTENDED]->(p) WHERE came.recorded_at <= $as_of
WITH s, min(came.recorded_at) AS at
"""
_IN_ORDER: Final[LiteralString] = """
ORDER BY at, s.id
WITH collect(s) AS children, collect(at) AS moments
RETURN [n IN range(1, size(children) / $step) | moments[n * $step - 1]] AS closes,
  COLLECT {
    UNWIND range(0, size(children) - size(children) % $step - 1) AS place
    WITH place, children[place] AS s
    MATCH (s)-[:HAS_IMPAIRMENT]->(g:ImpairmentGroup)
    RETURN [g.id, place] ORDER BY place, g.id
  } AS members
"""
_GROUPS: Final[LiteralString] = "MATCH (g:ImpairmentGroup) RETURN g.id AS id ORDER BY id"


@dataclass(frozen=True, slots=True)
class Cohorts:
    """A population whose groups are told in steps: a column's key, its pattern, what it is in."""

    key: str
    pattern: LiteralString
    within: str | None = None
    format: Format | None = None


STUDENTS: Final = Cohorts("students", _STUDENTS)
TESTED: Final = Cohorts("tested", _TESTED, "students")
CAME: Final = {format_: Cohorts(format_.value, _CAME, "students", format_) for format_ in Format}


async def steps_told(
    reader: Reader, asked: Mapping[str, Any], cohorts: tuple[Cohorts, ...]
) -> dict[str, dict[str, int]]:
    """Of each column and group, the step that may be told; needs $region, $campaign, $as_of."""
    groups = [row["id"] for row in await reader.rows(_GROUPS)]
    populations = [await _population(reader, asked, one, groups) for one in cohorts]
    return settled(populations, STEP)


async def _population(
    reader: Reader, asked: Mapping[str, Any], one: Cohorts, groups: list[str]
) -> Population:
    given = {**asked, "step": STEP, "format": one.format}
    (row,) = await reader.rows(one.pattern + _IN_ORDER, given)
    members: dict[str, list[int]] = {group: [] for group in groups}
    for group, place in row["members"]:
        members[group].append(place)
    return Population(one.key, row["closes"], members, one.within)
