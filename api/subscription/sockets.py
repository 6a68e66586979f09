"""How many sockets are open: in all, and of each account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from api.subscription.bounds import Bounds, Close


class ClosedError(Exception):
    """The socket is to be closed with this code; `reason` is for people who write clients."""

    def __init__(self, code: Close, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Sockets:
    """The open sockets of one process."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self.open = 0
        self._of: Counter[str] = Counter()

    @contextmanager
    def seat(self) -> Iterator[Seat]:
        """A socket for the time of the block; ClosedError if there are too many."""
        if self.open >= self._bounds.sockets:
            raise ClosedError(Close.TRY_AGAIN, "Too many connections")
        self.open += 1
        seat = Seat(self._of, self._bounds.of_viewer)
        try:
            yield seat
        finally:
            self.open -= 1
            seat.leave()


class Seat:
    """One open socket, of nobody until it is taken."""

    def __init__(self, of: Counter[str], most: int) -> None:
        self._of = of
        self._most = most
        self._account = ""

    def take(self, account: str) -> None:
        """Count it as this account's; ClosedError if that has too many."""
        if self._of[account] >= self._most:
            raise ClosedError(Close.TOO_MANY, "Too many connections of this account")
        self._account = account
        self._of[account] += 1

    def leave(self) -> None:
        """Give it back."""
        if self._account:
            self._of[self._account] -= 1
            self._of += Counter()  # forgets accounts that have none
