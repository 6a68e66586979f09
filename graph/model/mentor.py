"""Mentors and the documents that prove their qualification."""

from graph.declaration import Cardinality, Kind, Node, Property, Relationship

MENTOR = Node(
    "Mentor",
    "наставник",
    "2.8",
    (Property("position", Kind.TEXT, "должность"),),
    region_link="in_region",
)

QUALIFICATION = Node(
    "Qualification",
    "документ о квалификации",
    "2.8",
    (
        Property("kind", Kind.TEXT, "вид документа", required=True),
        Property("number", Kind.TEXT, "номер"),
        Property("issued_on", Kind.DATE, "выдан", required=True),
        Property("valid_until", Kind.DATE, "действует до (включая); пусто — бессрочно"),
        Property("confirmed_on", Kind.DATE, "подтверждён"),
    ),
    region_link="mentor",
)

RELATIONSHIPS = (
    # (:Mentor)-[:MENTORS_IN]->(:Region)
    Relationship(
        "MENTORS_IN",
        "Mentor",
        ("Region",),
        "in_region",
        "наставник региона",
        "6.2.9",
        Cardinality.ONE,
    ),
    # (:Mentor)-[:IS_PERSON]->(:Person)
    Relationship("IS_PERSON", "Mentor", ("Person",), "person", "это лицо", "2.8", Cardinality.ONE),
    # (:Mentor)-[:COMES_FROM]->(:Organisation)
    Relationship(
        "COMES_FROM",
        "Mentor",
        ("Organisation",),
        "organisation",
        "представляет организацию",
        "2.8",
        Cardinality.OPTIONAL,
    ),
    # (:Mentor)-[:SKILLED_IN]->(:Competence)
    Relationship(
        "SKILLED_IN", "Mentor", ("Competence",), "competences", "владеет компетенцией", "2.8"
    ),
    # (:Qualification)-[:QUALIFIES]->(:Mentor)
    Relationship(
        "QUALIFIES",
        "Qualification",
        ("Mentor",),
        "mentor",
        "подтверждает квалификацию",
        "2.8",
        Cardinality.ONE,
    ),
    # (:Qualification)-[:PROVES]->(:Competence)
    Relationship("PROVES", "Qualification", ("Competence",), "proves", "по компетенции", "2.8"),
)
NODES = (MENTOR, QUALIFICATION)
