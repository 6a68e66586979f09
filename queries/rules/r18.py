"""R18: active venues that no campaign is assigned to. Source: clause 5.4.1."""

from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

VENUES = Pattern(
    """
MATCH (unit:Venue {region: $region})-[part:PARTICIPATES_IN]->(:Region {id: $region})
WHERE part.from <= $day AND ($day < part.to OR part.to IS NULL)
  AND ($unit IS NULL OR unit.id = $unit)
WITH unit, min(part.from) AS since_on
WITH unit, unit AS record, since_on, EXISTS {
  MATCH (unit)-[assigned:ASSIGNED_TO]->(c:Campaign)
  WHERE assigned.from <= $day AND ($day < assigned.to OR assigned.to IS NULL)
    AND (c.id = $campaign OR $day <= c.ends_on)
} AS assigned
""",
    evidence="[{what: 'площадка действует с', id: record.id, on: since_on}]",
)

RULE = Rule(
    "R18",
    "5.4.1",
    "Площадке не назначена кампания",
    Accountable.COORDINATOR,
    cases(
        Case(
            "venue_without_campaign",
            Severity.B,
            "Действующей площадке не назначена кампания",
            "Назначьте площадке кампанию: без неё практикумы нельзя разместить.",
            VENUES,
            gap="NOT assigned",
            path=("Регион", "Муниципалитет", "Площадка", "Кампания"),
        ),
    ),
    causes=(
        Cause(
            ("venue_without_campaign",),
            "R01",
            ("no_letter", "not_approved", "no_contract", "contract_ended", "no_coordinator"),
            path="MATCH (b:Region {id: a.region})",
        ),
    ),
    reports=(3, 4, 5),
)
