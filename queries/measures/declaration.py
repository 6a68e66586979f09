"""The language of measures: populations, what divides them, what is counted of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import LiteralString

from graph.model import MODEL
from queries.named import unknown_names

Given = str | int


class Dimension(StrEnum):
    """What a population can be divided by; the value is a record's id unless said otherwise."""

    REGION = "region"
    MUNICIPALITY = "municipality"
    SCHOOL = "school"
    VENUE = "venue"
    PRACTICUM = "practicum"
    MENTOR = "mentor"
    COMPETENCE = "competence"
    IMPAIRMENT = "impairment"
    RECORD = "record"
    GRADE = "grade"
    """6…11, and whatever else is said of a child."""
    BAND = "band"
    """«6–7», «8–9», «10–11»."""
    FORMAT = "format"
    """introductory, engaged, in_depth."""
    PERIOD = "period"
    """The month in the region, «2019-10»."""
    ROLE = "role"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class By:
    """How a population is divided: Cypher of the value, after `match` if that must be found first.

    `many`: one record can be in several groups, so that groups don't add up to the whole.
    """

    value: LiteralString
    match: LiteralString = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class Population:
    """A pattern that binds `record`, and whatever else `binds` names; needs $region.

    `facts` are expressions over those, computed for a measure whose condition names them. `alone`:
    the pattern gives every record once. It may also ask for $campaign, $as_of (UTC), $day (the
    region's), $zone, $from and $to (days, both included), $since and $until (their instants, the
    second one excluded), and for $format, where all that is asked at once is of one format.
    """

    name: str
    title: str
    label: str
    match: LiteralString
    by: Mapping[Dimension, By]
    facts: Mapping[str, LiteralString] = field(default_factory=lambda: MappingProxyType({}))
    binds: tuple[str, ...] = ("record",)
    alone: bool = True
    children: bool = False

    def __post_init__(self) -> None:
        said = (*(by.match for by in self.by.values()), *(by.value for by in self.by.values()))
        unknown = unknown_names("\n".join((self.match, *said, *self.facts.values())))
        if unknown or self.label not in MODEL.nodes:
            raise ValueError(f"{self.name} names what the model has not: {sorted(unknown)}")


class Counts(StrEnum):
    """What a measure's number is: different records, occurrences, or a sum over records."""

    RECORDS = "records"
    OCCURRENCES = "occurrences"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Measure:
    """One counted thing. `where` chooses of the population; `value` is what a SUM adds up.

    Distinct people and attendances are different measures of one population.
    """

    name: str
    title: str
    clause: str
    population: Population
    where: LiteralString = "true"
    counts: Counts = Counts.RECORDS
    value: LiteralString = ""

    def __post_init__(self) -> None:
        if (self.counts is Counts.SUM) != bool(self.value):
            raise ValueError(f"{self.name}: a sum needs a value, and only a sum")

    @property
    def facts(self) -> tuple[str, ...]:
        """The population's facts that the condition or the value names."""
        said = f"{self.where} {self.value}"
        return tuple(name for name in self.population.facts if re.search(rf"\b{name}\b", said))


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of one slice: `only` says of which value in which dimension."""

    measure: Measure
    only: tuple[tuple[Dimension, Given], ...] = ()

    def __post_init__(self) -> None:
        for dimension, _ in self.only:
            if dimension not in self.measure.population.by:
                raise ValueError(f"{self.measure.name} is not divided by {dimension}")


def shared_format(figures: Sequence[Figure]) -> Given | None:
    """The format that all of the figures are of; None if they differ or are of all formats."""
    found = {dict(figure.only).get(Dimension.FORMAT) for figure in figures}
    return found.pop() if len(found) == 1 else None


def only(measure: Measure, **given: Given) -> Figure:
    """The measure where each named dimension has this value."""
    return Figure(measure, tuple((Dimension(name), value) for name, value in given.items()))
