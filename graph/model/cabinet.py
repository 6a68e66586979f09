"""Accounts of people on the platform («личный кабинет»), not accounts of this system."""

from enum import StrEnum

from graph.declaration import Cardinality, Kind, Node, Property, Relationship


class CabinetKind(StrEnum):
    """Whose cabinet it is. Source: clause 5.4.3."""

    STUDENT = "student"
    REPRESENTATIVE = "representative"
    MENTOR = "mentor"


CABINET = Node(
    "Cabinet",
    "личный кабинет",
    "5.4.3",
    (
        Property("kind", Kind.TEXT, "чей", required=True, choices=CabinetKind),
        Property("opened_at", Kind.INSTANT, "открыт", required=True),
        Property("last_entered_at", Kind.INSTANT, "последний вход"),
    ),
    region_link="in_region",
    since="opened_at",
)

RELATIONSHIPS = (
    # (:Cabinet)-[:OPENED_IN]->(:Region)
    Relationship(
        "OPENED_IN", "Cabinet", ("Region",), "in_region", "в регионе", "5.4.3", Cardinality.ONE
    ),
    # (:Cabinet)-[:BELONGS_TO]->(:Student|:Person)
    Relationship(
        "BELONGS_TO",
        "Cabinet",
        ("Student", "Person"),
        "owner",
        "принадлежит",
        "5.4.3",
        Cardinality.ONE,
    ),
)
NODES = (CABINET,)
