"""Gaps, their causes and history; what people decide of them; alerts and deliveries."""

from enum import StrEnum

from graph.declaration import Cardinality, Kind, Node, Property, Relationship


class Severity(StrEnum):
    """A: a child's rights, law or money; B: overdue; C: quality."""

    A = "A"
    B = "B"
    C = "C"


class GapState(StrEnum):
    """Where a gap is in its life: foreseen (and perhaps averted in time), open, closed or waived.

    Only OPEN is a gap that anybody counts.
    """

    OPEN = "open"
    CLOSED = "closed"
    WAIVED = "waived"
    UPCOMING = "upcoming"
    AVERTED = "averted"


FORESEEN = frozenset({GapState.UPCOMING, GapState.AVERTED})
"""No gap yet, and none after all."""


class GapChange(StrEnum):
    """What happened to a gap at one moment."""

    OPENED = "opened"
    CLOSED = "closed"
    REOPENED = "reopened"
    WAIVED = "waived"
    OVERDUE = "overdue"
    COUNT = "count"
    UPCOMING = "upcoming"
    AVERTED = "averted"
    REDATED = "redated"


class DeliveryState(StrEnum):
    """What became of telling one person: FAILED is tried again, DEAD is not, DROPPED is not needed.

    SENDING is claimed by a process; one that was killed leaves it so, and it is claimed anew.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DEAD = "dead"
    DROPPED = "dropped"


# Units that may be accountable for a gap.
ACCOUNTABLE = (
    "Region",
    "School",
    "Venue",
    "Practicum",
    "Mentor",
    "Person",
    "Student",
    "ReportDuty",
    "InformationRequest",
    "TrainingNeed",
    "Appeal",
    "Alert",
    "Competence",
    "ImpairmentGroup",
)

GAP = Node(
    "Gap",
    "пробел",
    "7.1",
    (
        Property("rule", Kind.TEXT, "правило", required=True, indexed=True),
        Property("case", Kind.TEXT, "случай правила", required=True),
        Property("severity", Kind.TEXT, "тяжесть", required=True, choices=Severity),
        Property("state", Kind.TEXT, "состояние", required=True, choices=GapState, indexed=True),
        Property("count", Kind.INTEGER, "записей", required=True, minimum=0),
        Property("population", Kind.INTEGER, "из скольких", required=True, minimum=0),
        Property("due_on", Kind.DATE, "срок (включая)"),
        Property("due_source", Kind.TEXT, "откуда срок"),
        Property("overdue", Kind.BOOLEAN, "просрочен на день проверки"),
        # Foreseen or found for the first time; of a gap that is only foreseen, all there is.
        Property("known_from", Kind.INSTANT, "известен с"),
        Property("opened_at", Kind.INSTANT, "открыт"),
        Property("closed_at", Kind.INSTANT, "закрыт"),
        Property("seen_at", Kind.INSTANT, "последняя проверка", required=True),
        # Foreseen, then open without being averted, is one time; alerts are raised once in it.
        Property("period_from", Kind.INSTANT, "этот раз начался"),
        # The moment whose records are counted, while it is still to come.
        Property("foreseen_for", Kind.INSTANT, "на какой момент предвиден"),
        # What hangs on a gap is counted by the scan that found it; see queries.rules.roots.
        Property("root", Kind.BOOLEAN, "корневая причина", indexed=True),
        Property("blocked_gaps", Kind.INTEGER, "держит пробелов", minimum=0),
        Property("blocked_children", Kind.INTEGER, "детей в них", unit="чел.", minimum=0),
        Property("blocked_reports", Kind.TEXTS, "чисел отчётов в них (№ форм)"),
    ),
    region_link="in_region",
    since="known_from",
    aside=("state", FORESEEN),
)

GAP_EVENT = Node(
    "GapEvent",
    "событие пробела",
    "7.1",
    (
        Property("change", Kind.TEXT, "что произошло", required=True, choices=GapChange),
        Property("at", Kind.INSTANT, "когда", required=True, indexed=True),
        Property("count", Kind.INTEGER, "записей", minimum=0),
        Property("due_before", Kind.DATE, "прежний срок (включая)"),
        Property("due_on", Kind.DATE, "новый срок (включая)"),
    ),
    region_link="gap",
    since="at",
)

SCAN = Node(
    "Scan",
    "проверка региона",
    "5.1",
    (
        Property("as_of", Kind.INSTANT, "на момент", required=True),
        Property("started_at", Kind.INSTANT, "начата", required=True),
        Property("ended_at", Kind.INSTANT, "закончена"),
        # Of some rules only, after a write that said what it touched: not news of the others.
        Property("partial", Kind.BOOLEAN, "только часть правил"),
        Property("open_gaps", Kind.INTEGER, "открытых пробелов", minimum=0),
        Property("timings", Kind.TEXT, "время по правилам (JSON, мс)"),
    ),
    region_link="in_region",
    since="started_at",
)

WAIVER = Node(
    "Waiver",
    "снятие пробела куратором",
    "7.1",
    (
        Property("reason", Kind.TEXT, "причина", required=True),
        Property("at", Kind.INSTANT, "когда", required=True),
    ),
    region_link="gap",
    since="at",
)

EXTENSION = Node(
    "Extension",
    "продление срока",
    "6.1, 6.2",
    (
        Property("until", Kind.DATE, "новый срок (включая)", required=True),
        Property("reason", Kind.TEXT, "причина", required=True),
        Property("at", Kind.INSTANT, "когда", required=True),
    ),
    region_link="extends",
    since="at",
)

ASSIGNMENT = Node(
    "Assignment",
    "поручение пробела",
    "3.1, 5.1",
    (
        Property("reason", Kind.TEXT, "причина", required=True),
        Property("at", Kind.INSTANT, "когда", required=True),
    ),
    region_link="gap",
    since="at",
)

COMMENT = Node(
    "Comment",
    "замечание к пробелу или отчёту",
    "3.1, 5.1, 6.2",
    (
        Property("text", Kind.TEXT, "текст", required=True),
        Property("at", Kind.INSTANT, "когда", required=True),
        Property("part", Kind.TEXT, "таблица отчёта"),
        Property("row", Kind.TEXT, "строка таблицы: ключ"),
        Property("column", Kind.TEXT, "столбец таблицы"),
    ),
    region_link="about",
    since="at",
)

ALERT = Node(
    "Alert",
    "оповещение",
    "3.1",
    (
        Property("rule", Kind.TEXT, "правило", required=True),
        Property("period", Kind.TEXT, "период", required=True),
        Property("raised_at", Kind.INSTANT, "поднято", required=True, indexed=True),
        Property("cleared_at", Kind.INSTANT, "снято"),
    ),
    region_link="gap",
    since="raised_at",
)

DELIVERY = Node(
    "Delivery",
    "доставка оповещения",
    "3.1",
    (
        Property("step", Kind.INTEGER, "ступень", required=True, minimum=0),
        Property("channel", Kind.TEXT, "какими каналами дошло"),
        Property(
            "state", Kind.TEXT, "состояние", required=True, choices=DeliveryState, indexed=True
        ),
        Property("urgent", Kind.BOOLEAN, "сразу, не дожидаясь сводки"),
        Property("wanted_at", Kind.INSTANT, "когда нужно"),
        # Everything that goes to one person in one letter; a repeated letter is known by it.
        Property("message", Kind.TEXT, "сообщение", indexed=True),
        Property("attempts", Kind.INTEGER, "попыток", minimum=0),
        Property("next_at", Kind.INSTANT, "следующая попытка"),
        Property("claimed_at", Kind.INSTANT, "взято в отправку"),
        Property("sent_at", Kind.INSTANT, "отправлено"),
        Property("error", Kind.TEXT, "ошибка"),
    ),
    region_link="alert",
    since="wanted_at",
)

RELATIONSHIPS = (
    # (:Gap)-[:IN_REGION]->(:Region)
    Relationship("IN_REGION", "Gap", ("Region",), "in_region", "в регионе", "7.1", Cardinality.ONE),
    # (:Gap)-[:AT]->(the accountable unit)
    Relationship("AT", "Gap", ACCOUNTABLE, "at", "у кого", "7.1", Cardinality.ONE),
    # (:Gap)-[:ANSWERED_BY]->(:Person)
    Relationship(
        "ANSWERED_BY",
        "Gap",
        ("Person",),
        "answered_by",
        "отвечает",
        "7.1",
        Cardinality.OPTIONAL,
        back="answered_gaps",
    ),
    # (:Gap)-[:CAUSED_BY]->(:Gap)
    Relationship("CAUSED_BY", "Gap", ("Gap",), "causes", "вызван", "7.1", back="effects"),
    # (:GapEvent)-[:HAPPENED_TO]->(:Gap)
    Relationship("HAPPENED_TO", "GapEvent", ("Gap",), "gap", "случилось с", "7.1", Cardinality.ONE),
    # (:Scan)-[:SCANNED]->(:Region)
    Relationship(
        "SCANNED", "Scan", ("Region",), "in_region", "проверен регион", "5.1", Cardinality.ONE
    ),
    # (:Waiver)-[:WAIVES]->(:Gap)
    Relationship("WAIVES", "Waiver", ("Gap",), "gap", "снимает", "7.1", Cardinality.ONE),
    # (:Waiver)-[:DECIDED_BY]->(:Person)
    Relationship(
        "DECIDED_BY", "Waiver", ("Person",), "decided_by", "решил", "7.1", Cardinality.ONE
    ),
    # (:Extension)-[:EXTENDS]->(:Gap|:ReportDuty|:InformationRequest)
    Relationship(
        "EXTENDS",
        "Extension",
        ("Gap", "ReportDuty", "InformationRequest"),
        "extends",
        "продлевает",
        "6.2",
        Cardinality.ONE,
    ),
    # (:Extension)-[:DECIDED_BY]->(:Person)
    Relationship(
        "DECIDED_BY", "Extension", ("Person",), "decided_by", "решил", "6.2", Cardinality.ONE
    ),
    # (:Assignment)-[:ASSIGNS]->(:Gap)
    Relationship("ASSIGNS", "Assignment", ("Gap",), "gap", "поручает", "3.1, 5.1", Cardinality.ONE),
    # (:Assignment)-[:GIVEN_TO]->(:Person)
    Relationship(
        "GIVEN_TO",
        "Assignment",
        ("Person",),
        "assignee",
        "кому",
        "3.1, 5.1",
        Cardinality.ONE,
        back="received_assignments",
    ),
    # (:Assignment)-[:DECIDED_BY]->(:Person)
    Relationship(
        "DECIDED_BY", "Assignment", ("Person",), "decided_by", "решил", "3.1", Cardinality.ONE
    ),
    # (:Comment)-[:ABOUT]->(:Gap|:ReportVersion)
    Relationship(
        "ABOUT",
        "Comment",
        ("Gap", "ReportVersion"),
        "about",
        "о чём",
        "3.1, 6.2",
        Cardinality.ONE,
    ),
    # (:Comment)-[:WRITTEN_BY]->(:Person)
    Relationship(
        "WRITTEN_BY", "Comment", ("Person",), "author", "написал", "3.1, 5.1", Cardinality.ONE
    ),
    # (:Alert)-[:RAISED_FOR]->(:Gap)
    Relationship("RAISED_FOR", "Alert", ("Gap",), "gap", "поднято о", "3.1", Cardinality.ONE),
    # (:Delivery)-[:DELIVERS]->(:Alert)
    Relationship("DELIVERS", "Delivery", ("Alert",), "alert", "доставляет", "3.1", Cardinality.ONE),
    # (:Delivery)-[:ADDRESSED_TO]->(:Person)
    Relationship(
        "ADDRESSED_TO",
        "Delivery",
        ("Person",),
        "recipient",
        "кому",
        "3.1",
        Cardinality.OPTIONAL,
    ),
)
NODES = (GAP, GAP_EVENT, SCAN, WAIVER, EXTENSION, ASSIGNMENT, COMMENT, ALERT, DELIVERY)
