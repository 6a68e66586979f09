"""How numbers of children are told to those who may not know each child.

Pure: numbers in, what may be said of them out; knows no tables, viewers or graph. Told is always a
step (a multiple of the threshold) that the number has reached, never the number. Why, with the
proof, is in docs/decisions/0020-small-cells.md.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum


class Sensitivity(Enum):
    """What a number tells of a child; the value is the threshold and the step, in children.

    Source: clause 6.2.8 (cells of impairment groups); health is a special category of personal
    data, 152-ФЗ, art. 10.
    """

    HEALTH = 10
    GROUP = 5


class Audience(StrEnum):
    """Who reads: the school itself, who may open the children's records, or anybody else."""

    SCHOOL = "school"
    RECORDS = "records"
    OUTSIDE = "outside"

    def step(self, sensitivity: Sensitivity | None) -> int | None:
        """In what steps this audience is told such a number; None if exactly."""
        if sensitivity is None or self is Audience.SCHOOL:
            return None
        if self is Audience.RECORDS and sensitivity is Sensitivity.GROUP:
            return None
        return sensitivity.value


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said of a number: that it is from `low` to `high`; None: nothing above is said."""

    low: int
    high: int | None = None


WITHHELD = Shown(0)
"""Nothing is said."""


def exactly(number: int) -> Shown:
    """A number that needs no protection."""
    return Shown(number, number)


def shown(number: int, step: int) -> Shown:
    """The step a number has reached. Zero isn't told from the numbers below the first step.

    Were zero told, nine hidden cells under a hidden total would be nine ones.
    """
    low = batched(number, step)
    return Shown(low, low + step - 1)


def shown_total(parts: Iterable[Shown]) -> Shown:
    """What the parts, as shown, say of their sum. The sum itself is never looked at.

    A total told from its own step says more than the parts: nine groups of nine and a total of
    «не менее 80» would be told exactly by the next child.
    """
    told = tuple(parts)
    highs = [part.high for part in told if part.high is not None]
    low = sum(part.low for part in told)
    return Shown(low, sum(highs) if len(highs) == len(told) else None)


def shown_distinct(parts: Iterable[Shown]) -> Shown:
    """What the parts, as shown, say of how many different children they hold together."""
    told = tuple(parts)
    return Shown(max((part.low for part in told), default=0), shown_total(told).high)


def shown_share(part: Shown, whole: Shown) -> int | None:
    """How many percent the part is at least of the whole, rounded down; None: nothing can be said.

    Made of what is shown only, so it adds nothing to it.
    """
    if not whole.high or not part.low:
        return None
    return 100 * part.low // whole.high


def batched(count: int, step: int) -> int:
    """How many of `count` children are counted at a moment: whole cohorts only.

    Who counts one child more can see whose step was crossed; among `step` children nobody stands
    out. The order is that in which the graph learned of them, so that nothing enters in the middle.
    """
    return count // step * step


@dataclass(frozen=True, slots=True)
class Population:
    """Children in a publicly known order, in cohorts of one step, and some of them by group.

    `closes` are the moments at which the cohorts became whole (the moment of every step-th child);
    `members` the places from 0 of the children of each group, groups in the order of the rows.
    `within` is an earlier population of which this one holds some children («тестированы» within
    «участники»): of no group more is told here than there.
    """

    key: str
    closes: Sequence[datetime]
    members: Mapping[str, Sequence[int]]
    within: str | None = None


def settled(populations: Sequence[Population], step: int) -> dict[str, dict[str, int]]:
    """The steps told of each group of each population, when all cohorts given have closed.

    A cohort raises one group by one step, the first that has reached it; the first cohort raises
    none. So what is told is itself a possible set of children, and so is it with up to step − 1
    more in any one group: no count and no change is told closer than that. A group that waits is
    told with the next cohort. ValueError if a population is within a later one.
    """
    told: dict[str, dict[str, int]] = {}
    for population in populations:
        if population.within is not None and population.within not in told:
            raise ValueError(f"{population.key} within {population.within}, which isn't before it")
        told[population.key] = dict.fromkeys(population.members, 0)
    counts: dict[str, Counter[str]] = {key: Counter() for key in told}
    for population, cohort, entered in _cohorts(populations, step):
        counts[population.key].update(entered)
        if cohort:
            whole = told[population.within] if population.within is not None else None
            _raise_one(told[population.key], counts[population.key], whole, step)
    return told


def _cohorts(
    populations: Sequence[Population], step: int
) -> Iterator[tuple[Population, int, Counter[str]]]:
    """Cohorts of all populations as they closed: which, its number, and its children by group."""
    order: list[tuple[datetime, int, int]] = []
    entered: list[dict[int, Counter[str]]] = []
    for place, population in enumerate(populations):
        order += [(closed, place, number) for number, closed in enumerate(population.closes)]
        by_cohort: dict[int, Counter[str]] = {}
        for group, places in population.members.items():
            for at in places:
                by_cohort.setdefault(at // step, Counter())[group] += 1
        entered.append(by_cohort)
    for _, place, number in sorted(order):
        yield populations[place], number, entered[place].get(number, Counter())


def _raise_one(
    told: dict[str, int], counts: Mapping[str, int], whole: Mapping[str, int] | None, step: int
) -> None:
    """Tells one more step of the first group that has reached it, as far as the whole allows."""
    for group, low in told.items():
        if counts.get(group, 0) < low + step:
            continue
        if whole is None or whole.get(group, 0) > low:
            told[group] = low + step
            return
