"""R24: the curator's requests unanswered, or answered late.

Source: clauses 6.1, 3.3: 2 working days unless the curator sets a date. Answered late stays known
as late.
"""

from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

REQUESTS = Pattern(
    """
MATCH (unit:InformationRequest {region: $region})
WHERE ($unit IS NULL OR unit.id = $unit) AND unit.asked_at <= $as_of
WITH unit, unit AS record,
  date(datetime({datetime: unit.asked_at, timezone: $zone})) AS asked_on,
  CASE WHEN unit.answered_at <= $as_of
    THEN date(datetime({datetime: unit.answered_at, timezone: $zone})) END AS answered_on,
  COLLECT {
    MATCH (e:Extension)-[:EXTENDS]->(unit) WHERE e.at <= $as_of RETURN max(e.until)
  }[0] AS extended_to
WITH unit, record, asked_on, answered_on,
  coalesce(extended_to, unit.due_on, date($by.answer_within[toString(asked_on)])) AS answer_by
""",
    evidence="[{what: 'запрошено', id: record.id, on: asked_on}, "
    "{what: 'ответить до', id: record.id, on: answer_by}, "
    "{what: 'дан ответ', id: record.id, on: answered_on}]",
)

_DUE = "срок, назначенный куратором, или 2 рабочих дня (п. 6.1)"
_PATH = ("Регион", "Запрос куратора")

RULE = Rule(
    "R24",
    "6.1, 3.3",
    "Запрос куратора без ответа в срок",
    Accountable.COORDINATOR,
    cases(
        Case(
            "unanswered",
            Severity.B,
            "На запрос куратора нет ответа",
            "Ответьте сегодня; если нужно больше времени, попросите куратора о продлении.",
            REQUESTS,
            gap="answered_on IS NULL AND $day > answer_by",
            due="answer_by",
            term=TermKind.ANSWER_WITHIN,
            due_source=_DUE,
            path=_PATH,
        ),
        Case(
            "answered_late",
            Severity.B,
            "На запрос куратора ответили с опозданием",
            "Объясните куратору причину: опоздание остаётся в записях.",
            REQUESTS,
            population="answered_on IS NOT NULL",
            gap="answered_on > answer_by",
            due="answer_by",
            term=TermKind.ANSWER_WITHIN,
            due_source=_DUE,
            path=_PATH,
        ),
    ),
    causes=(
        Cause(
            ("unanswered",),
            "R01",
            ("no_letter", "not_approved", "no_contract", "contract_ended", "no_coordinator"),
            path="MATCH (b:Region {id: a.region})",
        ),
    ),
)
