"""Guardians and their consents: in the clean network each child has a valid one from the start."""

from __future__ import annotations

from datetime import timedelta

from graph.demo.build import Build, Pupil
from graph.demo.names import parent
from graph.model.consent import Channel, Purpose
from graph.session import Row

_ON_PAPER = 0.4


def consents(build: Build) -> None:
    """A legal guardian and a consent for every student; siblings share the guardian."""
    previous: Pupil | None = None
    guardian = ""
    for pupil in build.pupils.values():
        if previous is None or not _siblings(previous, pupil):
            guardian = f"{pupil.id}:guardian"
            names, kinship = parent(build.rng, pupil.name)
            row = {"id": guardian, **names, "in_region": build.code}
            build.network.add("Guardian", row)
        born = build.network.node("Student", pupil.id)["birth_date"]
        link = {"from": born, "legal": True, "kinship": kinship}
        build.network.link("Guardian", "children", guardian, pupil.id, **link)
        add_consent(build, pupil, guardian)
        previous = pupil


def add_consent(build: Build, pupil: Pupil, guardian: str) -> None:
    """A consent given some days before the child's registration. Source: clause 5.2.3."""
    given = pupil.registered - timedelta(days=1 + int(build.rng.random() * 10))
    purposes = [Purpose.PROCESSING.value, *([Purpose.IMAGES.value] if pupil.images else [])]
    row: Row = {"id": f"{pupil.id}:consent", "child": pupil.id, "signed_by": guardian}
    row |= {"purposes": purposes, "given_on": given}
    row["recorded_at"] = build.days.at(pupil.registered, 9)
    row["valid_until"] = build.days.campaign.ends_on + timedelta(days=365)
    if build.rng.random() < _ON_PAPER:
        row["channel"] = Channel.SCHOOL_PAPER.value
        row["recorded_by"] = f"{pupil.school}:representative"
    else:
        row["channel"] = Channel.PLATFORM.value
    build.network.add("Consent", row)


def _siblings(one: Pupil, other: Pupil) -> bool:
    same_parents = one.name.family == other.name.family and one.name.father == other.name.father
    return same_parents and one.school == other.school
