"""Adults who may be one although their records differ: by name, contacts and place of work.

Pure, as `imports.twins` is of children. A full name alone proves nothing of adults: something else
must agree, for namesakes in one region are many.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from imports import evidence
from imports.alike import heard
from imports.evidence import MOST_COST, Note, names_of
from imports.twins import MOST, Twin

_FREQUENT_AT_LEAST: Final = 5
_FREQUENT_PER: Final = 2_000
_DIGITS_OF_PHONE: Final = 10
_NOT_DIGIT: Final = re.compile(r"\D")


class KnownAdult(NamedTuple):
    """An adult as recorded; `places` are ids of schools, venues and organisations of any role."""

    id: str
    family_name: str
    given_name: str
    patronymic: str | None = None
    email: str | None = None
    phone: str | None = None
    places: frozenset[str] = frozenset()


class AdultTwins:
    """Looks for an adult among known ones."""

    def __init__(self, known: Iterable[KnownAdult]) -> None:
        self._known: list[KnownAdult] = []
        self._by_key: dict[int, array[int]] = defaultdict(lambda: array("i"))
        self._given: Counter[str] = Counter()
        for one in known:
            self.add(one)
        self._frequent = max(_FREQUENT_AT_LEAST, len(self._known) // _FREQUENT_PER)

    def candidates(self, asked: KnownAdult) -> list[Twin]:
        """Those who may be this adult (whose own id is passed over), the likeliest first."""
        turned = asked._replace(family_name=asked.given_name, given_name=asked.family_name)
        keys = {*_keys(asked), *_keys(turned)}
        near = {place for key in keys if key in self._by_key for place in self._by_key[key]}
        others = (self._known[place] for place in near)
        found = [twin for one in others if one.id != asked.id and (twin := self._twin(asked, one))]
        return sorted(found, key=lambda one: (-one.score, one.id))[:MOST]

    def add(self, one: KnownAdult) -> None:
        """One more adult, to be found from now on."""
        self._given[names_of(*one[1:4]).given] += 1
        for key in _keys(one):
            self._by_key[key].append(len(self._known))
        self._known.append(one)

    def pairs(self) -> Iterator[tuple[str, Twin]]:
        """All pairs among the known, each once: the lesser id, and who it may be."""
        for one in self._known:
            for twin in self.candidates(one):
                if one.id < twin.id:
                    yield one.id, twin

    def _twin(self, asked: KnownAdult, known: KnownAdult) -> Twin | None:
        notes = evidence.names(names_of(*asked[1:4]), names_of(*known[1:4]), self._is_frequent)
        more = [
            _contact("адрес почты", "адреса почты разные", _email(asked), _email(known)),
            _contact("телефон", "телефоны разные", _phone(asked), _phone(known)),
            _places(asked.places, known.places),
        ]
        if not any(note.same for note in more):
            return None
        notes += more
        cost = sum(note.cost for note in notes)
        return None if cost > MOST_COST else Twin(known.id, 100 - cost, evidence.told(notes))

    def _is_frequent(self, given: str) -> bool:
        return self._given[given] >= self._frequent


def _contact(what: str, differ: str, one: str, other: str) -> Note:
    if not one or not other:
        return Note(cost=3)
    return Note(what) if one == other else Note(differs=differ, cost=10)


def _places(one: frozenset[str], other: frozenset[str]) -> Note:
    if one & other:
        return Note("место работы")
    return Note(differs="места работы разные", cost=5) if one and other else Note(cost=3)


def _keys(one: KnownAdult) -> set[int]:
    names = names_of(*one[1:4])
    family, given = heard(names.family), heard(names.given)
    keys = {hash((family, given)), hash(("email", _email(one))), hash(("phone", _phone(one)))}
    keys -= {hash(("email", "")), hash(("phone", ""))}
    for place in one.places:
        keys |= {hash((place, "family", family)), hash((place, "given", given))}
    return keys


def _email(one: KnownAdult) -> str:
    return (one.email or "").strip().casefold()


def _phone(one: KnownAdult) -> str:
    """The last ten digits: «+7» and «8» begin the same number."""
    digits = _NOT_DIGIT.sub("", one.phone or "")
    return digits[-_DIGITS_OF_PHONE:] if len(digits) >= _DIGITS_OF_PHONE else digits
