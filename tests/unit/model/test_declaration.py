"""Declarations that don't fit together are refused when the model is built, not when it is used."""

from __future__ import annotations

import pytest

from graph.declaration import Cardinality, Kind, Node, Property, Relationship, build
from graph.model import MODEL

PLACE = Node("Region", "регион", "1", (Property("name", Kind.TEXT, "название"),))
THING = Node("Thing", "вещь", "1", (Property("name", Kind.TEXT, "название"),), region_link="place")


def link(name: str = "place", cardinality: Cardinality = Cardinality.ONE) -> Relationship:
    return Relationship("IS_IN", "Thing", ("Region",), name, "в", "1", cardinality)


def test_a_model_that_fits_knows_its_links() -> None:
    model = build((PLACE, THING), (link(),))
    assert model.link("Thing", "place").target == "Region"
    with pytest.raises(KeyError, match="Thing has no link house"):
        model.link("Thing", "house")


@pytest.mark.parametrize(
    ("nodes", "links", "problem"),
    [
        ((PLACE, PLACE), (), "declared twice"),
        ((PLACE,), (link(),), "unknown labels"),
        ((PLACE, THING), (link(), link()), "declared twice"),
        ((PLACE, THING), (link("name"),), "name of a property"),
        ((PLACE, THING), (link(cardinality=Cardinality.MANY),), "exactly one target"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(
    nodes: tuple[Node, ...], links: tuple[Relationship, ...], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        build(nodes, links)


def test_every_concept_of_the_design_is_declared() -> None:
    """Source: the design's list of nodes; enrolment and attendance are relationships."""
    named = [
        "FederalDistrict",
        "Region",
        "Municipality",
        "School",
        "Venue",
        "Authority",
        "Person",
        "Nomination",
        "Student",
        "Guardian",
        "Consent",
        "StageResult",
        "Competence",
        "ProfessionalArea",
        "ImpairmentGroup",
        "Recommendation",
        "Campaign",
        "Deadline",
        "VenueContract",
        "Organisation",
        "Mentor",
        "Qualification",
        "Practicum",
        "Document",
        "MediaFile",
        "Cabinet",
        "InformationRequest",
        "ReportDuty",
        "ReportVersion",
        "PromotionMeasure",
        "TrainingEvent",
        "TrainingNeed",
        "Appeal",
        "Gap",
        "Alert",
        "Delivery",
        "Waiver",
        "Extension",
        "Account",
        "Token",
        "AuditEntry",
    ]
    assert set(named) <= MODEL.nodes.keys()
    types = {relationship.type for relationship in MODEL.relationships}
    roles = {"COORDINATES", "CURATES", "REPRESENTS", "NAVIGATES", "ENROLLED_IN", "ATTENDED"}
    assert roles | {"CAUSED_BY", "STUDIES_AT"} <= types
    for role in ("coordinates", "curates", "represents", "navigates"):
        assert MODEL.link("Person", role).interval


def test_every_declaration_says_what_it_is_in_russian_and_where_it_comes_from() -> None:
    for node in MODEL.nodes.values():
        assert node.ru
        assert node.clause
        assert all(p.ru for p in node.properties), node.label
    for relationship in MODEL.relationships:
        assert relationship.ru
        assert relationship.clause


def test_names_and_birth_dates_of_people_are_marked_as_personal() -> None:
    telling = {"family_name", "given_name", "patronymic", "birth_date", "email", "phone"}
    unmarked = [
        (node.label, p.name)
        for node in MODEL.nodes.values()
        for p in node.properties
        if p.name in telling and p.personal == "нет"
    ]
    assert unmarked == []
