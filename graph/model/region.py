"""Where the network lives: federal districts, regions, municipalities, their authorities."""

from graph.declaration import Cardinality, Kind, Node, Property, Relationship

FEDERAL_DISTRICT = Node(
    "FederalDistrict",
    "федеральный округ",
    "2.12",
    (Property("name", Kind.TEXT, "название", required=True),),
)

REGION = Node(
    "Region",
    "регион",
    "2.12",
    (
        Property("name", Kind.TEXT, "название", required=True, indexed=True),
        Property("code", Kind.TEXT, "код субъекта", required=True),
        Property("zone", Kind.TEXT, "часовой пояс (IANA)", required=True),
        Property("okato", Kind.TEXT, "ОКАТО"),
        Property("oktmo", Kind.TEXT, "ОКТМО"),
    ),
)

MUNICIPALITY = Node(
    "Municipality",
    "муниципалитет",
    "2.12",
    (
        Property("name", Kind.TEXT, "название", required=True, indexed=True),
        Property("district", Kind.TEXT, "округ внутри региона"),
        Property("oktmo", Kind.TEXT, "ОКТМО"),
        Property("population", Kind.INTEGER, "население", unit="чел.", minimum=0),
        Property("latitude", Kind.NUMBER, "широта", unit="°"),
        Property("longitude", Kind.NUMBER, "долгота", unit="°"),
    ),
    region_link="in_region",
)

AUTHORITY = Node(
    "Authority",
    "орган исполнительной власти (ОИВ)",
    "2.6",
    (Property("name", Kind.TEXT, "название", required=True),),
    region_link="in_region",
)

RELATIONSHIPS = (
    # (:Region)-[:IN_DISTRICT]->(:FederalDistrict)
    Relationship(
        "IN_DISTRICT",
        "Region",
        ("FederalDistrict",),
        "district",
        "входит в федеральный округ",
        "2.12",
        Cardinality.ONE,
    ),
    # (:Municipality)-[:IN_REGION]->(:Region)
    Relationship(
        "IN_REGION",
        "Municipality",
        ("Region",),
        "in_region",
        "в регионе",
        "2.12",
        Cardinality.ONE,
    ),
    # (:Authority)-[:GOVERNS]->(:Region)
    Relationship(
        "GOVERNS",
        "Authority",
        ("Region",),
        "in_region",
        "управляет образованием региона",
        "2.6",
        Cardinality.ONE,
    ),
)
NODES = (FEDERAL_DISTRICT, REGION, MUNICIPALITY, AUTHORITY)
