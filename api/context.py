"""What a resolver knows: the graph, who asks, the moment, loaders that ask for many at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

import strawberry
from strawberry.dataloader import DataLoader

from api.connection import Budget
from api.system import wall_clock
from graph.session import Graph, Reader
from queries.scope import Actor

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MOST_AT_ONCE = 500


@dataclass(slots=True)
class Loaders:
    """Loaders of one request, made when first needed; keys asked for together are read together."""

    graph: Graph
    actor: Actor
    _made: dict[Hashable, DataLoader[Any, Any]] = field(default_factory=dict)

    async def load(
        self, name: Hashable, read: Callable[[Reader, list[K]], Awaitable[list[V]]], key: K
    ) -> V:
        """The value of one key; `read` gets all keys of `name` asked for in the same moment."""
        loader = self._made.get(name)
        if loader is None:

            async def batch(keys: list[K]) -> list[V]:
                return await self.graph.read(lambda reader: read(reader, keys))

            loader = self._made[name] = DataLoader(load_fn=batch, max_batch_size=MOST_AT_ONCE)
        return cast("V", await loader.load(key))


@dataclass(slots=True)
class Context:
    """One request's context; `now` is the network's clock, `login` the viewer's own."""

    graph: Graph
    actor: Actor
    login: str
    now: datetime
    loaders: Loaders
    sign_out: Callable[[], Awaitable[bool]]
    # The real clock, by which sign-ins and tokens live; `now` may be the demo network's.
    wall: Callable[[], datetime] = wall_clock
    wake_imports: Callable[[], None] = lambda: None
    """Call it once an import waits for work."""
    budget: Budget = field(default_factory=Budget)
    kept: dict[Hashable, Any] = field(default_factory=dict)
    """What is made once a request: days, and the plans of ordinary execution."""


Info = strawberry.Info[Context, None]
