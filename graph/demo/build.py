"""A region being made: its rows, its clock, its dice, and what later steps need to know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from zoneinfo import ZoneInfo

from graph.data import RegionRow
from graph.demo.ledger import Entry
from graph.demo.names import Name
from graph.demo.network import Network
from graph.demo.plan import Plan
from graph.demo.timeline import Days, campaign_days
from graph.model.campaign import Format


@dataclass(slots=True)
class Pupil:
    """A student and the dates of his way: registered, stages passed, ready for practicums."""

    id: str
    name: Name
    school: str
    navigator: str
    registered: date
    stages: list[date]
    attends: bool
    images: bool
    late: bool
    sessions: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return len(self.stages) == 3

    @property
    def ready(self) -> date:
        """The last day of testing."""
        return self.stages[-1]


@dataclass(slots=True)
class Line:
    """A workshop of a venue with its mentor: practicums of one line never overlap."""

    venue: str
    place: str
    mentor: str
    person: str
    competences: tuple[str, ...]


@dataclass(slots=True)
class Session:
    """A practicum with the people in it; `held` ones are past, others are to come."""

    id: str
    format: Format
    day: date
    hour: int
    line: Line
    held: bool
    competence: str
    attendees: list[Pupil]
    no_shows: list[Pupil] = field(default_factory=list)
    cancelled: bool = False

    @property
    def enrolled(self) -> list[Pupil]:
        return [*self.attendees, *self.no_shows]


@dataclass(slots=True)
class Build:
    """One region under construction. `largest` regions get at least one of every violation."""

    plan: Plan
    region: RegionRow
    index: int
    size: int
    largest: bool
    days: Days = field(init=False)
    network: Network = field(init=False, default_factory=Network)
    rng: Random = field(init=False)
    dice: Random = field(init=False)
    schools: list[str] = field(init=False, default_factory=list)
    pupils: dict[str, Pupil] = field(init=False, default_factory=dict)
    lines: list[Line] = field(init=False, default_factory=list)
    sessions: dict[str, Session] = field(init=False, default_factory=dict)
    _claimed: set[str] = field(init=False, default_factory=set)
    _numbers: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        zone = ZoneInfo(self.region.iana_tz)
        campaign = campaign_days(self.plan.moment)
        self.days = Days(self.code, zone, self.plan.moment, campaign)
        self.rng = self.plan.random(self.code, "network")
        self.dice = self.plan.random(self.code, "plants")

    @property
    def code(self) -> str:
        return self.region.iso_code

    @property
    def coordinator(self) -> str:
        return f"{self.code}:coordinator"

    @property
    def authority(self) -> str:
        return f"{self.code}:authority"

    def new_id(self, kind: str) -> str:
        """The next id of a kind: «RU-TA:student:000017»."""
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return f"{self.code}:{kind}:{self._numbers[kind]:06}"

    def amount(self, per_thousand: float) -> int:
        """How many violations of one kind: so many a thousand students."""
        count = int(per_thousand * self.size / 1000)
        return max(count, 1) if self.largest else count

    def claim(self, candidates: Iterable[str], count: int) -> list[str]:
        """At most `count` of the ids, drawn at random, which no other plant will be given."""
        free = sorted(set(candidates) - self._claimed)
        chosen = sorted(self.dice.sample(free, min(count, len(free))))
        self._claimed.update(chosen)
        return chosen

    def claim_pupils(self, fits: Callable[[Pupil], bool], count: int) -> list[Pupil]:
        """Students for a plant, each given to one plant only."""
        ids = self.claim((p.id for p in self.pupils.values() if fits(p)), count)
        return [self.pupils[id_] for id_ in ids]

    def claim_sessions(self, fits: Callable[[Session], bool], count: int) -> list[Session]:
        """Practicums for a plant, each given to one plant only."""
        ids = self.claim((s.id for s in self.sessions.values() if fits(s)), count)
        return [self.sessions[id_] for id_ in ids]

    def entry(self, rule: str, case: str, label: str, unit: str, records: Iterable[str]) -> Entry:
        return Entry(rule, case, self.code, label, unit, tuple(records))
