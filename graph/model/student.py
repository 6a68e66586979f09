"""Pupils of the project and who may speak for them."""

from enum import StrEnum

from graph.declaration import Cardinality, Kind, Node, Personal, Property, Relationship


class ConsentMark(StrEnum):
    """What the school itself says of a consent. Source: clause 5.2.3."""

    RECEIVED = "received"
    MISSING = "missing"


STUDENT = Node(
    "Student",
    "участник",
    "2.7",
    (
        Property("family_name", Kind.TEXT, "фамилия", required=True, personal=Personal.CHILD),
        Property("given_name", Kind.TEXT, "имя", required=True, personal=Personal.CHILD),
        Property("patronymic", Kind.TEXT, "отчество", personal=Personal.CHILD),
        Property("birth_date", Kind.DATE, "дата рождения", personal=Personal.CHILD),
        # Grades outside 6–11 are a gap (R09), not an impossible value.
        Property("grade", Kind.INTEGER, "класс", clause="2.7", minimum=1, maximum=12),
        Property("grade_letter", Kind.TEXT, "буква класса"),
        Property("registered_at", Kind.INSTANT, "зарегистрирован на платформе", clause="5.2.2"),
        Property(
            "consent_mark",
            Kind.TEXT,
            "согласие по словам школы",
            clause="5.2.3",
            choices=ConsentMark,
        ),
        Property("consent_marked_at", Kind.INSTANT, "школа отметила согласие"),
        Property(
            "integrated_description",
            Kind.TEXT,
            "описание результатов",
            clause="2.10",
            personal=Personal.CHILD,
        ),
        Property(
            "next_steps",
            Kind.TEXT,
            "предложения по дальнейшим шагам",
            clause="2.10",
            personal=Personal.CHILD,
        ),
        Property("summarised_at", Kind.INSTANT, "описание составлено", clause="2.10"),
        Property("processing_stopped_at", Kind.INSTANT, "обработка данных прекращена"),
    ),
    region_link="in_region",
    since="registered_at",
)

GUARDIAN = Node(
    "Guardian",
    "законный представитель",
    "5.2.3",
    (
        Property("family_name", Kind.TEXT, "фамилия", required=True, personal=Personal.ADULT),
        Property("given_name", Kind.TEXT, "имя", required=True, personal=Personal.ADULT),
        Property("patronymic", Kind.TEXT, "отчество", personal=Personal.ADULT),
    ),
    region_link="in_region",
)

IMPAIRMENT_GROUP = Node(
    "ImpairmentGroup",
    "нозологическая группа",
    "6.2.8",
    (Property("name", Kind.TEXT, "название", required=True),),
)

RELATIONSHIPS = (
    # (:Student)-[:REGISTERED_IN]->(:Region)
    Relationship(
        "REGISTERED_IN",
        "Student",
        ("Region",),
        "in_region",
        "зарегистрирован в регионе",
        "2.7",
        Cardinality.ONE,
    ),
    # (:Student)-[:STUDIES_AT {from, to}]->(:School)
    Relationship(
        "STUDIES_AT",
        "Student",
        ("School",),
        "school",
        "учится в",
        "2.7",
        Cardinality.OPTIONAL,
        interval=True,
    ),
    # (:Student)-[:GUIDED_BY {from, to}]->(:Person)
    Relationship(
        "GUIDED_BY",
        "Student",
        ("Person",),
        "navigator",
        "сопровождает навигатор",
        "2.9",
        Cardinality.OPTIONAL,
        interval=True,
        back="guided_students",
    ),
    # (:Student)-[:HAS_IMPAIRMENT]->(:ImpairmentGroup)
    Relationship(
        "HAS_IMPAIRMENT",
        "Student",
        ("ImpairmentGroup",),
        "impairments",
        "нозологическая группа",
        "6.2.8",
        personal=Personal.SPECIAL,
    ),
    # (:Student)-[:ENROLLED_IN {enrolled_at, cancelled_at}]->(:Practicum)
    Relationship(
        "ENROLLED_IN",
        "Student",
        ("Practicum",),
        "enrolments",
        "записан на",
        "5.3.5",
        properties=(
            Property("enrolled_at", Kind.INSTANT, "записан", required=True),
            Property("cancelled_at", Kind.INSTANT, "запись отменена"),
        ),
        back="enrolled",
        since="enrolled_at",
        until="cancelled_at",
    ),
    # (:Student)-[:ATTENDED {recorded_at}]->(:Practicum)
    Relationship(
        "ATTENDED",
        "Student",
        ("Practicum",),
        "attendances",
        "посетил",
        "5.3.5",
        properties=(Property("recorded_at", Kind.INSTANT, "посещение внесено", required=True),),
        back="attended",
        since="recorded_at",
    ),
    # (:Guardian)-[:LIVES_IN]->(:Region)
    Relationship(
        "LIVES_IN", "Guardian", ("Region",), "in_region", "в регионе", "5.2.3", Cardinality.ONE
    ),
    # (:Guardian)-[:GUARDIAN_OF {from, to, legal, kinship}]->(:Student)
    Relationship(
        "GUARDIAN_OF",
        "Guardian",
        ("Student",),
        "children",
        "представляет ребёнка",
        "5.2.3",
        interval=True,
        properties=(
            Property("legal", Kind.BOOLEAN, "законный представитель", required=True),
            Property("kinship", Kind.TEXT, "кем приходится", personal=Personal.ADULT),
        ),
        back="guardians",
        personal=Personal.CHILD,
    ),
)
NODES = (STUDENT, GUARDIAN, IMPAIRMENT_GROUP)
