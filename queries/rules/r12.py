"""R12: practicums without date, time or place, or posted too late. Source: clause 5.3.2."""

from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

PRACTICUMS = Pattern(
    """
MATCH (unit:Practicum {region: $region})-[:PART_OF]->(:Campaign {id: $campaign})
WHERE ($unit IS NULL OR unit.id = $unit) AND coalesce(unit.cancelled_at > $as_of, true)
WITH unit, unit AS record, date($by.posted_before[toString(unit.on_day)]) AS post_by
WITH unit, record, post_by,
  CASE WHEN unit.posted_at <= $as_of
    THEN date(datetime({datetime: unit.posted_at, timezone: $zone})) END AS posted_on
""",
    evidence="[{what: 'размещён', id: record.id, on: posted_on}, "
    "{what: 'практикум', id: record.id, on: record.on_day}]",
)

_PATH = ("Регион", "Муниципалитет", "Площадка", "Практикум")

RULE = Rule(
    "R12",
    "5.3.2",
    "Практикум размещён не полностью или поздно",
    Accountable.PRACTICUM,
    cases(
        Case(
            "no_date_time_place",
            Severity.B,
            "У практикума нет даты, времени или места",
            "Попросите площадку дополнить практикум на платформе.",
            PRACTICUMS,
            population="posted_on IS NOT NULL",
            gap="posted_on IS NOT NULL AND (record.on_day IS NULL OR record.starts_at IS NULL "
            "OR coalesce(record.place, '') = '')",
            due="post_by",
            due_source="срок кампании: размещение до практикума",
            term=TermKind.POSTED_BEFORE,
            path=_PATH,
        ),
        Case(
            "posted_late",
            Severity.B,
            "Практикум размещён позже срока",
            "Договоритесь с площадкой о графике размещения; перенесите практикум, если "
            "школы не успевают записать участников.",
            PRACTICUMS,
            gap="coalesce(posted_on, $day) > post_by",
            due="post_by",
            due_source="срок кампании: размещение до практикума",
            term=TermKind.POSTED_BEFORE,
            path=_PATH,
        ),
    ),
    causes=(
        Cause(
            ("posted_late", "no_date_time_place"),
            "R18",
            ("venue_without_campaign",),
            path="MATCH (a)-[:HELD_AT]->(b:Venue)",
        ),
    ),
    reports=(3, 4, 5),
)
