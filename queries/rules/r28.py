"""R28: citizens' appeals with the coordinator's draft late. Source: clause 6.3."""

from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Pattern, Rule, cases

APPEALS = Pattern(
    """
MATCH (unit:Appeal {region: $region})
WHERE ($unit IS NULL OR unit.id = $unit) AND unit.received_on <= $day
WITH unit, unit AS record,
  coalesce(unit.draft_due_on, date($by.appeal_draft[toString(unit.received_on)])) AS draft_by,
  CASE WHEN unit.draft_sent_at <= $as_of
    THEN date(datetime({datetime: unit.draft_sent_at, timezone: $zone})) END AS sent_on
""",
    evidence="[{what: 'получено', id: record.id, on: record.received_on}, "
    "{what: 'проект ответа до', id: record.id, on: draft_by}, "
    "{what: 'проект направлен', id: record.id, on: sent_on}]",
)

_DUE = "срок обращения или кампании: проект ответа"
_PATH = ("Регион", "Обращение")

RULE = Rule(
    "R28",
    "6.3",
    "Проект ответа на обращение опаздывает",
    Accountable.COORDINATOR,
    cases(
        Case(
            "draft_overdue",
            Severity.B,
            "Проект ответа гражданину не подготовлен в срок",
            "Подготовьте проект сегодня: гражданину отвечают в срок по закону.",
            APPEALS,
            gap="sent_on IS NULL AND $day > draft_by",
            due="draft_by",
            term=TermKind.APPEAL_DRAFT,
            due_source=_DUE,
            path=_PATH,
        ),
        Case(
            "draft_sent_late",
            Severity.B,
            "Проект ответа гражданину направлен с опозданием",
            "Объясните куратору причину: опоздание остаётся в записях.",
            APPEALS,
            population="sent_on IS NOT NULL",
            gap="sent_on > draft_by",
            due="draft_by",
            term=TermKind.APPEAL_DRAFT,
            due_source=_DUE,
            path=_PATH,
        ),
    ),
)
