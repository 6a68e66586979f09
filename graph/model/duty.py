"""What a coordinator owes: answers, the twelve reports, promotion, training, appeals."""

from enum import StrEnum

from graph.declaration import Cardinality, Kind, Node, Personal, Property, Relationship


class ReportState(StrEnum):
    """States of a report's version."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class EmptyAnswer(StrEnum):
    """Why a submitted report has no rows: nothing was held, or a person confirms the zero.

    Source: clause 6.2.12, «не проводилось»; requirements, «No report» and «reported zero» differ.
    """

    NOT_HELD = "not_held"
    ZERO_CONFIRMED = "zero_confirmed"


class PromotionKind(StrEnum):
    """Kinds of promotion measures. Source: clause 6.2.6."""

    MEDIA = "media"
    SOCIAL_NETWORK = "social_network"
    EVENT = "event"
    MEETING = "meeting"
    MAILING = "mailing"


INFORMATION_REQUEST = Node(
    "InformationRequest",
    "запрос куратора",
    "6.1, 3.3",
    (
        Property("subject", Kind.TEXT, "о чём", required=True),
        Property("asked_at", Kind.INSTANT, "направлен", required=True),
        Property("due_on", Kind.DATE, "срок, назначенный куратором", clause="6.1"),
        Property("answered_at", Kind.INSTANT, "дан ответ"),
        Property("answer", Kind.TEXT, "ответ", clause="6.1"),
    ),
    region_link="in_region",
    since="asked_at",
)

REPORT_DUTY = Node(
    "ReportDuty",
    "обязанность представить отчёт",
    "6.2",
    (
        Property("form", Kind.INTEGER, "№ отчёта", required=True, minimum=1, maximum=12),
        Property("due_on", Kind.DATE, "срок (включая)", required=True),
        Property("period_from", Kind.DATE, "период с", required=True),
        Property("period_to", Kind.DATE, "период по (включая)", required=True),
    ),
    region_link="in_region",
)

REPORT_VERSION = Node(
    "ReportVersion",
    "версия отчёта",
    "6.2",
    (
        Property("number", Kind.INTEGER, "версия", required=True, minimum=1),
        Property("state", Kind.TEXT, "состояние", required=True, choices=ReportState),
        Property("as_of", Kind.INSTANT, "на момент", required=True),
        Property("submitted_at", Kind.INSTANT, "представлен"),
        Property("returned_at", Kind.INSTANT, "возвращён"),
        Property("return_reason", Kind.TEXT, "причина возврата"),
        Property("accepted_at", Kind.INSTANT, "принят"),
        Property("total", Kind.INTEGER, "главное число отчёта", minimum=0),
        Property(
            "empty_answer",
            Kind.TEXT,
            "почему в отчёте нет строк",
            clause="6.2.12",
            choices=EmptyAnswer,
        ),
        Property("empty_reason", Kind.TEXT, "пояснение, почему нет строк", clause="6.2.12"),
        # Whole rows: names of mentors; health in numbers that only the coordinator may see.
        Property("figures", Kind.TEXT, "все числа отчёта (JSON)", personal=Personal.ADULT),
        Property("sha256", Kind.TEXT, "отпечаток чисел отчёта"),
    ),
    region_link="duty",
    since="as_of",
)

PROMOTION_MEASURE = Node(
    "PromotionMeasure",
    "мера продвижения",
    "6.2.6",
    (
        Property("title", Kind.TEXT, "название", required=True),
        Property("kind", Kind.TEXT, "вид", required=True, choices=PromotionKind),
        Property("on_day", Kind.DATE, "дата", required=True),
        Property("channel", Kind.TEXT, "канал"),
        Property("link", Kind.TEXT, "ссылка"),
        Property("reach", Kind.INTEGER, "охват", unit="чел.", minimum=0),
        Property("audience", Kind.TEXT, "аудитория"),
        Property("materials", Kind.TEXT, "фото и видео (ссылка)"),
    ),
    region_link="in_region",
)

TRAINING_EVENT = Node(
    "TrainingEvent",
    "обучающее мероприятие",
    "6.2.7",
    (
        Property("title", Kind.TEXT, "название", required=True),
        Property("starts_on", Kind.DATE, "начало", required=True),
        Property("ends_on", Kind.DATE, "последний день"),
        Property("organiser", Kind.TEXT, "организатор"),
        Property("form", Kind.TEXT, "форма"),
        Property("hours", Kind.INTEGER, "объём", unit="ч", minimum=0),
    ),
    region_link="in_region",
)

TRAINING_NEED = Node(
    "TrainingNeed",
    "потребность в обучении",
    "6.2.11",
    (
        Property("topic", Kind.TEXT, "тема", required=True),
        Property("raised_on", Kind.DATE, "заявлена", required=True),
        Property("audience", Kind.TEXT, "аудитория"),
        Property("people", Kind.INTEGER, "человек", unit="чел.", minimum=0),
        Property("form", Kind.TEXT, "форма"),
        Property("wanted_on", Kind.DATE, "желательная дата"),
        Property("place", Kind.TEXT, "место"),
        Property("priority", Kind.INTEGER, "приоритет", minimum=1, maximum=3),
        Property("reason", Kind.TEXT, "обоснование"),
    ),
    region_link="in_region",
    since="raised_on",
)

APPEAL = Node(
    "Appeal",
    "обращение гражданина",
    "6.3",
    (
        Property("subject", Kind.TEXT, "о чём", required=True),
        Property("received_on", Kind.DATE, "получено", required=True),
        Property("draft_due_on", Kind.DATE, "проект ответа до (включая)"),
        Property("draft_sent_at", Kind.INSTANT, "проект ответа направлен"),
        Property("answered_at", Kind.INSTANT, "ответ дан"),
        Property("applicant", Kind.TEXT, "заявитель", personal=Personal.ADULT),
    ),
    region_link="in_region",
    since="received_on",
)


def _in_region(type_: str, source: str, ru: str, clause: str) -> Relationship:
    return Relationship(type_, source, ("Region",), "in_region", ru, clause, Cardinality.ONE)


RELATIONSHIPS = (
    # (:InformationRequest)-[:ASKED_OF]->(:Region)
    _in_region("ASKED_OF", "InformationRequest", "адресован региону", "6.1"),
    # (:InformationRequest)-[:ASKED_BY]->(:Person)
    Relationship(
        "ASKED_BY",
        "InformationRequest",
        ("Person",),
        "asked_by",
        "направил",
        "3.3",
        Cardinality.ONE,
        back="asked_requests",
    ),
    # (:ReportDuty)-[:OWED_BY]->(:Region)
    _in_region("OWED_BY", "ReportDuty", "представляет регион", "6.2"),
    # (:ReportDuty)-[:FOR_CAMPAIGN]->(:Campaign)
    Relationship(
        "FOR_CAMPAIGN",
        "ReportDuty",
        ("Campaign",),
        "campaign",
        "за кампанию",
        "6.2",
        Cardinality.ONE,
    ),
    # (:ReportVersion)-[:ANSWERS]->(:ReportDuty)
    Relationship(
        "ANSWERS", "ReportVersion", ("ReportDuty",), "duty", "исполняет", "6.2", Cardinality.ONE
    ),
    # (:ReportVersion)-[:WRITTEN_BY]->(:Person)
    Relationship(
        "WRITTEN_BY",
        "ReportVersion",
        ("Person",),
        "author",
        "составил",
        "6.2",
        Cardinality.OPTIONAL,
    ),
    # (:PromotionMeasure)-[:PROMOTES_IN]->(:Region)
    _in_region("PROMOTES_IN", "PromotionMeasure", "в регионе", "6.2.6"),
    # (:TrainingEvent)-[:TRAINS_IN]->(:Region)
    _in_region("TRAINS_IN", "TrainingEvent", "для региона", "6.2.7"),
    # (:TrainingEvent)-[:MEETS]->(:TrainingNeed)
    Relationship(
        "MEETS", "TrainingEvent", ("TrainingNeed",), "meets", "отвечает потребности", "6.2.11"
    ),
    # (:TrainingNeed)-[:NEEDED_IN]->(:Region)
    _in_region("NEEDED_IN", "TrainingNeed", "потребность региона", "6.2.11"),
    # (:Appeal)-[:CONCERNS_REGION]->(:Region)
    _in_region("CONCERNS_REGION", "Appeal", "касается региона", "6.3"),
)
NODES = (
    INFORMATION_REQUEST,
    REPORT_DUTY,
    REPORT_VERSION,
    PROMOTION_MEASURE,
    TRAINING_EVENT,
    TRAINING_NEED,
    APPEAL,
)
