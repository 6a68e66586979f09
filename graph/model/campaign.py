"""Campaigns and everything that a campaign sets: deadlines, thresholds, windows of formats.

The Order has one number (6.1); every other term is data of a campaign, which a region's own
overrides. The defaults of a new campaign stand here, each with its clause.
"""

from dataclasses import dataclass
from enum import StrEnum

from graph.declaration import Cardinality, Kind, Node, Property, Relationship


class Format(StrEnum):
    """Formats of a practicum. Source: clauses 6.2.3–6.2.5."""

    INTRODUCTORY = "introductory"
    ENGAGED = "engaged"
    IN_DEPTH = "in_depth"


FORMAT_WORDS = {
    Format.INTRODUCTORY: "ознакомительный",
    Format.ENGAGED: "вовлечённый выбор",
    Format.IN_DEPTH: "углублённый выбор",
}


class TermKind(StrEnum):
    """What a term of a campaign is for; a rule names the one it uses."""

    NAVIGATOR_REGISTERED = "navigator_registered"
    NAVIGATOR_STUDENTS = "navigator_students"
    REGISTRATION_ENDS = "registration_ends"
    NO_GROWTH = "no_growth"
    CONSENT_GRACE = "consent_grace"
    NAVIGATOR_RECOMMENDS = "navigator_recommends"
    STAGE_STUCK = "stage_stuck"
    PACKAGE_BEFORE = "package_before"
    POSTED_BEFORE = "posted_before"
    CONFIRMED_WITHIN = "confirmed_within"
    ATTENDANCE_WITHIN = "attendance_within"
    FILLED_SHARE = "filled_share"
    FINANCE_WITHIN = "finance_within"
    FINANCE_RETURNS = "finance_returns"
    CONTRACT_SIGNED = "contract_signed"
    MENTOR_RECOMMENDS = "mentor_recommends"
    MEDIA_WITHIN = "media_within"
    ANSWER_WITHIN = "answer_within"
    TRAINING_OLD = "training_old"
    NEVER_ENROLLED = "never_enrolled"
    APPEAL_DRAFT = "appeal_draft"
    REPORT_DRAFT = "report_draft"


class TermUnit(StrEnum):
    """How `amount` counts."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    PEOPLE = "people"
    TIMES = "times"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class DefaultTerm:
    """A term of a new campaign: so many units; the clause leaves the number to the curator."""

    kind: TermKind
    amount: int
    unit: TermUnit
    clause: str


# Source: requirements for a new campaign, «Rules: what is a gap», values in braces.
DEFAULT_TERMS = (
    DefaultTerm(TermKind.NAVIGATOR_REGISTERED, 10, TermUnit.WORKING_DAYS, "5.2.1"),
    DefaultTerm(TermKind.NAVIGATOR_STUDENTS, 200, TermUnit.PEOPLE, "5.2.1"),
    DefaultTerm(TermKind.REGISTRATION_ENDS, 40, TermUnit.WORKING_DAYS, "5.2.2"),
    DefaultTerm(TermKind.NO_GROWTH, 14, TermUnit.DAYS, "5.2.2"),
    DefaultTerm(TermKind.CONSENT_GRACE, 10, TermUnit.DAYS, "5.2.3"),
    DefaultTerm(TermKind.NAVIGATOR_RECOMMENDS, 5, TermUnit.WORKING_DAYS, "5.2.4"),
    DefaultTerm(TermKind.STAGE_STUCK, 14, TermUnit.DAYS, "2.10"),
    DefaultTerm(TermKind.PACKAGE_BEFORE, 3, TermUnit.WORKING_DAYS, "5.3.1"),
    DefaultTerm(TermKind.POSTED_BEFORE, 5, TermUnit.WORKING_DAYS, "5.3.2"),
    DefaultTerm(TermKind.CONFIRMED_WITHIN, 2, TermUnit.WORKING_DAYS, "5.3.3"),
    DefaultTerm(TermKind.ATTENDANCE_WITHIN, 2, TermUnit.WORKING_DAYS, "5.3.5"),
    DefaultTerm(TermKind.FILLED_SHARE, 60, TermUnit.PERCENT, "5.3.5"),
    DefaultTerm(TermKind.FINANCE_WITHIN, 10, TermUnit.WORKING_DAYS, "5.3.7"),
    DefaultTerm(TermKind.FINANCE_RETURNS, 2, TermUnit.TIMES, "5.3.7"),
    DefaultTerm(TermKind.CONTRACT_SIGNED, 20, TermUnit.WORKING_DAYS, "5.4.4"),
    DefaultTerm(TermKind.MENTOR_RECOMMENDS, 5, TermUnit.WORKING_DAYS, "5.4.6"),
    DefaultTerm(TermKind.MEDIA_WITHIN, 3, TermUnit.WORKING_DAYS, "5.4.7"),
    DefaultTerm(TermKind.ANSWER_WITHIN, 2, TermUnit.WORKING_DAYS, "6.1"),
    DefaultTerm(TermKind.TRAINING_OLD, 30, TermUnit.DAYS, "6.2.11"),
    DefaultTerm(TermKind.NEVER_ENROLLED, 30, TermUnit.DAYS, "2.5"),
    DefaultTerm(TermKind.APPEAL_DRAFT, 5, TermUnit.WORKING_DAYS, "6.3"),
    DefaultTerm(TermKind.REPORT_DRAFT, 5, TermUnit.WORKING_DAYS, "6.2"),
)

CAMPAIGN = Node(
    "Campaign",
    "кампания",
    "2.14",
    (
        Property("name", Kind.TEXT, "название", required=True),
        Property("starts_on", Kind.DATE, "начало", required=True),
        Property("ends_on", Kind.DATE, "последний день", required=True),
    ),
)

DEADLINE = Node(
    "Deadline",
    "срок кампании",
    "5.2–5.4, 6.2",
    (
        Property("kind", Kind.TEXT, "чего касается", required=True, choices=TermKind),
        Property("amount", Kind.INTEGER, "сколько", minimum=0),
        Property("unit", Kind.TEXT, "единица", choices=TermUnit),
        Property("on_day", Kind.DATE, "назначенный день (вместо счёта)"),
        Property("set_at", Kind.INSTANT, "когда назначен"),
    ),
    since="set_at",
)

FORMAT_WINDOW = Node(
    "FormatWindow",
    "окно формата",
    "5.3.6",
    (
        Property("format", Kind.TEXT, "формат", required=True, choices=Format),
        Property("starts_on", Kind.DATE, "начало", required=True),
        Property("ends_on", Kind.DATE, "последний день", required=True),
    ),
)

RELATIONSHIPS = (
    # (:Deadline)-[:OF_CAMPAIGN]->(:Campaign)
    Relationship(
        "OF_CAMPAIGN", "Deadline", ("Campaign",), "campaign", "кампании", "2.14", Cardinality.ONE
    ),
    # (:Deadline)-[:OVERRIDES_IN]->(:Region)
    Relationship(
        "OVERRIDES_IN",
        "Deadline",
        ("Region",),
        "overrides_in",
        "заменяет срок кампании в регионе",
        "6.2",
        Cardinality.OPTIONAL,
    ),
    # (:FormatWindow)-[:OF_CAMPAIGN]->(:Campaign)
    Relationship(
        "OF_CAMPAIGN",
        "FormatWindow",
        ("Campaign",),
        "campaign",
        "кампании",
        "5.3.6",
        Cardinality.ONE,
    ),
    # (:Region)-[:TAKES_PART {from, to, planned_students}]->(:Campaign)
    Relationship(
        "TAKES_PART",
        "Region",
        ("Campaign",),
        "campaigns",
        "участвует в кампании",
        "2.14",
        interval=True,
        properties=(Property("planned_students", Kind.INTEGER, "план", unit="чел.", minimum=0),),
    ),
    # (:Region)-[:PLANS {planned_attendances}]->(:FormatWindow)
    Relationship(
        "PLANS",
        "Region",
        ("FormatWindow",),
        "format_plans",
        "план по формату",
        "5.3.6",
        properties=(
            Property("planned_attendances", Kind.INTEGER, "план", unit="посещений", minimum=0),
        ),
        back="planning_regions",
    ),
)
NODES = (CAMPAIGN, DEADLINE, FORMAT_WINDOW)
