"""Schools and their participation in campaigns, in intervals."""

from graph.declaration import Cardinality, Kind, Node, Property, Relationship

SCHOOL = Node(
    "School",
    "школа",
    "2.7, 5.2",
    (
        Property("name", Kind.TEXT, "название", required=True, indexed=True),
        Property("short_name", Kind.TEXT, "краткое название"),
        Property("register_id", Kind.TEXT, "номер в реестре", indexed=True),
        Property("address", Kind.TEXT, "адрес"),
        Property("kind", Kind.TEXT, "вид"),
        Property("ownership", Kind.TEXT, "форма собственности"),
        Property("subordination", Kind.TEXT, "подчинение"),
        Property("latitude", Kind.NUMBER, "широта", unit="°"),
        Property("longitude", Kind.NUMBER, "долгота", unit="°"),
    ),
    region_link="municipality",
)

RELATIONSHIPS = (
    # (:School)-[:LOCATED_IN]->(:Municipality)
    Relationship(
        "LOCATED_IN",
        "School",
        ("Municipality",),
        "municipality",
        "находится в",
        "2.12",
        Cardinality.ONE,
    ),
    # (:School)-[:TAKES_PART {from, to, planned_students, impairments_reported_at}]->(:Campaign)
    Relationship(
        "TAKES_PART",
        "School",
        ("Campaign",),
        "campaigns",
        "участвует в кампании",
        "2.14",
        interval=True,
        properties=(
            Property("planned_students", Kind.INTEGER, "план", unit="чел.", minimum=0),
            Property(
                "impairments_reported_at",
                Kind.INSTANT,
                "сведения о нозологиях даны",
                clause="6.2.8",
            ),
        ),
    ),
)
NODES = (SCHOOL,)
