"""Venues: licence, campaign, contract; the organisations and mentors that work there."""

from enum import StrEnum

from graph.declaration import Cardinality, Kind, Node, Property, Relationship


class OrganisationKind(StrEnum):
    """The five kinds a mentor may come from. Source: clause 2.8."""

    SCIENCE = "science"
    COLLEGE = "college"
    UNIVERSITY = "university"
    INDUSTRY = "industry"
    OTHER = "other"


ORGANISATION = Node(
    "Organisation",
    "организация",
    "2.8",
    (
        Property("name", Kind.TEXT, "название", required=True, indexed=True),
        # Absent kind is a gap (R23), so it is not required.
        Property("kind", Kind.TEXT, "вид", choices=OrganisationKind),
        Property("tax_number", Kind.TEXT, "ИНН"),
    ),
)

VENUE = Node(
    "Venue",
    "площадка",
    "2.4",
    (
        Property("name", Kind.TEXT, "название", required=True, indexed=True),
        Property("address", Kind.TEXT, "адрес"),
        Property("requirements_confirmed_on", Kind.DATE, "соответствие требованиям подтверждено"),
    ),
    region_link="municipality",
)

LICENCE = Node(
    "Licence",
    "лицензия",
    "2.4",
    (
        Property("number", Kind.TEXT, "номер", required=True),
        Property("issued_on", Kind.DATE, "выдана", required=True),
        Property("valid_until", Kind.DATE, "действует до (включая); пусто — бессрочно"),
    ),
    region_link="venue",
)

VENUE_CONTRACT = Node(
    "VenueContract",
    "договор с площадкой",
    "5.4.4",
    (
        Property("number", Kind.TEXT, "номер"),
        Property("sent_on", Kind.DATE, "направлен"),
        Property("signed_on", Kind.DATE, "подписан"),
        Property("due_on", Kind.DATE, "подписать до (включая)"),
        Property("valid_until", Kind.DATE, "действует до (включая)"),
    ),
    region_link="venue",
)

RELATIONSHIPS = (
    # (:Venue)-[:LOCATED_IN]->(:Municipality)
    Relationship(
        "LOCATED_IN",
        "Venue",
        ("Municipality",),
        "municipality",
        "находится в",
        "2.4",
        Cardinality.ONE,
    ),
    # (:Venue)-[:RUN_BY]->(:Organisation)
    Relationship(
        "RUN_BY",
        "Venue",
        ("Organisation",),
        "organisation",
        "площадка организации",
        "2.4",
        Cardinality.OPTIONAL,
    ),
    # (:Venue)-[:PARTICIPATES_IN {from, to}]->(:Region)
    Relationship(
        "PARTICIPATES_IN",
        "Venue",
        ("Region",),
        "participates_in",
        "действует в регионе",
        "2.4",
        Cardinality.OPTIONAL,
        interval=True,
        back="participating_venues",
    ),
    # (:Venue)-[:ASSIGNED_TO {from, to, assigned_at}]->(:Campaign)
    Relationship(
        "ASSIGNED_TO",
        "Venue",
        ("Campaign",),
        "campaigns",
        "назначена на кампанию",
        "5.4.1",
        interval=True,
        properties=(Property("assigned_at", Kind.INSTANT, "назначена"),),
    ),
    # (:Licence)-[:LICENSES]->(:Venue)
    Relationship(
        "LICENSES", "Licence", ("Venue",), "venue", "лицензия площадки", "2.4", Cardinality.ONE
    ),
    # (:VenueContract)-[:WITH_VENUE]->(:Venue)
    Relationship(
        "WITH_VENUE",
        "VenueContract",
        ("Venue",),
        "venue",
        "договор с площадкой",
        "5.4.4",
        Cardinality.ONE,
    ),
    # (:VenueContract)-[:FOR_CAMPAIGN]->(:Campaign)
    Relationship(
        "FOR_CAMPAIGN",
        "VenueContract",
        ("Campaign",),
        "campaign",
        "на кампанию",
        "5.4.4",
        Cardinality.ONE,
    ),
)
NODES = (ORGANISATION, VENUE, LICENCE, VENUE_CONTRACT)
