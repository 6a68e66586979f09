"""A process of its own that tries wrong passwords: `python -m tests.api.attempting login times`.

Prints how many of its tries were refused, so that a test can tell that each of them was.
"""

from __future__ import annotations

import asyncio
import sys

from graph.opening import open_graph
from graph.settings import settings
from queries.account.sign_in import SignInError, sign_in
from tests.api.planted import MOMENT

LASTS = MOMENT - MOMENT


async def attempts(login: str, times: int) -> int:
    """Try a wrong password many times at once; how many tries were refused."""
    async with open_graph(settings()) as graph:

        async def attempt() -> bool:
            try:
                await sign_in(graph, login, "не тот", MOMENT, LASTS)
            except SignInError:
                return True
            return False

        return sum(await asyncio.gather(*(attempt() for _ in range(times))))


if __name__ == "__main__":
    print(asyncio.run(attempts(sys.argv[1], int(sys.argv[2]))))  # noqa: T201 - what it is run for
