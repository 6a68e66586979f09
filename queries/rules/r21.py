"""R21: attended, and no mentor's recommendation in time. Source: clause 5.4.6."""

from graph.declaration import Personal
from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

ATTENDED = Pattern(
    """
MATCH (unit:Practicum {region: $region})-[:PART_OF]->(:Campaign {id: $campaign})
WHERE ($unit IS NULL OR unit.id = $unit) AND unit.on_day <= $day
MATCH (unit)<-[attended:ATTENDED]-(record:Student {region: $region})
WHERE attended.recorded_at <= $as_of
WITH unit, record, unit.on_day AS on_day, EXISTS {
  MATCH (record)<-[:RECOMMENDS_TO]-(a:Recommendation {given_as: 'mentor'})-[:AFTER]->(unit)
  WHERE a.given_at <= $as_of
} AS advised
""",
    evidence="[{what: 'практикум посещён', id: record.id, on: on_day}]",
    children=True,
)

RULE = Rule(
    "R21",
    "5.4.6",
    "Нет рекомендации наставника",
    Accountable.MENTOR,
    cases(
        Case(
            "no_mentor_advice",
            Severity.B,
            "Практикум посещён, а рекомендации наставника нет",
            "Напомните наставнику внести рекомендации в личном кабинете.",
            ATTENDED,
            gap="NOT advised AND on_day <= $late_day.mentor_recommends",
            since="on_day",
            term=TermKind.MENTOR_RECOMMENDS,
            due_source="срок кампании: рекомендация наставника",
            path=("Регион", "Площадка", "Практикум", "Наставник", "Рекомендация"),
        ),
    ),
    causes=(
        Cause(
            ("no_mentor_advice",),
            "R19",
            ("mentor_no_cabinet", "mentor_never_entered"),
            path="MATCH (a)-[:LED_BY]->(b:Mentor)",
        ),
        Cause(
            ("no_mentor_advice",),
            "R23",
            ("mentor_unqualified",),
            path="MATCH (a)-[:LED_BY]->(b:Mentor)",
        ),
        Cause(
            ("no_mentor_advice",),
            "R20",
            ("unsigned_when_due",),
            path="MATCH (a)-[:HELD_AT]->(b:Venue)",
        ),
    ),
    personal=Personal.CHILD,
    reports=(4, 5),
)
