"""Records of one person that were two, and records that were said to be of two people."""

from graph.declaration import Cardinality, Kind, Node, Personal, Property, Relationship

PEOPLE = ("Student", "Person", "Mentor")
"""Labels whose records may be about one person twice."""

# Its id is the merged record's own. Its texts are that record as it was, so that it can come back;
# they are destroyed with the data of the child that it became part of.
MERGED_RECORD = Node(
    "MergedRecord",
    "присоединённая запись",
    "2.7",
    (
        Property("label", Kind.TEXT, "тип записи модели", required=True),
        Property("whole", Kind.TEXT, "запись и её связи (JSON)", personal=Personal.SPECIAL),
        Property("moved", Kind.TEXT, "что перенесено (JSON)", personal=Personal.SPECIAL),
        Property("number", Kind.INTEGER, "которая из объединённых", required=True, minimum=1),
        Property("merged_at", Kind.INSTANT, "объединена", required=True),
    ),
    region_link="in_region",
    since="merged_at",
)


def _different(source: str) -> Relationship:
    return Relationship(
        "DIFFERENT_FROM",
        source,
        (source,),
        "different_from",
        "не одно лицо с",
        "2.7",
        properties=(Property("said_at", Kind.INSTANT, "сказано", required=True),),
        back="different_to",
        since="said_at",
    )


RELATIONSHIPS = (
    # (:MergedRecord)-[:MERGED_IN]->(:Region)
    Relationship(
        "MERGED_IN",
        "MergedRecord",
        ("Region",),
        "in_region",
        "объединена в регионе",
        "2.7",
        Cardinality.ONE,
    ),
    # (:MergedRecord)-[:MERGED_INTO]->(:Student|:Person|:Mentor)
    Relationship(
        "MERGED_INTO",
        "MergedRecord",
        PEOPLE,
        "into",
        "стала частью",
        "2.7",
        Cardinality.ONE,
    ),
    # (:Student|:Person|:Mentor)-[:DIFFERENT_FROM {said_at}]->(one of the same label)
    *(_different(source) for source in PEOPLE),
)
NODES = (MERGED_RECORD,)
