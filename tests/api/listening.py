"""The statements that reach the database, for tests that count or compare them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from graph.around import Seen, watched


@contextmanager
def told() -> Iterator[list[str]]:
    """Every statement run inside the block."""
    statements: list[str] = []

    class Listener:
        @contextmanager
        def transaction(self, access: str) -> Iterator[Seen]:
            yield statements.append

    with watched(Listener()):
        yield statements
