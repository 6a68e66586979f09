"""What demo network to make: which regions, how many students, from which seed, at what moment."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from graph.data import RegionRow, cities, regions
from graph.errors import InputError

# A moment in the Order's year. Source: clause 1.1, «на 2019 год».
DEFAULT_MOMENT = datetime(2019, 11, 1, 9, tzinfo=UTC)
MOSCOW = "RU-MOW"
FIRST_REGIONS = (MOSCOW, "RU-TA", "RU-PRI")
SMALLEST_REGION = 40
"""Fewer students than this can't fill a region's schools and practicums."""
STUDENTS_PER_SCHOOL = 25


@dataclass(frozen=True, slots=True)
class MoscowSchool:
    """A row of the real register of Moscow schools, as its reader gives it."""

    register_id: str
    name: str
    address: str | None
    okrug: str | None
    rayon: str | None
    ownership: str | None
    subordination: str | None
    kind: str | None
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A demo network to be made; equal plans make equal networks.

    `planted` false leaves the violations out: a network that breaks no rule.
    """

    regions: tuple[RegionRow, ...]
    students: int
    seed: int
    moment: datetime
    moscow_schools: tuple[MoscowSchool, ...] = ()
    planted: bool = True

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(region.iso_code for region in self.regions)

    def random(self, region: str, purpose: str) -> Random:
        """A generator that depends on nothing but the seed and these two words."""
        return Random(f"{self.seed}:{region}:{purpose}")


def make_plan(
    region_count: int,
    students: int,
    seed: int,
    moment: datetime = DEFAULT_MOMENT,
    moscow_schools: tuple[MoscowSchool, ...] = (),
    *,
    planted: bool = True,
) -> Plan:
    """A plan for the first `region_count` regions: Moscow, Tatarstan, Primorye, then the rest.

    Each Moscow school is listed once, by its register number. InputError for sizes that can't be.
    """
    known = {region.iso_code: region for region in regions()}
    order = (*FIRST_REGIONS, *(code for code in known if code not in FIRST_REGIONS))
    if not 1 <= region_count <= len(order):
        raise InputError(f"Регионов может быть от 1 до {len(order)}, указано {region_count}.")
    smallest = SMALLEST_REGION * region_count
    if students < smallest:
        raise InputError(f"Участников нужно не меньше {smallest}: по {SMALLEST_REGION} на регион.")
    if moment.tzinfo is None:
        raise InputError("У момента нет часового пояса; допишите его, например 2019-11-01T12:00Z.")
    chosen = tuple(known[code] for code in order[:region_count])
    return Plan(chosen, students, seed, moment.astimezone(UTC), _once(moscow_schools), planted)


def quotas(plan: Plan) -> dict[str, int]:
    """How many students each region has, by the population of its cities; they add up to all.

    No region has less than a third of the mean or more than twice it: 2–12 thousand at a mean of
    six thousand, as the project's own quotas of 2019 ran.
    """
    mean = plan.students / len(plan.regions)
    low, high = max(mean / 3, SMALLEST_REGION), max(mean * 2, SMALLEST_REGION)
    scale = _scale(_weights(plan), plan.students, low, high)
    exact = {c: min(max(w * scale, low), high) for c, w in _weights(plan).items()}
    return _whole(exact, plan.students)


def _once(schools: tuple[MoscowSchool, ...]) -> tuple[MoscowSchool, ...]:
    by_id = {school.register_id: school for school in reversed(schools)}
    return tuple(by_id[register_id] for register_id in sorted(by_id))


def _weights(plan: Plan) -> dict[str, float]:
    weights = dict.fromkeys(plan.codes, 1.0)
    for city in cities():
        if city.region in weights:
            weights[city.region] += city.population
    return weights


def _scale(weights: Mapping[str, float], total: int, low: float, high: float) -> float:
    """The factor at which the bounded shares add up to the total, by bisection."""
    below, above = 0.0, high / min(weights.values())
    for _ in range(100):
        middle = (below + above) / 2
        made = math.fsum(min(max(w * middle, low), high) for w in weights.values())
        below, above = (middle, above) if made < total else (below, middle)
    return above


def _whole(exact: Mapping[str, float], total: int) -> dict[str, int]:
    """Whole numbers with the same sum: the largest remainders are rounded up."""
    floors = {code: int(value) for code, value in exact.items()}
    by_remainder = sorted(exact, key=lambda code: (floors[code] - exact[code], code))
    missing = total - sum(floors.values())
    for place in range(abs(missing)):
        floors[by_remainder[place % len(by_remainder)]] += 1 if missing > 0 else -1
    return floors
