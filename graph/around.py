"""What stands around the transactions of a block: until when they may last, and who watches them.

Set by an edge for a whole request; every transaction made inside, in whatever task, keeps to it.
Must not know who sets it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import (
    AbstractContextManager,
    ExitStack,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from contextvars import ContextVar
from typing import Final, Protocol

from graph.errors import DeadlineError, GraphUnavailableError

# Less than the 5 seconds within which a request without a database is to be answered.
REACH_SECONDS: Final = 4.0
# What an answer to the smallest question may take; with the above still less than 5.
PROBE_SECONDS: Final = 0.8

_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)
_each: ContextVar[float | None] = ContextVar("each", default=None)

Seen = Callable[[str], None]
Probe = Callable[[], Awaitable[None]]
"""Returns if the database answers the smallest question on another connection."""


class Watcher(Protocol):
    """Is told of every transaction: entered before it, left after it with its failure, if any."""

    def transaction(self, access: str) -> AbstractContextManager[Seen]:
        """`access` is READ or WRITE; what is yielded is called with each statement's text."""


_watchers: ContextVar[tuple[Watcher, ...]] = ContextVar("watchers", default=())


@asynccontextmanager
async def deadline(seconds: float) -> AsyncIterator[None]:
    """Stop the block after `seconds`, with every transaction in it; then DeadlineError."""
    ends_at = asyncio.get_running_loop().time() + seconds
    earlier = _ends_at.get()
    token = _ends_at.set(ends_at if earlier is None else min(earlier, ends_at))
    limit = asyncio.timeout_at(ends_at)
    try:
        async with limit:
            yield
    except TimeoutError as error:
        if limit.expired():
            raise DeadlineError from error
        raise
    finally:
        _ends_at.reset(token)


@contextmanager
def each_within(seconds: float) -> Iterator[None]:
    """Stop every transaction of the block after `seconds`; the block itself may go on."""
    token = _each.set(seconds)
    try:
        yield
    finally:
        _each.reset(token)


@contextmanager
def watched(*watchers: Watcher) -> Iterator[None]:
    """Let `watchers` see the transactions of the block."""
    token = _watchers.set((*_watchers.get(), *watchers))
    try:
        yield
    finally:
        _watchers.reset(token)


@contextmanager
def seen_by_watchers(access: str) -> Iterator[Seen]:
    """Around one transaction: its watchers; yields whom to tell of each statement."""
    watchers = _watchers.get()
    if not watchers:
        yield _nobody
        return
    with ExitStack() as stack:
        each = [stack.enter_context(one.transaction(access)) for one in watchers]

        def tell(text: str) -> None:
            for seen in each:
                seen(text)

        yield tell


class Limit:
    """How long one transaction may take, its repetitions included."""

    def __init__(self, limit_seconds: float | None) -> None:
        self._now = asyncio.get_running_loop().time
        requested, each = _ends_at.get(), _each.get()
        own = [self._now() + seconds for seconds in (limit_seconds, each) if seconds is not None]
        self._ends_at = min([*own, *([] if requested is None else [requested])], default=None)
        # Batch work may wait as long as the driver does; somebody waits for a request.
        self._reaching = requested is not None or each is not None
        self._reached = False
        self._timeout = asyncio.timeout_at(None)

    @property
    def seconds(self) -> float | None:
        """What is left, for the database to keep to as well; never 0, which would mean forever."""
        return None if self._ends_at is None else max(self._ends_at - self._now(), 0.001)

    @contextmanager
    def reached(self) -> Iterator[None]:
        """Around the work: the database has answered. When the work fails it is to be reached anew.

        The driver repeats the work after it has lost the connection.
        """
        self._set(reached=True)
        try:
            yield
        except Exception:
            self._set(reached=False)
            raise

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Around the transaction; DeadlineError, or GraphUnavailableError if nothing answers."""
        self._timeout = asyncio.timeout_at(self._next_end())
        try:
            async with self._timeout:
                yield
        except TimeoutError as error:
            if not self._timeout.expired():
                raise
            if self._reached or self._is_over():
                raise DeadlineError from error
            raise unreachable() from error

    @asynccontextmanager
    async def kept_by(self, probe: Probe) -> AsyncIterator[None]:
        """As `kept`, around a question that is sent without asking first whether anybody is there.

        Silence may be a long plan or an outage: after a while `probe` tells which.
        """
        self._reached = True
        loop = asyncio.get_running_loop()
        tasks: list[asyncio.Task[None]] = []

        def begin() -> None:
            tasks.append(loop.create_task(self._probed(probe)))

        later = loop.call_later(REACH_SECONDS, begin) if self._reaching else None
        try:
            async with self.kept():
                yield
        finally:
            if later is not None:
                later.cancel()
            for task in tasks:
                task.cancel()

    async def _probed(self, probe: Probe) -> None:
        with suppress(TimeoutError, GraphUnavailableError):
            async with asyncio.timeout(PROBE_SECONDS):
                await probe()
            return
        self._reached = False
        if not self._timeout.expired():
            self._timeout.reschedule(self._now())

    def _set(self, *, reached: bool) -> None:
        self._reached = reached
        if not self._timeout.expired():
            self._timeout.reschedule(self._next_end())

    def _next_end(self) -> float | None:
        if self._reached or not self._reaching:
            return self._ends_at
        reach = self._now() + REACH_SECONDS
        return reach if self._ends_at is None else min(reach, self._ends_at)

    def _is_over(self) -> bool:
        return self._ends_at is not None and self._now() >= self._ends_at


def unreachable() -> GraphUnavailableError:
    """What is told when the database doesn't answer, whoever noticed it."""
    return GraphUnavailableError("Neo4j не отвечает. Проверьте сервер: orientir db status.")


def _nobody(_: str) -> None:
    return
