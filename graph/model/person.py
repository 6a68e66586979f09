"""Adults and their roles. One person, many roles, each a relationship with its interval."""

from graph.declaration import Cardinality, Kind, Node, Personal, Property, Relationship

OPERATOR = Node(
    "Operator",
    "федеральный оператор (Союз)",
    "2.1",
    (Property("name", Kind.TEXT, "название", required=True),),
)

PERSON = Node(
    "Person",
    "лицо",
    "1.2",
    (
        Property("family_name", Kind.TEXT, "фамилия", required=True, personal=Personal.ADULT),
        Property("given_name", Kind.TEXT, "имя", required=True, personal=Personal.ADULT),
        Property("patronymic", Kind.TEXT, "отчество", personal=Personal.ADULT),
        Property("email", Kind.TEXT, "электронная почта", personal=Personal.ADULT),
        Property("phone", Kind.TEXT, "телефон", personal=Personal.ADULT),
        Property("telegram", Kind.TEXT, "номер беседы в Telegram", personal=Personal.ADULT),
    ),
)

RELATIONSHIPS = (
    # (:Person)-[:WORKS_FOR {from, to, position, head}]->(:Operator)
    Relationship(
        "WORKS_FOR",
        "Person",
        ("Operator",),
        "works_for",
        "работает в Союзе",
        "2.15",
        Cardinality.OPTIONAL,
        interval=True,
        properties=(
            Property("position", Kind.TEXT, "должность"),
            Property("heads_curators", Kind.BOOLEAN, "руководит кураторами"),
        ),
        back="employees",
    ),
    # (:Person)-[:CURATES {from, to}]->(:Region)
    Relationship(
        "CURATES",
        "Person",
        ("Region",),
        "curates",
        "курирует",
        "2.15",
        interval=True,
        back="curators",
    ),
    # (:Person)-[:COORDINATES {from, to}]->(:Region)
    Relationship(
        "COORDINATES",
        "Person",
        ("Region",),
        "coordinates",
        "координирует",
        "2.6",
        interval=True,
        back="coordinators",
    ),
    # (:Person)-[:CONTACT_OF {from, to}]->(:Authority|:Venue)
    Relationship(
        "CONTACT_OF",
        "Person",
        ("Authority", "Venue"),
        "contact_of",
        "контактное лицо",
        "3.1",
        interval=True,
        back="contacts",
    ),
    # (:Person)-[:REPRESENTS {from, to, registered_at}]->(:School)
    Relationship(
        "REPRESENTS",
        "Person",
        ("School",),
        "represents",
        "представитель школы",
        "5.2.1",
        interval=True,
        properties=(Property("registered_at", Kind.INSTANT, "зарегистрирован на платформе"),),
        back="representatives",
    ),
    # (:Person)-[:NAVIGATES {from, to, registered_at}]->(:School)
    Relationship(
        "NAVIGATES",
        "Person",
        ("School",),
        "navigates",
        "педагог-навигатор школы",
        "2.9, 5.2.1",
        interval=True,
        properties=(Property("registered_at", Kind.INSTANT, "зарегистрирован на платформе"),),
        back="navigators",
    ),
    # (:Person)-[:EXPERT_AT {from, to}]->(:Venue)
    Relationship(
        "EXPERT_AT",
        "Person",
        ("Venue",),
        "expert_at",
        "эксперт работодателя на площадке",
        "2.4",
        interval=True,
        back="experts",
    ),
    # (:Person)-[:EMPLOYED_BY {from, to}]->(:Organisation)
    Relationship(
        "EMPLOYED_BY",
        "Person",
        ("Organisation",),
        "employed_by",
        "работает в организации",
        "2.8",
        interval=True,
        back="employees",
    ),
    # (:Person)-[:TOOK_PART {role, attended, certificate}]->(:TrainingEvent)
    Relationship(
        "TOOK_PART",
        "Person",
        ("TrainingEvent",),
        "training",
        "участвовал в обучении",
        "6.2.7",
        properties=(
            Property("role", Kind.TEXT, "роль", required=True),
            Property("attended", Kind.BOOLEAN, "присутствовал"),
            Property("certificate", Kind.TEXT, "номер свидетельства"),
        ),
        back="participants",
    ),
)
NODES = (OPERATOR, PERSON)
