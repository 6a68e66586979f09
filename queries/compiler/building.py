"""The text of one statement while it is written: names of variables, parameters, the scope."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from queries.compiler.selection import Slot
from queries.scope import CONSENTED, LIMITED, VISIBILITY, Rule

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Sight:
    """What a statement's text depends on besides the question: who sees, of which moment.

    `everything` leaves the scope out: the actor sees all regions. `past` is true for a question
    as of a moment that the client names. `split` is false while it is the same day in all regions
    that the actor sees. `native` gives Python's dates and enumerations instead of
    the texts of an answer.
    """

    everything: bool
    past: bool = False
    native: bool = False
    split: bool = True


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the statement: read from its slot, converted, sent under its name."""

    name: str
    slot: Slot
    convert: Convert | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """How many nodes a page may hold, and the page (by number) whose nodes each have such a one."""

    first: Slot
    within: int | None


@dataclass(slots=True)
class Building:
    """Hands out names; collects parameters and pages."""

    sight: Sight
    parameters: list[Parameter] = field(default_factory=list)
    pages: list[Asked] = field(default_factory=list)
    _within: int | None = None
    _count: int = 0

    def name(self, prefix: str) -> str:
        """A variable that no other part of the statement uses."""
        self._count += 1
        return f"{prefix}{self._count}"

    def parameter(self, slot: Slot, convert: Convert | None = None) -> str:
        """`$p3`, for this value."""
        for known in self.parameters:
            if known.slot is slot and known.convert is convert:
                return f"${known.name}"
        name = f"p{len(self.parameters) + 1}"
        self.parameters.append(Parameter(name, slot, convert))
        return f"${name}"

    @contextmanager
    def page(self, first: Slot) -> Iterator[int]:
        """The number of a page; pages begun inside the block are in each of its nodes."""
        number, outer = len(self.pages), self._within
        self.pages.append(Asked(first, outer))
        self._within = number
        yield number
        self._within = outer

    def scope(self, label: str, variable: str) -> list[str]:
        """The conditions under which this actor may see a node; none if any such node."""
        return scope(self.sight, label, variable)


def scope(sight: Sight, label: str, variable: str) -> list[str]:
    """The conditions under which an actor of this sight may see a node of this label."""
    rule = VISIBILITY[label]
    if rule is Rule.DICTIONARY or (sight.everything and rule is not Rule.NEVER):
        return []
    return [about(LIMITED[rule], variable)]


def consented(variable: str) -> str:
    """Whether the child in this variable may be shown by name."""
    return about(CONSENTED, variable)


@cache
def about(predicate: str, variable: str) -> str:
    """A predicate on `n` as one on another variable; its own variables are renamed along."""
    text = re.sub(r"\bn\b", variable, predicate)
    return re.sub(r"\b(scope_unit|scope_record|consent|signer)\b", rf"\1_{variable}", text)


def where(conditions: list[str]) -> list[str]:
    """A WHERE line, or none."""
    return [f"WHERE {' AND '.join(conditions)}"] if conditions else []


def day_of(sight: Sight, variable: str | None) -> str:
    """The day it is for a node: its region's own, the earliest for what belongs to no region."""
    if variable is None or not (sight.split or sight.past):
        return "$today"
    return f"CASE WHEN {variable}.region IN $ahead THEN $tomorrow ELSE $today END"
