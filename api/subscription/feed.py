"""One for all sockets of a process: asks the graph what alerts are new and keeps the latest.

Each subscriber has a place in what is kept, so that the memory taken doesn't depend on how many
subscribers there are or how slow they are. While nobody listens nothing is asked.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import islice
from typing import Final

from api import log
from api.background import meanwhile
from graph.errors import OrientirError
from graph.session import Graph
from queries import clock
from queries.alert.news import LATE, Group, Raised, unknown

AT_ONCE: Final = 100
# A poll that takes longer is begun anew; the request's own limit doesn't hold here.
POLL_SECONDS: Final = 10.0


class SlowError(OrientirError):
    """A subscriber is further behind than is kept."""

    code = "TOO_SLOW"

    def __init__(self) -> None:
        super().__init__("Клиент не успевает принимать оповещения: вернитесь с after.")


class AlertFeed:
    """The latest alerts in the order in which this process has seen them."""

    def __init__(
        self, graph: Graph, wall: Callable[[], datetime], seconds: float, kept: int
    ) -> None:
        self._graph = graph
        self._wall = wall
        self._seconds = seconds
        self._kept: deque[Raised] = deque(maxlen=kept)
        self._seen = 0
        self._known: dict[Group, set[str]] = {}
        self._news = asyncio.Condition()
        self._wanted = asyncio.Event()
        self._begun = asyncio.Event()
        self.failing = False
        self.followers = 0

    @property
    def ready(self) -> bool:
        """Whether it knows what was there before: whatever comes now is news."""
        return self._begun.is_set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Ask while the block lasts."""
        async with meanwhile(self._run()):
            yield

    @asynccontextmanager
    async def following(self) -> AsyncIterator[Following]:
        """A place from now on: whatever is written after this is entered will be told."""
        self.followers += 1
        try:
            self._wanted.set()
            await self._begun.wait()
            yield Following(self, self._seen)
        finally:
            self.followers -= 1

    async def behind(self, place: int) -> list[Raised]:
        """Some of what was seen after `place`, at least one: waits for it. SlowError."""
        async with self._news:
            await self._news.wait_for(lambda: self._seen > place)
        oldest = self._seen - len(self._kept)
        if place < oldest:
            raise SlowError
        return list(islice(self._kept, place - oldest, place - oldest + AT_ONCE))

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            await self._poll_safely()
            await asyncio.sleep(self._seconds)
            if not self.followers:
                self._rest()

    def _rest(self) -> None:
        self._wanted.clear()
        self._begun.clear()
        self._known.clear()
        self._kept.clear()

    async def _poll_safely(self) -> None:
        """What is missed by a poll that failed, the next one finds."""
        try:
            await self._poll()
        except Exception as error:
            if not self.failing:
                log.failure(error)
            self.failing = True
        else:
            self.failing = False

    async def _poll(self) -> None:
        since = await clock.now(self._graph, self._wall()) - LATE
        there, found = await self._graph.read(
            lambda reader: unknown(reader, since, self._known), limit_seconds=POLL_SECONDS
        )
        new = [one for one in found if one.id not in self._known.get((one.region, one.at), ())]
        read: dict[Group, set[str]] = {}
        for one in found:
            read.setdefault((one.region, one.at), set()).add(one.id)
        self._known = {group: read.get(group) or self._known.get(group, set()) for group in there}
        if self._begun.is_set():
            await self._tell(new)
        self._begun.set()

    async def _tell(self, new: list[Raised]) -> None:
        self._kept.extend(new)
        self._seen += len(new)
        async with self._news:
            self._news.notify_all()


class Following:
    """One subscriber's place."""

    def __init__(self, feed: AlertFeed, place: int) -> None:
        self._feed = feed
        self._place = place

    async def news(self) -> list[Raised]:
        """What comes next: waits for it. SlowError."""
        found = await self._feed.behind(self._place)
        self._place += len(found)
        return found
