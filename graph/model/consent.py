"""A legal representative's consent to process a minor's personal data, and its end: an act."""

from enum import StrEnum

from graph.declaration import Cardinality, Kind, Node, Personal, Property, Relationship


class Purpose(StrEnum):
    """What a consent covers. Source: clauses 5.2.3, 5.4.7."""

    PROCESSING = "processing"
    IMAGES = "images"


class Channel(StrEnum):
    """How a consent came."""

    PLATFORM = "platform"
    SCHOOL_PAPER = "school_paper"


class DestructionReason(StrEnum):
    """Why a child's personal data had to be destroyed. Source: 152-ФЗ, art. 21, parts 3 and 5."""

    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    STOPPED = "stopped"


CONSENT = Node(
    "Consent",
    "согласие",
    "5.2.3, 5.4.2",
    (
        Property("purposes", Kind.TEXTS, "цели", required=True, choices=Purpose),
        Property("given_on", Kind.DATE, "дано"),
        Property("valid_until", Kind.DATE, "действует до (включая)", indexed=True),
        Property("refused_on", Kind.DATE, "отказано"),
        Property("withdrawn_at", Kind.INSTANT, "отозвано"),
        Property("recorded_at", Kind.INSTANT, "внесено на платформу"),
        Property("channel", Kind.TEXT, "канал", choices=Channel),
    ),
    region_link="child",
    since="recorded_at",
)

# Kept for good, so it says what was destroyed and how much of it, never what it was.
DESTRUCTION_ACT = Node(
    "DestructionAct",
    "акт уничтожения данных",
    "5.2.3",
    (
        Property("at", Kind.INSTANT, "когда", required=True),
        Property("made_by", Kind.TEXT, "кем", required=True),
        Property("reason", Kind.TEXT, "почему", required=True, choices=DestructionReason),
        Property("ended_on", Kind.DATE, "с какого дня обработки нет", required=True),
        Property("classes", Kind.TEXTS, "какие данные", required=True),
        Property("records", Kind.INTEGER, "записей", required=True, minimum=0),
        Property("values", Kind.INTEGER, "значений и связей", required=True, minimum=0),
        Property("files", Kind.INTEGER, "файлов", required=True, minimum=0),
        Property("audit_entries", Kind.INTEGER, "записей журнала", required=True, minimum=0),
    ),
    region_link="child",
    since="at",
)

RELATIONSHIPS = (
    # (:DestructionAct)-[:DESTROYED_OF]->(:Student)
    Relationship(
        "DESTROYED_OF",
        "DestructionAct",
        ("Student",),
        "child",
        "о ребёнке",
        "5.2.3",
        Cardinality.ONE,
    ),
    # (:Consent)-[:FOR_CHILD]->(:Student)
    Relationship(
        "FOR_CHILD", "Consent", ("Student",), "child", "о ребёнке", "5.2.3", Cardinality.ONE
    ),
    # (:Consent)-[:SIGNED_BY]->(:Guardian)
    Relationship(
        "SIGNED_BY",
        "Consent",
        ("Guardian",),
        "signed_by",
        "подписал",
        "5.2.3",
        Cardinality.OPTIONAL,
        back="signed_consents",
        personal=Personal.CHILD,
    ),
    # (:Consent)-[:RECORDED_BY]->(:Person)
    Relationship(
        "RECORDED_BY",
        "Consent",
        ("Person",),
        "recorded_by",
        "внёс на платформу",
        "5.4.2",
        Cardinality.OPTIONAL,
        back="recorded_consents",
    ),
)
NODES = (CONSENT, DESTRUCTION_ACT)
