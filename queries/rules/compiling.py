"""Rules into Cypher: counting, listing and linking statements. Text in, text out, no I/O."""

from __future__ import annotations

from graph.session import Statement
from queries.rules.declaration import Case, Cause, Pattern, Rule

# One person whom to call about a unit, the first that is found. A coordinator always answers last.
_ACTIVE = "role.from <= $day AND ($day < role.to OR role.to IS NULL)"
_COORDINATOR = f"MATCH (:Region {{id: $region}})<-[role:COORDINATES]-(p:Person) WHERE {_ACTIVE}"
_ROLES = {
    "coordinator": (),
    "school": (
        f"MATCH (unit)<-[role:NAVIGATES]-(p:Person) WHERE {_ACTIVE}",
        f"MATCH (unit)<-[role:REPRESENTS]-(p:Person) WHERE {_ACTIVE}",
    ),
    "venue": (f"MATCH (unit)<-[role:CONTACT_OF]-(p:Person) WHERE {_ACTIVE}",),
}


def counting(pattern: Pattern, cases: tuple[Case, ...]) -> Statement:
    """One pass over a pattern: for each unit with a gap, `found` has a list a case, in order.

    Rows: `unit`, `label`, `found` = [[count, population, earliest due day], …].
    """
    flags = [
        f"  coalesce(({case.population}), false) AS in{i}, coalesce(({case.gap}), false) AS gap{i}"
        for i, case in enumerate(cases)
    ]
    counts = [
        f"[count(CASE WHEN in{i} AND gap{i} THEN 1 END), count(CASE WHEN in{i} THEN 1 END),\n"
        f"    min(CASE WHEN in{i} AND gap{i} THEN {case.due} END)]"
        for i, case in enumerate(cases)
    ]
    lines = [pattern.cypher.strip(), "WITH *,", ",\n".join(flags)]
    together = ",\n  ".join(counts)
    lines.append(f"WITH unit, [\n  {together}] AS found")
    lines.append("WHERE any(case IN found WHERE case[0] > 0)")
    lines.append("RETURN unit.id AS unit, labels(unit)[0] AS label, found ORDER BY unit")
    return Statement("\n".join(lines))


def listing(case: Case) -> Statement:
    """The records behind one unit's count. Also needs `$unit`, `$after` (a record id), `$first`."""
    return Statement(
        f"{case.pattern.cypher.strip()}\n"
        f"WITH * WHERE unit.id = $unit AND ({case.population}) AND ({case.gap})\n"
        "  AND record.id > $after\n"
        "RETURN labels(record)[0] AS label, record.id AS id,\n"
        "  coalesce(record.name, record.title, record.number,\n"
        "    record.family_name + ' ' + record.given_name, record.id) AS text,\n"
        f"  {case.pattern.evidence} AS evidence\n"
        "ORDER BY id LIMIT $first"
    )


def answering(rule: Rule) -> Statement:
    """Who answers for each of `$units`. Rows: `unit`, `person` (id or null)."""
    searches = (*_ROLES[rule.accountable], _COORDINATOR)
    parts = [
        f"head(COLLECT {{ {search} RETURN p.id ORDER BY role.from DESC, p.id LIMIT 1 }})"
        for search in searches
    ]
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
