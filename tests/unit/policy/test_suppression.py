"""Small cells against an attacker: two moments, two columns, exact numbers of other reports."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product

import pytest

from graph.policy.suppression import (
    WITHHELD,
    Audience,
    Population,
    Sensitivity,
    Shown,
    batched,
    exactly,
    settled,
    shown,
    shown_distinct,
    shown_share,
    shown_total,
)
from tests.unit.policy.arrivals import Arrivals, arrivals, counted, moments, population, truth
from tests.unit.policy.attacker import Attacker

HEALTH, GROUP = Sensitivity.HEALTH.value, Sensitivity.GROUP.value
Told = dict[str, dict[str, int]]
Scheme = Callable[[Sequence[Population], int], Told]


def test_thresholds_are_the_orders() -> None:
    assert (HEALTH, GROUP) == (10, 5)


@pytest.mark.parametrize(
    ("audience", "health", "group"),
    [
        (Audience.SCHOOL, None, None),
        (Audience.RECORDS, 10, None),
        (Audience.OUTSIDE, 10, 5),
    ],
)
def test_who_is_told_what_in_steps(
    audience: Audience, health: int | None, group: int | None
) -> None:
    assert audience.step(Sensitivity.HEALTH) == health
    assert audience.step(Sensitivity.GROUP) == group
    assert audience.step(None) is None


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, Shown(0, 9)),
        (1, Shown(0, 9)),
        (9, Shown(0, 9)),
        (10, Shown(10, 19)),
        (19, Shown(10, 19)),
        (20, Shown(20, 29)),
    ],
)
def test_a_number_is_told_as_the_step_it_has_reached(number: int, said: Shown) -> None:
    assert shown(number, 10) == said
    assert batched(number, 10) == said.low


def test_totals_and_shares_are_made_of_what_is_shown() -> None:
    parts = [shown(9, 10), shown(12, 10), shown(40, 10)]
    assert shown_total(parts) == Shown(50, 77)
    assert shown_distinct(parts) == Shown(40, 77)
    assert shown_total([*parts, WITHHELD]) == Shown(50, None)
    assert shown_total([]) == shown_distinct([]) == Shown(0, 0)
    assert shown_share(shown(12, 10), exactly(40)) == 25
    assert shown_share(shown(12, 10), shown(25, 10)) == 34
    assert shown_share(exactly(199), exactly(200)) == 99  # never rounded up to the whole
    assert exactly(7) == Shown(7, 7)
    assert shown_share(shown(9, 10), exactly(40)) is None
    assert shown_share(shown(12, 10), WITHHELD) is None


def test_one_group_is_raised_by_one_step_with_each_cohort_but_the_first() -> None:
    children: list[str | None] = ["a"] * 3 + ["b"] * 3 + [None] * 3
    line = tuple(enumerate(children))
    seen = [
        settled([population("all", ("a", "b"), line, moment, 3)], 3)["all"] for moment in range(9)
    ]
    none, one, both = {"a": 0, "b": 0}, {"a": 3, "b": 0}, {"a": 3, "b": 3}
    assert seen == [none] * 5 + [one] * 3 + [both]


def test_of_no_group_more_is_told_than_of_the_population_it_is_within() -> None:
    places = tuple((2 * place, "a") for place in range(9))
    tested = tuple((at + 1, group) for at, group in places)
    for moment in range(18):
        told = settled(
            [
                population("registered", ("a",), places, moment, 3),
                population("tested", ("a",), tested, moment, 3, within="registered"),
            ],
            3,
        )
        assert told["tested"]["a"] <= told["registered"]["a"]
    assert told == {"registered": {"a": 6}, "tested": {"a": 6}}


def test_of_a_group_that_the_whole_does_not_have_nothing_is_told() -> None:
    line = tuple(enumerate("a" * 9))
    told = settled(
        [
            population("registered", (), (), 8, 3),
            population("tested", ("a",), line, 8, 3, within="registered"),
        ],
        3,
    )
    assert told["tested"] == {"a": 0}
    assert settled([Population("alone", (), {"a": ()})], 3) == {"alone": {"a": 0}}


def test_a_population_comes_after_the_one_it_is_within() -> None:
    with pytest.raises(ValueError, match="tested within registered, which isn't before it"):
        settled([Population("tested", (), {}, within="registered")], 10)


# The attack on two moments. Known exactly: how many are registered and tested at both (other
# reports), that nobody leaves a count, that the told groups don't overlap, and that every tested
# child is registered. The attacker even takes a told step for the one really reached.


class Attack:
    """One pair of publications under attack; `cells` and `changes` are what it is after."""

    def __init__(self, network: Arrivals, at: tuple[int, int], step: int, scheme: Scheme) -> None:
        self.attacker = Attacker()
        self.cells: list[int] = []
        self.changes: list[int] = []
        self._step = step
        before, after = (network.until(moment, step) for moment in at)
        numbers = [
            self._publication(populations, scheme(populations, step), self._open(network, moment))
            for populations, moment in zip((before, after), at, strict=True)
        ]
        for one, other in zip(before, after, strict=True):
            self._growth(
                numbers[0][one.key],
                numbers[1][one.key],
                counted(other, step) - counted(one, step),
            )
        self.attacker.narrow()

    def _open(self, network: Arrivals, moment: int) -> int:
        return sum(at <= moment for at, _ in network.registered) % self._step

    def _publication(
        self, populations: Sequence[Population], told: Told, still_open: int
    ) -> dict[str, dict[str, int]]:
        numbers: dict[str, dict[str, int]] = {}
        for one in populations:
            number = counted(one, self._step)
            cells = numbers[one.key] = {}
            for group, low in told[one.key].items():
                high = low + self._step - 1 if number else 0
                cells[group] = self.attacker.number(low, high)
            self.attacker.at_most(list(cells.values()), [], number)
            if number:
                self.cells += cells.values()
        for group, tested in numbers["tested"].items():
            self.attacker.at_most([tested], [numbers["registered"][group]], still_open)
        return numbers

    def _growth(self, before: Mapping[str, int], after: Mapping[str, int], entered: int) -> None:
        grown = [self.attacker.change(before[group], after[group], entered) for group in before]
        self.attacker.at_most(grown, [], entered)
        if entered:
            self.changes += grown

    def narrowest(self) -> int:
        """The smallest number of values left for any count or any change of one."""
        return min(map(self.attacker.width, self.cells + self.changes), default=self._step)


def test_ten_thousand_pairs_tell_no_count_and_no_change_closer_than_a_whole_step() -> None:
    cells = 0
    for seed in range(10_000):
        step = HEALTH if seed % 3 else GROUP
        network = arrivals(seed, step)
        attack = Attack(network, moments(seed, network, step), step, settled)
        assert attack.narrowest() >= step, seed
        cells += len(attack.cells)
    assert cells > 100_000


# Weaker schemes, each broken by the same attacker: the check above can fail.


def own_steps(populations: Sequence[Population], step: int) -> Told:
    """Every group by its own step, several at once."""
    return {
        one.key: {group: batched(number, step) for group, number in truth(one, step).items()}
        for one in populations
    }


def test_steps_without_one_raise_a_cohort_are_broken_on_the_same_pairs() -> None:
    known = 0
    for seed in range(1_000):
        step = HEALTH if seed % 3 else GROUP
        network = arrivals(seed, step)
        attack = Attack(network, moments(seed, network, step), step, own_steps)
        known += attack.narrowest() == 1
    assert known > 50


def test_exact_numbers_with_the_small_ones_hidden_are_broken() -> None:
    attacker = Attacker()
    small = attacker.number(1, HEALTH - 1)
    others = [attacker.number(number, number) for number in (23, 41)]
    attacker.equal([small, *others], [], 68)
    attacker.narrow()
    assert attacker.width(small) == 1


def test_a_total_told_by_its_own_step_is_broken() -> None:
    attacker = Attacker()
    nines = [attacker.number(0, HEALTH - 1) for _ in range(10)]
    total = attacker.number(90, 99)
    attacker.equal(nines, [total])
    attacker.narrow()
    assert [attacker.low[nine] for nine in nines] == [9] * 10


def test_counting_every_child_at_once_is_broken() -> None:
    attacker = Attacker()
    before, after = attacker.number(10, 19), attacker.number(20, 29)
    attacker.change(before, after, most=1)
    attacker.narrow()
    assert (attacker.width(before), attacker.width(after)) == (1, 1)


def test_taking_a_child_that_left_out_of_the_count_is_broken() -> None:
    attacker = Attacker()
    before, after = attacker.number(20, 29), attacker.number(10, 19)
    attacker.change(after, before, most=1)
    attacker.narrow()
    assert (attacker.width(before), attacker.width(after)) == (1, 1)


def test_zero_told_apart_is_broken_by_a_hidden_total() -> None:
    attacker = Attacker()
    cells = [attacker.number(1, HEALTH - 1) for _ in range(9)]
    attacker.equal(cells, [attacker.number(1, HEALTH - 1)])
    attacker.narrow()
    assert {attacker.width(cell) for cell in cells} == {1}


# The strongest attacker: knows the whole scheme, saw every moment, and tries every network there
# could be. Whatever is published, each count and each change keeps a whole step of values.


def _feasible(
    worlds: Iterator[tuple[tuple[int, ...], tuple[int, ...]]],
) -> dict[tuple[int, ...], list[tuple[int, ...]]]:
    """Worlds by what they publish."""
    classes: dict[tuple[int, ...], list[tuple[int, ...]]] = defaultdict(list)
    for published, counts in worlds:
        classes[published].append(counts)
    return classes


def _compositions(groups: int, step: int) -> list[tuple[int, ...]]:
    """How a cohort can be made up: children of each group; the rest are of none."""
    return [made for made in product(range(step + 1), repeat=groups) if sum(made) <= step]


def _line_of(
    cohorts: Sequence[tuple[int, ...]], step: int, every: int = 1, since: int = 0
) -> tuple[tuple[int, str | None], ...]:
    """A line of children made up so; cohort k closes at since + every × k."""
    line: list[tuple[int, str | None]] = []
    for number, made in enumerate(cohorts):
        children: list[str | None] = [str(g) for g, size in enumerate(made) for _ in range(size)]
        children += [None] * (step - len(children))
        line += [(since + every * number, child) for child in children]
    return tuple(line)


def _worlds(
    groups: int, cohorts: int, step: int
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    names = tuple(str(group) for group in range(groups))
    for made in product(_compositions(groups, step), repeat=cohorts):
        line = _line_of(made, step)
        published: list[int] = []
        counts: list[int] = []
        for moment in range(cohorts):
            here = population("all", names, line, moment, step)
            published += settled([here], step)["all"].values()
            counts += truth(here, step).values()
        yield tuple(published), tuple(counts)


def _narrowest(classes: Mapping[tuple[int, ...], list[tuple[int, ...]]], groups: int) -> int:
    """The fewest values any count or change still has, over all publications."""
    fewest = 1_000
    for worlds in classes.values():
        size = len(worlds[0])
        for place in range(size):
            fewest = min(fewest, len({world[place] for world in worlds}))
        for before, after in combinations(range(size), 2):
            if (after - before) % groups == 0:
                fewest = min(fewest, len({world[after] - world[before] for world in worlds}))
    return fewest


@pytest.mark.parametrize(("groups", "cohorts", "step"), [(1, 5, 3), (2, 3, 3), (3, 3, 2)])
def test_trying_every_network_leaves_a_whole_step(groups: int, cohorts: int, step: int) -> None:
    classes = _feasible(_worlds(groups, cohorts, step))
    assert len(classes) > 2
    assert _narrowest(classes, groups) >= step


def _two_populations(step: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Registered at moments 0, 2, 4 and tested at 1, 3, two groups; published at all of them."""
    names, made = ("0", "1"), _compositions(2, step)
    for registered, tested in product(product(made, repeat=3), product(made, repeat=2)):
        first = _line_of(registered, step, every=2)
        second = _line_of(tested, step, every=2, since=1)
        published: list[int] = []
        counts: list[int] = []
        for moment in range(5):
            one = population("registered", names, first, moment, step)
            other = population("tested", names, second, moment, step, within="registered")
            have, passed = truth(one, step), truth(other, step)
            if any(passed[name] > have[name] for name in names):
                break
            told = settled([one, other], step)
            published += [*told["registered"].values(), *told["tested"].values()]
            counts += [*have.values(), *passed.values()]
        else:
            yield tuple(published), tuple(counts)


def test_trying_every_network_of_two_populations_leaves_a_whole_step() -> None:
    step = 2
    classes = _feasible(_two_populations(step))
    assert len(classes) > 4
    # Four numbers a moment: registered of both groups, tested of both; moved at these moments.
    closes = {0: (0, 2, 4), 1: (0, 2, 4), 2: (1, 3), 3: (1, 3)}
    for worlds in classes.values():
        for number, at in closes.items():
            for moment in at:
                place = 4 * moment + number
                assert len({world[place] for world in worlds}) >= step
            for before, after in combinations(at, 2):
                first, last = 4 * before + number, 4 * after + number
                assert len({world[last] - world[first] for world in worlds}) >= step


# Numbers by group of children (not health), each by its own step: wholes and what is within them.


def test_chains_of_numbers_told_by_their_own_steps_keep_a_whole_step() -> None:
    for seed in range(1_000):
        dice = random.Random(seed)
        attacker = Attacker()
        cells: list[int] = []
        earlier: list[int] = []
        counts = sorted((dice.randrange(30) for _ in range(4)), reverse=True)
        for _ in range(2):
            said = [shown(number, GROUP) for number in counts]
            chain = [attacker.number(one.low, one.high or 0) for one in said]
            for within, around in zip(chain[1:], chain, strict=False):
                attacker.at_most([within], [around])
            for before, after in zip(earlier, chain, strict=False):
                attacker.at_most([before], [after])
            cells += chain
            earlier = chain
            counts = sorted((number + dice.randrange(8) for number in counts), reverse=True)
        attacker.narrow()
        assert min(map(attacker.width, cells)) == GROUP


def test_of_groups_that_wait_the_first_row_is_raised_first() -> None:
    one = population("all", ("a", "b"), tuple(enumerate(["a", "b"] * 10)), 19, GROUP)
    other = replace(one, members={"b": one.members["b"], "a": one.members["a"]})
    assert settled([one], GROUP)["all"] == {"a": 10, "b": 5}
    assert settled([other], GROUP)["all"] == {"a": 5, "b": 10}
