"""How a coordinator comes to be: the authority's letter, the operator's approval, the contract."""

from enum import StrEnum

from graph.declaration import Cardinality, Kind, Node, Personal, Property, Relationship


class Skill(StrEnum):
    """The seven skills of a coordinator. Source: clause 4.2."""

    PLANNING = "planning"
    EDUCATION = "education"
    OFFICE = "office"
    INTERNET = "internet"
    ORGANISING = "organising"
    RESPONSIBILITY = "responsibility"
    DEADLINES = "deadlines"


NOMINATION = Node(
    "Nomination",
    "выдвижение координатора",
    "2.6, 4.1",
    (
        Property("letter_number", Kind.TEXT, "номер письма ОИВ"),
        Property("letter_date", Kind.DATE, "дата письма ОИВ"),
        Property("approved_on", Kind.DATE, "согласован Союзом"),
        Property("rejected_on", Kind.DATE, "отклонён Союзом"),
        Property("contract_number", Kind.TEXT, "номер договора"),
        Property("contract_signed_on", Kind.DATE, "договор подписан"),
        Property("contract_valid_until", Kind.DATE, "договор действует до (включая)"),
        Property("skills", Kind.TEXTS, "подтверждённые навыки", clause="4.2", choices=Skill),
        Property("note", Kind.TEXT, "примечание", personal=Personal.ADULT),
    ),
    region_link="in_region",
)

RELATIONSHIPS = (
    # (:Nomination)-[:FOR_REGION]->(:Region)
    Relationship(
        "FOR_REGION", "Nomination", ("Region",), "in_region", "для региона", "4.1", Cardinality.ONE
    ),
    # (:Nomination)-[:NOMINATES]->(:Person)
    Relationship(
        "NOMINATES", "Nomination", ("Person",), "nominee", "выдвигает", "4.1", Cardinality.ONE
    ),
    # (:Nomination)-[:SENT_BY]->(:Authority)
    Relationship(
        "SENT_BY",
        "Nomination",
        ("Authority",),
        "sent_by",
        "направлено ОИВ",
        "4.1",
        Cardinality.OPTIONAL,
    ),
    # (:Nomination)-[:FOR_CAMPAIGN]->(:Campaign)
    Relationship(
        "FOR_CAMPAIGN",
        "Nomination",
        ("Campaign",),
        "campaign",
        "на кампанию",
        "2.14",
        Cardinality.ONE,
    ),
)
NODES = (NOMINATION,)
