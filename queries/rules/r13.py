"""R13: practicums that the coordinator has not confirmed. Source: clause 5.3.3."""

from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

PRACTICUMS = Pattern(
    """
MATCH (unit:Practicum {region: $region})-[:PART_OF]->(:Campaign {id: $campaign})
WHERE ($unit IS NULL OR unit.id = $unit)
  AND (unit.posted_at <= $as_of OR unit.held_at <= $as_of)
  AND coalesce(unit.cancelled_at > $as_of, true)
WITH unit, unit AS record, coalesce(unit.held_at <= $as_of, false) AS held,
  CASE WHEN unit.confirmed_at <= $as_of THEN unit.confirmed_at END AS confirmed_at,
  CASE WHEN unit.changed_at <= $as_of THEN unit.changed_at END AS changed_at
""",
    evidence="[{what: 'размещён', id: record.id, "
    "on: date(datetime({datetime: record.posted_at, timezone: $zone}))}, "
    "{what: 'практикум', id: record.id, on: record.on_day}]",
)

_PATH = ("Регион", "Муниципалитет", "Площадка", "Практикум", "Подтверждение")
_DUE = "срок кампании: подтверждение практикума"

RULE = Rule(
    "R13",
    "5.3.3",
    "Практикум не подтверждён координатором",
    Accountable.COORDINATOR,
    cases(
        Case(
            "unconfirmed",
            Severity.B,
            "Практикум размещён и не подтверждён",
            "Проверьте дату, время, место и наставника и подтвердите практикум.",
            PRACTICUMS,
            population="NOT held",
            gap="NOT held AND confirmed_at IS NULL AND record.posted_at < $late.confirmed_within",
            since="record.posted_at",
            term=TermKind.CONFIRMED_WITHIN,
            due_source=_DUE,
            path=_PATH,
        ),
        Case(
            "held_unconfirmed",
            Severity.A,
            "Практикум проведён неподтверждённым",
            "Проверьте документы практикума и сообщите куратору: расходы по нему под вопросом.",
            PRACTICUMS,
            population="held",
            gap="held AND coalesce(confirmed_at > record.held_at, true)",
            due="record.on_day",
            due_source="день практикума",
            path=_PATH,
        ),
        Case(
            "changed_unconfirmed",
            Severity.B,
            "Практикум изменён после подтверждения и не подтверждён снова",
            "Проверьте, что изменилось, и подтвердите практикум снова.",
            PRACTICUMS,
            population="confirmed_at IS NOT NULL",
            gap="changed_at > confirmed_at",
            since="changed_at",
            term=TermKind.CONFIRMED_WITHIN,
            due_source=_DUE,
            path=_PATH,
        ),
    ),
    causes=(
        Cause(
            ("unconfirmed", "held_unconfirmed", "changed_unconfirmed"),
            "R01",
            ("no_letter", "not_approved", "no_contract", "contract_ended", "no_coordinator"),
            path="MATCH (b:Region {id: a.region})",
        ),
        Cause(("unconfirmed", "held_unconfirmed"), "R12", ("posted_late", "no_date_time_place")),
    ),
    reports=(3, 4, 5),
)
