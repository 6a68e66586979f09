"""The three testing stages, what they point to, and recommendations made of them."""

from enum import StrEnum

from graph.declaration import Cardinality, Kind, Node, Personal, Property, Relationship


class Recommender(StrEnum):
    """In which role a recommendation was given. Source: clauses 5.2.4, 5.4.6."""

    NAVIGATOR = "navigator"
    MENTOR = "mentor"


PROFESSIONAL_AREA = Node(
    "ProfessionalArea",
    "профессиональная область",
    "5.2.4",
    (Property("name", Kind.TEXT, "название", required=True),),
)

COMPETENCE = Node(
    "Competence",
    "компетенция",
    "5.2.4",
    (Property("name", Kind.TEXT, "название", required=True, indexed=True),),
)

STAGE_RESULT = Node(
    "StageResult",
    "результат этапа тестирования",
    "2.10, 2.11",
    (
        Property("stage", Kind.INTEGER, "этап", required=True, minimum=1, maximum=3),
        Property("passed_at", Kind.INSTANT, "пройден", required=True),
        Property("text", Kind.TEXT, "описание", clause="2.11", personal=Personal.CHILD),
    ),
    region_link="student",
    since="passed_at",
)

RECOMMENDATION = Node(
    "Recommendation",
    "рекомендация",
    "5.2.4, 5.4.6",
    (
        Property("given_as", Kind.TEXT, "кто дал", required=True, choices=Recommender),
        Property("given_at", Kind.INSTANT, "дана", required=True),
        Property("text", Kind.TEXT, "текст", personal=Personal.CHILD),
    ),
    region_link="student",
    since="given_at",
)

RELATIONSHIPS = (
    # (:Competence)-[:IN_AREA]->(:ProfessionalArea)
    Relationship(
        "IN_AREA",
        "Competence",
        ("ProfessionalArea",),
        "area",
        "в области",
        "5.2.4",
        Cardinality.OPTIONAL,
    ),
    # (:StageResult)-[:RESULT_OF]->(:Student)
    Relationship(
        "RESULT_OF", "StageResult", ("Student",), "student", "результат", "2.11", Cardinality.ONE
    ),
    # (:StageResult)-[:POINTS_TO]->(:Competence)
    Relationship("POINTS_TO", "StageResult", ("Competence",), "points_to", "указывает на", "2.5"),
    # (:Recommendation)-[:RECOMMENDS_TO]->(:Student)
    Relationship(
        "RECOMMENDS_TO",
        "Recommendation",
        ("Student",),
        "student",
        "дана участнику",
        "5.2.4",
        Cardinality.ONE,
    ),
    # (:Recommendation)-[:GIVEN_BY]->(:Person)
    Relationship(
        "GIVEN_BY", "Recommendation", ("Person",), "given_by", "дал", "5.2.4", Cardinality.ONE
    ),
    # (:Recommendation)-[:AFTER]->(:Practicum)
    Relationship(
        "AFTER",
        "Recommendation",
        ("Practicum",),
        "after",
        "по итогам практикума",
        "5.4.6",
        Cardinality.OPTIONAL,
    ),
    # (:Recommendation)-[:ADVISES]->(:Competence)
    Relationship(
        "ADVISES", "Recommendation", ("Competence",), "advises", "советует компетенцию", "5.2.4"
    ),
)
NODES = (PROFESSIONAL_AREA, COMPETENCE, STAGE_RESULT, RECOMMENDATION)
