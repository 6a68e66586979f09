"""R02: regions without a curator, authorities and venues without a contact person.

Source: clauses 2.15, 3.1.
"""

from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Pattern, Rule, cases

REGIONS = Pattern(
    """
MATCH (unit:Region {id: $region})
WHERE ($unit IS NULL OR unit.id = $unit)
WITH unit, unit AS record, EXISTS {
  MATCH (:Person)-[role:CURATES]->(unit)
  WHERE role.from <= $day AND ($day < role.to OR role.to IS NULL)
} AS curated
""",
)

AUTHORITIES = Pattern(
    """
MATCH (unit:Region {id: $region})<-[:GOVERNS]-(record:Authority)
WHERE ($unit IS NULL OR unit.id = $unit)
WITH unit, record, EXISTS {
  MATCH (:Person)-[role:CONTACT_OF]->(record)
  WHERE role.from <= $day AND ($day < role.to OR role.to IS NULL)
} AS reachable
""",
)

VENUES = Pattern(
    """
MATCH (unit:Venue {region: $region})-[part:PARTICIPATES_IN]->(:Region {id: $region})
WHERE part.from <= $day AND ($day < part.to OR part.to IS NULL)
  AND ($unit IS NULL OR unit.id = $unit)
WITH DISTINCT unit, unit AS record, EXISTS {
  MATCH (:Person)-[role:CONTACT_OF]->(unit)
  WHERE role.from <= $day AND ($day < role.to OR role.to IS NULL)
} AS reachable
""",
)

RULE = Rule(
    "R02",
    "2.15, 3.1",
    "Некому держать связь",
    Accountable.COORDINATOR,
    cases(
        Case(
            "no_curator",
            Severity.A,
            "У региона нет куратора",
            "Назначьте региону куратора из сотрудников Союза.",
            REGIONS,
            gap="NOT curated",
            path=("Регион", "Куратор"),
        ),
        Case(
            "no_authority_contact",
            Severity.B,
            "У ОИВ нет контактного лица",
            "Узнайте в ОИВ, кто отвечает за проект, и внесите его.",
            AUTHORITIES,
            gap="NOT reachable",
            path=("Регион", "ОИВ", "Контактное лицо"),
        ),
        Case(
            "no_venue_contact",
            Severity.B,
            "У площадки нет контактного лица",
            "Узнайте на площадке, кто отвечает за практикумы, и внесите его.",
            VENUES,
            gap="NOT reachable",
            path=("Регион", "Муниципалитет", "Площадка", "Контактное лицо"),
        ),
    ),
)
