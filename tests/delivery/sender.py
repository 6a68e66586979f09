"""A process that sends the digests of the moment it is given, for a test to kill.

The graph and channels are those of the environment, as in a deployment.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime

from delivery.channel import channels
from delivery.posting import Post, site_of
from graph.opening import open_graph
from graph.settings import settings


async def send(moment: datetime) -> None:
    own = settings()
    async with open_graph(own) as graph:
        await Post(graph, channels(own), lambda: moment, site_of(own)).digests()


if __name__ == "__main__":
    asyncio.run(send(datetime.fromisoformat(sys.argv[1])))
