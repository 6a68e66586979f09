"""A graph with alerts to deliver, a real mail server, a post between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from delivery.channel import Channel
from delivery.posting import Post
from graph.session import Graph
from tests.delivery.mail import Mailbox, mail_server
from tests.delivery.planted import plant_alerts

SITE = "https://orientir.example.org"
PostAt = Callable[[datetime], Post]


@pytest.fixture
async def raised(graph: Graph) -> Graph:
    """The planted network with its alerts, for each test anew."""
    await plant_alerts(graph)
    return graph


@pytest.fixture
def server() -> Iterator[tuple[Mailbox, str]]:
    with mail_server() as made:
        yield made


@pytest.fixture
def mailbox(server: tuple[Mailbox, str]) -> Mailbox:
    return server[0]


@pytest.fixture
def mail(server: tuple[Mailbox, str]) -> Channel:
    return Channel("почта", server[1])


@pytest.fixture
def post(raised: Graph, mail: Channel) -> PostAt:
    """A run of the post at a moment."""
    return lambda moment: Post(raised, (mail,), lambda: moment, SITE)
