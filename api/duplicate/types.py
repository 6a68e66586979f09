"""Pairs of records as the API tells them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import strawberry

from imports.pairs import Pair, Suspect


@strawberry.enum(description="О ком записи: участники, взрослые, наставники")
class DuplicateOf(StrEnum):
    STUDENT = "Student"
    PERSON = "Person"
    MENTOR = "Mentor"


@strawberry.type(description="Запись, у которой, возможно, есть вторая")
class DuplicateRecord:
    id: strawberry.ID
    name: str | None = strawberry.field(
        description="фамилия, имя, отчество; null у ребёнка без действующего согласия"
    )


@strawberry.type(description="Две записи, которые, возможно, об одном человеке")
class PossibleDuplicate:
    one: DuplicateRecord = strawberry.field(description="первая запись")
    other: DuplicateRecord = strawberry.field(description="вторая запись")
    score: int = strawberry.field(description="сходство, от 1 до 100")
    evidence: str = strawberry.field(description="что совпадает и чем отличаются")


@strawberry.type(description="Запись, которая стала частью другой")
class Merged:
    id: strawberry.ID
    label: str = strawberry.field(description="тип записи модели")
    into: strawberry.ID = strawberry.field(description="запись, частью которой она стала")
    merged_at: datetime = strawberry.field(description="когда объединены")


def possible_duplicate(pair: Pair) -> PossibleDuplicate:
    """A pair as the API tells it."""
    return PossibleDuplicate(
        one=_record(pair.one),
        other=_record(pair.other),
        score=pair.score,
        evidence=pair.evidence,
    )


def _record(suspect: Suspect) -> DuplicateRecord:
    return DuplicateRecord(id=strawberry.ID(suspect.id), name=suspect.name)
