"""Practicums: dated events of one of three formats, their documents and media."""

from enum import StrEnum

from graph.declaration import Cardinality, Kind, Node, Personal, Property, Relationship
from graph.model.campaign import Format


class DocumentKind(StrEnum):
    """What a document is. Source: clauses 5.3.1, 5.3.7, 6.2.12."""

    PACKAGE = "package"
    FINANCE = "finance"
    EVENT_REPORT = "event_report"


class MediaKind(StrEnum):
    """Photo or video. Source: clause 5.4.7."""

    PHOTO = "photo"
    VIDEO = "video"


PRACTICUM = Node(
    "Practicum",
    "практикум",
    "2.4, 5.3",
    (
        Property("title", Kind.TEXT, "название", required=True),
        Property("format", Kind.TEXT, "формат", required=True, choices=Format),
        # Date, time and place may be missing: that is a gap (R12), not an impossible record.
        Property("on_day", Kind.DATE, "день", clause="5.3.2", indexed=True),
        Property("starts_at", Kind.INSTANT, "начало", clause="5.3.2"),
        Property("ends_at", Kind.INSTANT, "конец", clause="5.3.2"),
        Property("place", Kind.TEXT, "место", clause="5.3.2"),
        Property("capacity", Kind.INTEGER, "мест", unit="чел.", minimum=0, clause="5.3.5"),
        Property("posted_at", Kind.INSTANT, "размещён на платформе", clause="5.3.2"),
        Property("confirmed_at", Kind.INSTANT, "подтверждён координатором", clause="5.3.3"),
        Property("changed_at", Kind.INSTANT, "изменён после размещения", clause="5.3.3"),
        Property("moved_at", Kind.INSTANT, "перенесён", clause="5.3.4"),
        Property("move_reason", Kind.TEXT, "причина переноса", clause="5.3.4"),
        Property("cancelled_at", Kind.INSTANT, "отменён", clause="5.3.4"),
        Property("cancel_reason", Kind.TEXT, "причина отмены", clause="5.3.4"),
        Property("held_at", Kind.INSTANT, "отмечен как проведённый", clause="5.3.4"),
        Property("day_off_reason", Kind.TEXT, "почему в выходной", clause="5.3.4"),
        Property("attendance_recorded_at", Kind.INSTANT, "посещение внесено", clause="5.3.5"),
    ),
    region_link="venue",
    since="posted_at",
)

DOCUMENT = Node(
    "Document",
    "документ",
    "5.3.1, 5.3.7",
    (
        Property("kind", Kind.TEXT, "вид", required=True, choices=DocumentKind),
        Property("number", Kind.TEXT, "номер"),
        Property("submitted_at", Kind.INSTANT, "передан Союзу"),
        Property("accepted_at", Kind.INSTANT, "принят Союзом"),
        Property("returned_times", Kind.INTEGER, "возвращён", unit="раз", minimum=0),
        Property("returned_at", Kind.INSTANT, "возвращён в последний раз"),
        Property("return_reason", Kind.TEXT, "причина возврата"),
        Property("children_in_act", Kind.INTEGER, "детей в акте", unit="чел.", minimum=0),
    ),
    region_link="concerns",
    since="submitted_at",
)

MEDIA_FILE = Node(
    "MediaFile",
    "фото- или видеофайл",
    "5.4.7",
    (
        Property("kind", Kind.TEXT, "вид", required=True, choices=MediaKind),
        # The network's own pictures are known by their upload alone; those kept here have the rest.
        Property("sha256", Kind.TEXT, "отпечаток файла", indexed=True),
        Property("content_type", Kind.TEXT, "тип содержимого"),
        Property("size_bytes", Kind.INTEGER, "размер", unit="байт", minimum=0),
        Property("uploaded_at", Kind.INSTANT, "загружен", required=True),
        Property("removed_at", Kind.INSTANT, "убран"),
    ),
    region_link="practicum",
    since="uploaded_at",
    until="removed_at",
)

RELATIONSHIPS = (
    # (:Practicum)-[:HELD_AT]->(:Venue)
    Relationship(
        "HELD_AT", "Practicum", ("Venue",), "venue", "на площадке", "2.4", Cardinality.ONE
    ),
    # (:Practicum)-[:PART_OF]->(:Campaign)
    Relationship(
        "PART_OF",
        "Practicum",
        ("Campaign",),
        "campaign",
        "в кампании",
        "5.3.6",
        Cardinality.OPTIONAL,
    ),
    # (:Practicum)-[:IN_COMPETENCE]->(:Competence)
    Relationship(
        "IN_COMPETENCE",
        "Practicum",
        ("Competence",),
        "competence",
        "по компетенции",
        "6.2.3",
        Cardinality.OPTIONAL,
    ),
    # (:Practicum)-[:LED_BY]->(:Mentor)
    Relationship("LED_BY", "Practicum", ("Mentor",), "mentors", "ведёт наставник", "2.8"),
    # (:Practicum)-[:ADAPTED_FOR]->(:ImpairmentGroup)
    Relationship(
        "ADAPTED_FOR",
        "Practicum",
        ("ImpairmentGroup",),
        "adapted_for",
        "приспособлен для",
        "6.2.8",
    ),
    # (:Document)-[:CONCERNS]->(:Venue|:Practicum)
    Relationship(
        "CONCERNS",
        "Document",
        ("Venue", "Practicum"),
        "concerns",
        "касается",
        "5.3.1",
        Cardinality.ONE,
    ),
    # (:MediaFile)-[:SHOWS]->(:Practicum)
    Relationship(
        "SHOWS", "MediaFile", ("Practicum",), "practicum", "снято на", "5.4.7", Cardinality.ONE
    ),
    # (:MediaFile)-[:DEPICTS]->(:Student)
    Relationship(
        "DEPICTS",
        "MediaFile",
        ("Student",),
        "depicts",
        "виден участник",
        "5.4.7",
        personal=Personal.CHILD,
    ),
    # (:MediaFile)-[:UPLOADED_BY]->(:Person)
    Relationship(
        "UPLOADED_BY",
        "MediaFile",
        ("Person",),
        "uploaded_by",
        "загрузил",
        "5.4.7",
        Cardinality.OPTIONAL,
    ),
)
NODES = (PRACTICUM, DOCUMENT, MEDIA_FILE)
