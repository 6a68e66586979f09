"""Timing: contestants take turns in short slices, so that a noisy minute hurts all of them."""

from __future__ import annotations

import asyncio
import itertools
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

# Whole slices: long enough for some answers of the slowest, short enough to be near each other.
SLICE_SECONDS: Final = 0.6
LEAST_A_SLICE: Final = 3
ROUNDS: Final = 9
WARM_UP_SECONDS: Final = 1.5

# Answers the request of this number on the connection of this number.
Ask = Callable[[int, int], Awaitable[bytes]]


@dataclass(slots=True)
class Timed:
    """Milliseconds of all answers, and answers a second of every slice."""

    milliseconds: list[float] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        return sorted(self.milliseconds)[int(0.95 * (len(self.milliseconds) - 1))]

    @property
    def throughput(self) -> float:
        return statistics.median(self.per_second)


async def run(contestants: dict[str, Ask], concurrency: int) -> dict[str, Timed]:
    """Time all contestants at one concurrency, in an order drawn anew for each round."""
    timed = {name: Timed() for name in contestants}
    for ask in contestants.values():
        await _slice(ask, concurrency, WARM_UP_SECONDS)
    order = list(contestants)
    dice = random.Random(2019)  # noqa: S311 - an order, not a secret
    for _ in range(ROUNDS):
        dice.shuffle(order)
        for name in order:
            spent, seconds = await _slice(contestants[name], concurrency, SLICE_SECONDS)
            timed[name].milliseconds += spent
            timed[name].per_second.append(len(spent) / seconds)
    return timed


async def _slice(ask: Ask, concurrency: int, seconds: float) -> tuple[list[float], float]:
    """The milliseconds of each answer in about these seconds, and how long it took in all."""
    numbers, spent = itertools.count(), list[float]()
    begun = time.perf_counter()

    async def worker(connection: int) -> None:
        while time.perf_counter() - begun < seconds or len(spent) < LEAST_A_SLICE:
            at = time.perf_counter()
            await ask(next(numbers), connection)
            spent.append((time.perf_counter() - at) * 1000)

    await asyncio.gather(*(worker(connection) for connection in range(concurrency)))
    return spent, time.perf_counter() - begun
