"""Rules into Cypher: counting, listing and linking statements. Text in, text out, no I/O."""

from __future__ import annotations

from graph.session import Statement
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule

# Whom to call about a unit, the first that is found. A coordinator answers where nobody else does,
# a curator where there is no coordinator.
_ACTIVE = "role.from <= $day AND ($day < role.to OR role.to IS NULL)"
_FIRST = "RETURN p.id ORDER BY role.from DESC, p.id LIMIT 1"
_COORDINATOR = (
    f"MATCH (:Region {{id: $region}})<-[role:COORDINATES]-(p:Person) WHERE {_ACTIVE} {_FIRST}"
)
_CURATOR = f"MATCH (:Region {{id: $region}})<-[role:CURATES]-(p:Person) WHERE {_ACTIVE} {_FIRST}"
_AUTHORITY = (
    "MATCH (:Region {id: $region})<-[:GOVERNS]-(:Authority)<-[role:CONTACT_OF]-(p:Person) "
    f"WHERE {_ACTIVE} {_FIRST}"
)
_MENTOR = "MATCH (unit)-[:IS_PERSON]->(p:Person) RETURN p.id ORDER BY p.id LIMIT 1"
_ROLES = {
    Accountable.COORDINATOR: (),
    Accountable.CURATOR: (_CURATOR,),
    Accountable.AUTHORITY: (_AUTHORITY,),
    Accountable.SCHOOL: (
        f"MATCH (unit)<-[role:NAVIGATES]-(p:Person) WHERE {_ACTIVE} {_FIRST}",
        f"MATCH (unit)<-[role:REPRESENTS]-(p:Person) WHERE {_ACTIVE} {_FIRST}",
    ),
    Accountable.VENUE: (f"MATCH (unit)<-[role:CONTACT_OF]-(p:Person) WHERE {_ACTIVE} {_FIRST}",),
    Accountable.PRACTICUM: (
        f"MATCH (unit)-[:HELD_AT]->(:Venue)<-[role:CONTACT_OF]-(p:Person) WHERE {_ACTIVE} {_FIRST}",
    ),
    Accountable.MENTOR: (
        _MENTOR,
        "MATCH (unit)-[:LED_BY]->(:Mentor)-[:IS_PERSON]->(p:Person) "
        "RETURN p.id ORDER BY p.id LIMIT 1",
    ),
}


def counting(pattern: Pattern, cases: tuple[Case, ...]) -> Statement:
    """One pass over a pattern: for each unit with a gap, `found` has a list a case, in order.

    Rows: `unit`, `label`, `found` = [[count, population, earliest day], …]; what the day is
    says `Case.dated_by`.
    """
    flags = [
        f"  coalesce(({case.population}), false) AS in{i}, coalesce(({case.gap}), false) AS gap{i}"
        for i, case in enumerate(cases)
    ]
    counts = [
        f"[count(CASE WHEN in{i} AND gap{i} THEN 1 END), count(CASE WHEN in{i} THEN 1 END),\n"
        f"    min(CASE WHEN in{i} AND gap{i} THEN {case.dated_by} END)]"
        for i, case in enumerate(cases)
    ]
    lines = [pattern.cypher.strip(), "WITH *,", ",\n".join(flags)]
    together = ",\n  ".join(counts)
    lines.append(f"WITH unit, [\n  {together}] AS found")
    lines.append("WHERE any(case IN found WHERE case[0] > 0)")
    lines.append("RETURN unit.id AS unit, labels(unit)[0] AS label, found ORDER BY unit")
    return Statement("\n".join(lines))


def listing(case: Case) -> Statement:
    """The records behind one unit's count. Also needs `$unit`, `$after` (a record id), `$first`.

    A child is told by grade and id: many are listed because nobody may show their names.
    """
    return Statement(
        f"{_broken(case)}\n"
        "  AND record.id > $after\n"
        "RETURN labels(record)[0] AS label, record.id AS id,\n"
        "  coalesce(record.name, record.title, record.number,\n"
        "    CASE WHEN record:Person THEN record.family_name + ' ' + record.given_name END,\n"
        "    toString(record.grade) + ' класс', record.id) AS text,\n"
        f"  {case.pattern.evidence} AS evidence\n"
        "ORDER BY id LIMIT $first"
    )


def totalling(case: Case) -> Statement:
    """How many `listing` lists over all its pages. Also needs `$unit`."""
    return Statement(f"{_broken(case)}\nRETURN count(record) AS total")


def _broken(case: Case) -> str:
    return (
        f"{case.pattern.cypher.strip()}\n"
        f"WITH * WHERE unit.id = $unit AND ({case.population}) AND ({case.gap})"
    )


def answering(accountable: Accountable) -> Statement:
    """Who answers for each of `$units`. Rows: `unit`, `person` (id or null)."""
    searches = (*_ROLES[accountable], _COORDINATOR, _CURATOR)
    parts = [f"head(COLLECT {{ {search} }})" for search in searches]
    return Statement(
        "UNWIND $units AS one\n"
        "CALL (one) { MATCH (unit:$(one.label) {id: one.id}) RETURN unit }\n"
        f"RETURN one.id AS unit, coalesce({', '.join(parts)}) AS person"
    )


def linking(rule: Rule, cause: Cause) -> Statement:
    """Link a region's open gaps to the open gaps they come of.

    Parameters `region`, `effects`, `cases`.
    """
    return Statement(
        f"MATCH (effect:Gap {{region: $region, rule: '{rule.id}', state: 'open'}})-[:AT]->(a)\n"
        "WHERE effect.case IN $effects\n"
        f"CALL (a) {{ {cause.path} RETURN DISTINCT b }}\n"
        f"MATCH (cause:Gap {{rule: '{cause.rule}', region: $region, state: 'open'}})-[:AT]->(b)\n"
        "WHERE cause.case IN $cases AND cause <> effect\n"
        "MERGE (effect)-[:CAUSED_BY]->(cause)"
    )
