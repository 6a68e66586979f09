"""A legal representative's consent to process a minor's personal data."""

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

RELATIONSHIPS = (
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
NODES = (CONSENT,)
