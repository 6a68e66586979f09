"""R10: practicums at venues without a licence, venues that don't meet the requirements.

Source: clause 2.4: a venue has a licence, meets the requirements, brings in employers' experts.
"""

from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Pattern, Rule, cases

PRACTICUMS = Pattern(
    """
MATCH (unit:Venue {region: $region})<-[:HELD_AT]-(record:Practicum)
WHERE ($unit IS NULL OR unit.id = $unit)
  AND record.on_day IS NOT NULL
  AND (record.posted_at <= $as_of OR record.held_at <= $as_of)
  AND coalesce(record.cancelled_at > $as_of, true)
  AND EXISTS { (record)-[:PART_OF]->(:Campaign {id: $campaign}) }
WITH unit, record, EXISTS {
  MATCH (unit)<-[:LICENSES]-(l:Licence)
  WHERE l.issued_on <= record.on_day AND l.issued_on <= $day
    AND coalesce(record.on_day <= l.valid_until, true)
} AS licensed
""",
    evidence="[{what: 'практикум', id: record.id, on: record.on_day}]",
)

VENUES = Pattern(
    """
MATCH (unit:Venue {region: $region})-[part:PARTICIPATES_IN]->(:Region {id: $region})
WHERE part.from <= $day AND ($day < part.to OR part.to IS NULL)
  AND ($unit IS NULL OR unit.id = $unit)
WITH DISTINCT unit, unit AS record,
  EXISTS {
    MATCH (unit)-[assigned:ASSIGNED_TO]->(:Campaign {id: $campaign})
    WHERE assigned.from <= $day AND ($day < assigned.to OR assigned.to IS NULL)
  } AS assigned,
  EXISTS {
    MATCH (:Person)-[role:EXPERT_AT]->(unit)
    WHERE role.from <= $day AND ($day < role.to OR role.to IS NULL)
  } AS expert,
  // The last day of the licence that lasts longest; one without an end lasts for good.
  COLLECT {
    MATCH (unit)<-[:LICENSES]-(l:Licence) WHERE l.issued_on <= $day
    RETURN max(coalesce(l.valid_until, date('9999-12-31')))
  }[0] AS licensed_until
""",
)

_PATH = ("Регион", "Муниципалитет", "Площадка")

RULE = Rule(
    "R10",
    "2.4",
    "Площадка не соответствует требованиям",
    Accountable.VENUE,
    cases(
        Case(
            "no_licence",
            Severity.A,
            "Практикумы на площадке без лицензии, действующей в этот день",
            "Не проводите практикумы, пока площадка не покажет лицензию; проведённые — куратору.",
            PRACTICUMS,
            gap="NOT licensed",
            due="record.on_day",
            due_source="день практикума",
            path=(*_PATH, "Практикум", "Лицензия"),
        ),
        Case(
            "requirements_unconfirmed",
            Severity.B,
            "Соответствие площадки требованиям не подтверждено",
            "Осмотрите площадку или запросите у неё подтверждение и внесите дату.",
            VENUES,
            gap="coalesce(record.requirements_confirmed_on > $day, true)",
            path=_PATH,
        ),
        Case(
            "no_employer_expert",
            Severity.C,
            "На площадке кампании нет эксперта от работодателя",
            "Попросите площадку пригласить эксперта предприятия или организации.",
            VENUES,
            population="assigned",
            gap="assigned AND NOT expert",
            path=(*_PATH, "Эксперт"),
        ),
        Case(
            "licence_ended",
            Severity.C,
            "Лицензия площадки закончилась, новой нет",
            "Запросите у площадки новую лицензию до окончания этой: без неё нет и практикумов.",
            VENUES,
            population="assigned AND licensed_until IS NOT NULL",
            gap="assigned AND licensed_until < $day",
            due="licensed_until",
            due_source="последний день лицензии",
            path=(*_PATH, "Лицензия"),
            early=True,
        ),
    ),
    reports=(3, 4, 5),
)
