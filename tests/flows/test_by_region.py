"""One region's task: what somebody checks meanwhile is no failure; the past stays refused."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from flows.by_region import TIMES, Asked, Row, region_task
from flows.catalogue import SCAN
from graph.session import Graph
from queries.rules.scan import LaterCheckError

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("network")]

REGION, ZONE = "RU-TA", "Europe/Moscow"


class Overtaken:
    """Work in a region that others check `times` times while it is being done."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.moments: list[datetime] = []

    async def __call__(self, graph: Graph, asked: Asked) -> Row:
        self.moments.append(asked.as_of)
        self.left -= 1
        if self.left >= 0:
            raise LaterCheckError(asked.region, asked.now)
        return {"region": asked.region}


async def test_it_is_done_at_a_later_moment_where_somebody_was_faster() -> None:
    work = Overtaken(TIMES - 1)
    one = region_task(SCAN, work).fn
    assert await asyncio.to_thread(one, REGION, ZONE, None, False) == {"region": REGION}
    assert len(set(work.moments)) == TIMES
    assert work.moments == sorted(work.moments)


@pytest.mark.parametrize(("as_of", "tried"), [(None, TIMES), ("2019-10-01", 1)])
async def test_but_not_for_ever_and_not_of_a_day_that_was_named(
    as_of: str | None, tried: int
) -> None:
    work = Overtaken(TIMES)
    one = region_task(SCAN, work).fn
    with pytest.raises(LaterCheckError):
        await asyncio.to_thread(one, REGION, ZONE, as_of, False)
    assert len(work.moments) == tried
