"""R14: overlaps of mentors, places and students; days off, moves, cancellations; outcomes not told.

Source: clauses 5.3.4, 5.4.5: control of the schedule of practicums.
"""

from graph.declaration import Personal
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

MENTORS = Pattern(
    """
MATCH (unit:Mentor {region: $region})<-[:LED_BY]-(record:Practicum)
WHERE ($unit IS NULL OR unit.id = $unit)
  AND record.starts_at IS NOT NULL AND record.ends_at IS NOT NULL
  AND record.posted_at <= $as_of AND coalesce(record.cancelled_at > $as_of, true)
WITH unit, collect(record) AS led
UNWIND led AS record
WITH unit, record, any(o IN led WHERE o <> record
  AND o.starts_at < record.ends_at AND record.starts_at < o.ends_at) AS overlaps
""",
    evidence="[{what: 'практикум', id: record.id, on: record.on_day}]",
)

PLACES = Pattern(
    """
MATCH (unit:Venue {region: $region})<-[:HELD_AT]-(record:Practicum)
WHERE ($unit IS NULL OR unit.id = $unit)
  AND record.starts_at IS NOT NULL AND record.ends_at IS NOT NULL
  AND record.posted_at <= $as_of AND coalesce(record.cancelled_at > $as_of, true)
WITH unit, record.place AS place, record.on_day AS on_day, collect(record) AS there
UNWIND there AS record
WITH unit, record, place IS NOT NULL AND any(o IN there WHERE o <> record
  AND o.starts_at < record.ends_at AND record.starts_at < o.ends_at) AS overlaps
""",
    evidence="[{what: 'практикум', id: record.id, on: record.on_day}]",
)

STUDENTS = Pattern(
    """
MATCH (p:Practicum {region: $region})
WHERE p.starts_at IS NOT NULL AND p.ends_at IS NOT NULL
  AND p.posted_at <= $as_of AND coalesce(p.cancelled_at > $as_of, true)
MATCH (record:Student {region: $region})-[e:ENROLLED_IN]->(p)
WHERE e.enrolled_at <= $as_of AND coalesce(e.cancelled_at > $as_of, true)
WITH record, p.on_day AS on_day, collect(p) AS booked
WHERE size(booked) > 1
WITH record, any(p IN booked WHERE any(o IN booked WHERE o <> p
  AND o.starts_at < p.ends_at AND p.starts_at < o.ends_at)) AS meets, on_day
WITH record, collect(CASE WHEN meets THEN on_day END) AS days
MATCH (home:Region {id: $region})
OPTIONAL MATCH (record)-[at:STUDIES_AT]->(school:School {region: $region})
WHERE at.from <= $day AND ($day < at.to OR at.to IS NULL)
WITH record, days, coalesce(school, home) AS unit
WHERE ($unit IS NULL OR unit.id = $unit)
""",
    evidence="[day IN days | {what: 'записан на два практикума сразу', id: record.id, on: day}]",
    children=True,
)

PRACTICUMS = Pattern(
    """
MATCH (unit:Practicum {region: $region})-[:PART_OF]->(:Campaign {id: $campaign})
WHERE ($unit IS NULL OR unit.id = $unit) AND unit.posted_at <= $as_of
WITH unit, unit AS record,
  coalesce(unit.cancelled_at <= $as_of, false) AS cancelled,
  coalesce(unit.held_at <= $as_of, false) AS held,
  coalesce(unit.moved_at <= $as_of, false) AS moved
""",
    evidence="[{what: 'практикум', id: record.id, on: record.on_day}]",
)

_PATH = ("Регион", "Муниципалитет", "Площадка", "Практикум")

RULE = Rule(
    "R14",
    "5.3.4, 5.4.5",
    "Расписание практикумов нарушено",
    Accountable.PRACTICUM,
    cases(
        Case(
            "mentor_overlap",
            Severity.B,
            "Наставник ведёт два практикума одновременно",
            "Договоритесь с площадками: перенесите один из практикумов или замените наставника.",
            MENTORS,
            gap="overlaps",
            due="record.on_day",
            due_source="день практикума",
            path=("Регион", "Наставник", "Практикум"),
            accountable=Accountable.MENTOR,
        ),
        Case(
            "place_overlap",
            Severity.B,
            "Два практикума в одном месте одновременно",
            "Попросите площадку развести практикумы по времени или по мастерским.",
            PLACES,
            gap="overlaps",
            due="record.on_day",
            due_source="день практикума",
            path=_PATH,
            accountable=Accountable.VENUE,
        ),
        Case(
            "student_overlap",
            Severity.B,
            "Участник записан на два практикума одновременно",
            "Попросите школу выбрать один из практикумов и отменить вторую запись.",
            STUDENTS,
            gap="size(days) > 0",
            due="days[0]",
            due_source="день практикума",
            path=("Регион", "Муниципалитет", "Школа", "Участник", "Практикум"),
            accountable=Accountable.SCHOOL,
        ),
        Case(
            "day_off_without_reason",
            Severity.B,
            "Практикум в выходной день без указания причины",
            "Укажите причину или перенесите практикум на рабочий день.",
            PRACTICUMS,
            population="NOT cancelled",
            gap="NOT cancelled AND toString(record.on_day) IN $days_off "
            "AND coalesce(record.day_off_reason, '') = ''",
            due="record.on_day",
            due_source="день практикума",
            path=_PATH,
        ),
        Case(
            "moved_without_reason",
            Severity.B,
            "Практикум перенесён без указания причины",
            "Узнайте у площадки причину переноса и внесите её.",
            PRACTICUMS,
            population="moved",
            gap="moved AND coalesce(record.move_reason, '') = ''",
            path=_PATH,
        ),
        Case(
            "cancelled_without_reason",
            Severity.B,
            "Практикум отменён без указания причины",
            "Узнайте у площадки причину отмены и внесите её.",
            PRACTICUMS,
            population="cancelled",
            gap="cancelled AND coalesce(record.cancel_reason, '') = ''",
            path=_PATH,
        ),
        Case(
            "outcome_unknown",
            Severity.B,
            "День практикума прошёл, а что с ним стало — не отмечено",
            "Узнайте у площадки, состоялся ли практикум, и отметьте это.",
            PRACTICUMS,
            population="NOT cancelled AND record.on_day < $day",
            gap="NOT cancelled AND NOT held AND record.on_day < $day",
            due="record.on_day",
            due_source="день практикума",
            path=_PATH,
        ),
    ),
    causes=(
        Cause(
            ("outcome_unknown",),
            "R02",
            ("no_venue_contact",),
            path="MATCH (a)-[:HELD_AT]->(b:Venue)",
        ),
        Cause(("student_overlap",), "R04", ("no_navigator",)),
    ),
    personal=Personal.CHILD,
    reports=(3, 4, 5),
)
