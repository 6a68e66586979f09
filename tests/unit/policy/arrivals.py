"""Children arriving one by one, some of them in a group: networks for the attacker to try."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from graph.policy.suppression import Population

START = datetime(2026, 9, 1, tzinfo=UTC)
KINDS = ("mixed", "sparse", "crowd", "nines", "one", "everybody", "jumps")


@dataclass(frozen=True)
class Arrivals:
    """Groups of registered and of tested children in order; None is a child of no told group.

    The moment of a child is its place in `moments`; both lists only ever grow.
    """

    groups: tuple[str, ...]
    registered: tuple[tuple[int, str | None], ...]
    tested: tuple[tuple[int, str | None], ...]

    def until(self, moment: int, step: int) -> list[Population]:
        """What is counted at a moment."""
        registered = population("registered", self.groups, self.registered, moment, step)
        return [
            registered,
            population("tested", self.groups, self.tested, moment, step, within="registered"),
        ]


def population(
    key: str,
    groups: tuple[str, ...],
    children: tuple[tuple[int, str | None], ...],
    moment: int,
    step: int,
    within: str | None = None,
) -> Population:
    """The children of a population that have arrived by a moment."""
    here = [(at, group) for at, group in children if at <= moment]
    closes = [
        START + timedelta(minutes=here[place][0]) for place in range(step - 1, len(here), step)
    ]
    places: dict[str, list[int]] = {group: [] for group in groups}
    for place, (_, group) in enumerate(here):
        if group is not None:
            places[group].append(place)
    return Population(key, closes, places, within)


def counted(one: Population, step: int) -> int:
    """How many children of a population are in whole cohorts."""
    return len(one.closes) * step


def truth(one: Population, step: int) -> dict[str, int]:
    """How many children of each group are in whole cohorts."""
    whole = counted(one, step)
    return {group: sum(at < whole for at in places) for group, places in one.members.items()}


def arrivals(seed: int, step: int) -> Arrivals:
    """A random network of a kind the seed chooses; some of the kinds are meant to break things."""
    dice = random.Random(seed)
    kind = KINDS[seed % len(KINDS)]
    groups = tuple(f"g{place}" for place in range(dice.choice((2, 3, 4, 5, step))))
    line = _line(kind, dice, groups, step)
    registered = tuple((2 * place, group) for place, group in enumerate(line))
    tested = _tested(dice, registered, dice.choice((0.3, 0.9, 1.0)), step)
    return Arrivals(groups, registered, tested)


def _tested(
    dice: random.Random, registered: tuple[tuple[int, str | None], ...], share: float, step: int
) -> tuple[tuple[int, str | None], ...]:
    later = [
        (at + 1 + 2 * dice.randrange(3 * step), group)
        for at, group in registered
        if dice.random() < share
    ]
    return tuple(sorted(later, key=lambda child: child[0]))


def _line(kind: str, dice: random.Random, groups: tuple[str, ...], step: int) -> list[str | None]:
    """Children in order, by kind of network."""
    length = dice.randrange(step, 14 * step)
    if kind == "nines":
        # Every group stops one short of a step; then one more of each comes in the same cohort.
        first: list[str | None] = [group for group in groups for _ in range(step - 1)]
        dice.shuffle(first)
        fill: list[str | None] = [None] * (-len(first) % step)
        return [*first, *fill, *groups, *groups, *[None] * step]
    if kind == "one":
        return [groups[0] if dice.random() < 0.2 else None for _ in range(length)]
    if kind == "everybody":
        return [dice.choice(groups) for _ in range(length)]
    if kind == "jumps":
        blocks = [dice.choice((*groups, None)) for _ in range(length // step)]
        return [group for group in blocks for _ in range(step)]
    share = {"mixed": 0.4, "sparse": 0.05, "crowd": 0.95}[kind]
    return [dice.choice(groups) if dice.random() < share else None for _ in range(length)]


def moments(seed: int, network: Arrivals, step: int) -> tuple[int, int]:
    """Two moments to publish at: any two, or one cohort apart, or one child apart."""
    dice = random.Random(seed + 1)
    last = network.registered[-1][0] + 6 * step
    before = dice.randrange(last)
    later = dice.choice((2, 2 * step, 4 * step, dice.randrange(1, last + 1)))
    return before, min(last, before + later)
