"""Who tries to compute a hidden number: bounds over everything published, to a fixpoint.

Knows nothing of how numbers are hidden but what each shown cell says.
"""

from __future__ import annotations

from collections.abc import Sequence


class Attacker:
    """Numbers as intervals and sums between them; narrows the intervals until nothing moves."""

    def __init__(self) -> None:
        self.low: list[int] = []
        self.high: list[int] = []
        self._most: list[tuple[tuple[tuple[int, int], ...], int]] = []

    def number(self, low: int, high: int) -> int:
        """A number from `low` to `high`; how it is called from now on."""
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def at_most(self, plus: Sequence[int], minus: Sequence[int], bound: int = 0) -> None:
        """The sum of the ones less the sum of the others is at most `bound`."""
        terms = tuple([(1, one) for one in plus] + [(-1, one) for one in minus])
        self._most.append((terms, bound))

    def equal(self, plus: Sequence[int], minus: Sequence[int], bound: int = 0) -> None:
        """The sum of the ones less the sum of the others is `bound`."""
        self.at_most(plus, minus, bound)
        self.at_most(minus, plus, -bound)

    def change(self, before: int, after: int, most: int) -> int:
        """By how much a number that only grows has grown, at most `most`."""
        grown = self.number(0, most)
        self.equal([after], [before, grown])
        return grown

    def width(self, number: int) -> int:
        """How many values a number may still have; 1: it is known."""
        return self.high[number] - self.low[number] + 1

    def narrow(self) -> None:
        """Draws every conclusion that one relation at a time allows, until there is none left."""
        low, high = self.low, self.high
        moved = True
        while moved:
            moved = False
            for terms, bound in self._most:
                least = bound
                for sign, one in terms:
                    least -= low[one] if sign > 0 else -high[one]
                for sign, one in terms:
                    if sign > 0 and low[one] + least < high[one]:
                        high[one] = low[one] + least
                        moved = True
                    elif sign < 0 and high[one] - least > low[one]:
                        low[one] = high[one] - least
                        moved = True
                    if low[one] > high[one]:
                        raise AssertionError("what was published can't be true")
