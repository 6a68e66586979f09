"""What a row asks for: records with their fields and links, and how each is recognised.

Pure. A draft names no ids: `imports.finding` looks for the records of one region only, so that no
sheet can reach, or learn of, a record elsewhere.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Moment(Enum):
    """Values that are known when an import is written: its moment, its day in the region."""

    NOW = "now"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class Find:
    """A record by a way of `imports.ways` and the key that the way makes of these values.

    `column` is the key of the sheet's column that a problem is told at. By a way that is not `ours`
    only known records are recognised: a new one of this row will not answer to it.
    """

    way: str
    key: Hashable
    column: str
    ours: bool = True


@dataclass(frozen=True, slots=True)
class Unless:
    """A known record that has this property rejects the row, which is told so at `column`."""

    name: str
    column: str
    what: str
    fix: str


@dataclass(frozen=True, slots=True)
class To:
    """A target of a link: one that must be there (`Find`), or one that the row asks for (`Draft`).

    `properties` are of the link; `once` only of a link that is new. Of a link with an interval
    `from` is required and belongs to `once`.
    """

    target: Find | Draft
    properties: Mapping[str, Any] = field(default_factory=dict)
    once: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """One record: `fields` are what the sheet says of it, `once` what only a new one gets.

    `find` are ways to recognise it, the surest first: the first that finds any record decides.
    Links that the model allows one of are moved to the named target; of others the named ones are
    added and none is taken away; `links_once` are a new one's, in place of those of the same name.
    With `make` false a record that isn't there rejects the row; one with `keep` is never changed
    (what several regions share). `twins` asks for people that may be the same although no way says
    so (imports.twins). `natural_id` is the id of a new record where graph.identity makes it of a
    register's number or a name; others get one of the file and row. `lacking` are fields that are
    written while the record has none, whether it is new or not: no later row or file changes them.
    `along` are moments that are set whenever the named field becomes another,
    `altered` those of a known record that are set when any of its fields or links named there does.
    `unless` says what the known record must not have: a row that then writes anything holds only
    while the record is as it was seen.
    """

    label: str
    find: tuple[Find, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    links: Mapping[str, tuple[To, ...]] = field(default_factory=dict)
    once: Mapping[str, Any] = field(default_factory=dict)
    links_once: Mapping[str, tuple[To, ...]] = field(default_factory=dict)
    make: bool = True
    keep: bool = False
    twins: bool = False
    natural_id: str = ""
    lacking: Mapping[str, Any] = field(default_factory=dict)
    along: Mapping[str, str] = field(default_factory=dict)
    altered: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unless: tuple[Unless, ...] = ()
