"""People of one region to compare with one another, who was merged, who was said to be different.

Scope stands in every statement. Names of children are read to be compared; whether they may be
shown is for the caller to ask (queries.changes.consenting).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, LiteralString

from graph.session import Reader
from queries.retention.personal import GONE
from queries.rules.terms import day_in
from queries.scope import PREDICATES, Actor, Rule

CHILDREN: LiteralString = """
MATCH (n:Student {region: $region})
WHERE ($scope_all OR n.region IN $scope_regions) AND n.family_name <> $gone
RETURN n.id AS id, n.family_name, n.given_name, n.patronymic, n.birth_date,
  head(COLLECT {
    MATCH (n)-[at:STUDIES_AT]->(s:School)
    WHERE at.from <= $day AND (at.to IS NULL OR $day < at.to)
    RETURN s.id ORDER BY s.id
  }) AS school
ORDER BY id
"""

ADULTS: LiteralString = (
    """
CALL () {
  MATCH (:School {region: $region})<-[:REPRESENTS|NAVIGATES]-(n:Person) RETURN n
  UNION MATCH (:Venue {region: $region})<-[:CONTACT_OF|EXPERT_AT]-(n:Person) RETURN n
  UNION MATCH (:Authority {region: $region})<-[:CONTACT_OF]-(n:Person) RETURN n
  UNION MATCH (:Region {id: $region})<-[:COORDINATES]-(n:Person) RETURN n
  UNION MATCH (:Mentor {region: $region})-[:IS_PERSON]->(n:Person) RETURN n
  UNION MATCH (:Nomination {region: $region})-[:NOMINATES]->(n:Person) RETURN n
}
WITH n WHERE """
    + PREDICATES[Rule.PERSON]
    + """
RETURN n.id AS id, n.family_name, n.given_name, n.patronymic, n.email, n.phone,
  COLLECT {
    MATCH (n)-[:REPRESENTS|NAVIGATES|CONTACT_OF|EXPERT_AT|EMPLOYED_BY]->(at)
    WHERE coalesce(at.region, $region) = $region RETURN DISTINCT at.id AS id ORDER BY id
  } AS places
ORDER BY id
"""
)

MENTORS: LiteralString = """
MATCH (n:Mentor {region: $region})-[:IS_PERSON]->(p:Person)
WHERE ($scope_all OR n.region IN $scope_regions)
RETURN n.id AS id, p.family_name, p.given_name, p.patronymic, p.email, p.phone,
  COLLECT { MATCH (n)-[:COMES_FROM]->(at:Organisation) RETURN at.id AS id ORDER BY id } AS places
ORDER BY id
"""

PEOPLE: Final[dict[str, LiteralString]] = {
    "Student": CHILDREN,
    "Person": ADULTS,
    "Mentor": MENTORS,
}

# Both ends are among those who were read.
DIFFERENT: LiteralString = """
UNWIND $ids AS id
MATCH (n:Student|Person|Mentor {id: id})-[:DIFFERENT_FROM]->(other)
RETURN n.id AS one, other.id AS other
"""

MERGED_INTO: LiteralString = """
MATCH (n:MergedRecord {id: $id})-[:MERGED_INTO]->(into)
WHERE ($scope_all OR n.region IN $scope_regions)
RETURN n.id AS id, n.label AS label, into.id AS into, n.merged_at AS merged_at
"""


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a record that was merged: the id of the one that it is part of."""

    id: str
    label: str
    into: str
    merged_at: datetime


async def people(
    reader: Reader, actor: Actor, region: str, label: str, now: datetime
) -> list[list[Any]]:
    """All of a label (Student, Person, Mentor) in a region, by id; none of one out of scope.

    Each is its id, family name, given name and patronymic; then a child's birth date and present
    school, or an adult's e-mail, phone and places of work. InputError for an unknown region that
    the actor could see.
    """
    if not actor.everything and region not in actor.regions:
        return []
    day = await day_in(reader, region, now)
    asked = actor.parameters(region=region, day=day, gone=GONE)
    return await reader.values(PEOPLE[label], asked)


async def different(reader: Reader, ids: list[str]) -> set[frozenset[str]]:
    """Pairs of these records that a person said to be of two people."""
    rows = await reader.rows(DIFFERENT, {"ids": ids})
    return {frozenset((row["one"], row["other"])) for row in rows}


async def merged_into(reader: Reader, actor: Actor, id_: str) -> Became | None:
    """What a record became part of; None if it was not merged or is out of scope."""
    rows = await reader.rows(MERGED_INTO, actor.parameters(id=id_))
    return Became(**rows[0]) if rows else None
