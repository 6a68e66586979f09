"""Children who may be one although their records differ: by name, birth date, school, with why.

Pure. Nothing is merged here: a person decides. Only records that the caller gave are compared, so
that the caller answers for the region. Figures: docs/decisions/0022-merging-people.md.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from imports import evidence
from imports.alike import heard
from imports.evidence import MOST_COST, Names, names_of

MOST: Final = 5
_FURTHEST: Final = 3
"""Letters by which «family given» may differ in two records of one birth date."""
_FREQUENT_AT_LEAST: Final = 5
_FREQUENT_PER: Final = 2_000
"""A given name that one of so many has is a name of its own, not another one misspelt."""


class Known(NamedTuple):
    """A child as it is recorded; `school` is the id of its present school."""

    id: str
    family_name: str
    given_name: str
    patronymic: str | None = None
    birth_date: date | None = None
    school: str | None = None
    school_name: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """A known record that may be the same person. `score` is 0..100; `evidence` says why."""

    id: str
    score: int
    evidence: str


class _Born(NamedTuple):
    """All children of one birth date: what each is called, and its place among the known."""

    called: list[str]
    places: array[int]


class Twins:
    """Looks for a child among known ones; safe to ask from several threads once it is made."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known: list[Known] = []
        self._born: dict[date, _Born] = {}
        self._heard: dict[int, int | array[int]] = {}
        self._given: Counter[str] = Counter()
        for place, one in enumerate(known):
            self._add(place, one)
        self._frequent = max(_FREQUENT_AT_LEAST, len(self._known) // _FREQUENT_PER)

    def candidates(self, asked: Known) -> list[Twin]:
        """Those who may be this child (whose own id is passed over), the likeliest first: five."""
        names = names_of(asked.family_name, asked.given_name, asked.patronymic)
        near = self._near(names, asked.birth_date, asked.school)
        others = (self._known[place] for place in near)
        found = [
            twin for one in others if one.id != asked.id and (twin := self._twin(asked, names, one))
        ]
        return sorted(found, key=lambda one: (-one.score, one.id))[:MOST]

    def add(self, one: Known) -> None:
        """One more child, to be found from now on."""
        self._add(len(self._known), one)

    def pairs(self) -> Iterator[tuple[str, Twin]]:
        """All pairs among the known, each once: the lesser id, and who it may be."""
        for one in self._known:
            for twin in self.candidates(one):
                if one.id < twin.id:
                    yield one.id, twin

    def _add(self, place: int, one: Known) -> None:
        self._known.append(one)
        names = names_of(one.family_name, one.given_name, one.patronymic)
        self._given[names.given] += 1
        if one.birth_date is not None:
            born = self._born.get(one.birth_date)
            if born is None:
                born = self._born[one.birth_date] = _Born([], array("i"))
            for called in _called(names):
                born.called.append(called)
                born.places.append(place)
        for key in _keys(names, one.school):
            self._remember(key, place)

    def _remember(self, key: int, place: int) -> None:
        """Most names are borne once: an array is made only for the second."""
        held = self._heard.setdefault(key, place)
        if isinstance(held, array):
            held.append(place)
        elif held != place:
            self._heard[key] = array("i", (held, place))

    def _near(self, names: Names, birth_date: date | None, school: str | None) -> set[int]:
        """Places of all who are worth a look: of one birth date, or of names heard alike."""
        near: set[int] = set()
        born = None if birth_date is None else self._born.get(birth_date)
        if born is not None:
            for called in (*_called(names), f"{names.given} {names.family}"):
                hits = process.extract(
                    called, born.called, scorer=OSA.distance, score_cutoff=_FURTHEST, limit=None
                )
                near.update(born.places[hit[2]] for hit in hits)
        turned = _sound(names.given, names.family)
        for key in (*_keys(names, school), turned):
            held = self._heard.get(key, ())
            near.update((held,) if isinstance(held, int) else held)
        return near

    def _twin(self, asked: Known, names: Names, known: Known) -> Twin | None:
        dated = evidence.birth_dates(asked.birth_date, known.birth_date)
        if dated.cost > MOST_COST:
            return None
        theirs = names_of(known.family_name, known.given_name, known.patronymic)
        called = evidence.names(names, theirs, self._is_frequent)
        notes = [*called, dated, evidence.schools(asked.school, known.school)]
        cost = sum(note.cost for note in notes)
        return None if cost > MOST_COST else Twin(known.id, 100 - cost, evidence.told(notes))

    def _is_frequent(self, given: str) -> bool:
        return self._given[given] >= self._frequent


def _called(names: Names) -> list[str]:
    """«family given», and so for each half of a double family name."""
    halves = names.family.split()
    whole = [f"{names.family} {names.given}"]
    return whole + [f"{half} {names.given}" for half in halves] if len(halves) > 1 else whole


def _keys(names: Names, school: str | None) -> list[int]:
    """What finds a child whose birth date is wrong: its name; without a family name, its school."""
    keys = [_sound(names.family, names.given)]
    if school and names.patronymic:
        keys.append(hash((school, heard(names.given), heard(names.patronymic))))
    return keys


def _sound(family: str, given: str) -> int:
    return hash((heard(family), heard(given)))
