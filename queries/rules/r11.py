"""R11: the venue's documents are not with the operator before its first practicum.

Source: clause 5.3.1.
"""

from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

VENUES = Pattern(
    """
MATCH (unit:Venue {region: $region})<-[:HELD_AT]-(p:Practicum)
WHERE ($unit IS NULL OR unit.id = $unit)
  AND p.on_day IS NOT NULL AND p.posted_at <= $as_of AND coalesce(p.cancelled_at > $as_of, true)
  AND EXISTS { (p)-[:PART_OF]->(:Campaign {id: $campaign}) }
WITH unit, unit AS record, min(p.on_day) AS first_on
WITH unit, record, first_on, EXISTS {
  MATCH (unit)<-[:CONCERNS]-(d:Document {kind: 'package'}) WHERE d.submitted_at <= $as_of
} AS submitted
""",
    evidence="[{what: 'первый практикум', id: record.id, on: first_on}]",
)

RULE = Rule(
    "R11",
    "5.3.1",
    "Документы площадки не переданы Союзу",
    Accountable.VENUE,
    cases(
        Case(
            "package_missing",
            Severity.B,
            "Пакет документов площадки не передан до первого практикума",
            "Соберите с площадкой недостающие документы и передайте их Союзу.",
            VENUES,
            gap="NOT submitted AND first_on <= $late_day.package_before",
            since="first_on",
            term=TermKind.PACKAGE_BEFORE,
            due_source="срок кампании: документы до первого практикума",
            path=("Регион", "Муниципалитет", "Площадка", "Документы"),
        ),
    ),
    causes=(
        Cause(("package_missing",), "R10", ("no_licence", "requirements_unconfirmed")),
        Cause(("package_missing",), "R02", ("no_venue_contact",)),
    ),
)
