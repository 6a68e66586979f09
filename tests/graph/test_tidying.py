"""Tidying: what ended more than 30 days ago goes, whatever is younger or still lasts stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from graph.session import Graph, Writer
from graph.writing import write_nodes
from queries.tidying import Forgotten, tidy

pytestmark = pytest.mark.anyio

NOW = datetime(2019, 10, 14, 4, 0, tzinfo=UTC)
OLD, YOUNG = NOW - timedelta(days=31), NOW - timedelta(days=29)
LEFT = """
MATCH (n:SignIn|Token|IdempotencyKey) RETURN n.id AS id ORDER BY id
"""


async def _planted(writer: Writer) -> None:
    await write_nodes(writer, "Account", [{"id": "a", "login": "a", "role": "curator"}])
    begun = {"created_at": OLD - timedelta(days=1), "account": "a"}
    ends = {
        "ended": {"expires_at": OLD},
        "revoked": {"expires_at": NOW + timedelta(days=1), "revoked_at": OLD},
        "young": {"expires_at": YOUNG},
        "lasting": {"expires_at": NOW + timedelta(days=1)},
    }
    for name, end in ends.items():
        await write_nodes(writer, "SignIn", [{"id": f"sign-in-{name}"} | begun | end])
        token = {"id": f"token-{name}", "name": name, "hash": name, "scopes": ["read"]}
        await write_nodes(writer, "Token", [token | begun | end])
    for name, at in (("old", OLD), ("young", YOUNG)):
        await write_nodes(writer, "IdempotencyKey", [{"id": name, "body_hash": "b", "at": at}])


async def test_what_ended_long_ago_goes(graph: Graph) -> None:
    await graph.write(_planted)
    whole = await graph.rows(LEFT)
    assert await tidy(graph, NOW, NOW, dry_run=True) == Forgotten(1, 2, 2)
    assert await graph.rows(LEFT) == whole
    assert await tidy(graph, NOW, NOW) == Forgotten(1, 2, 2)
    assert [row["id"] for row in await graph.rows(LEFT)] == [
        "sign-in-lasting", "sign-in-young", "token-lasting", "token-young", "young",
    ]  # fmt: skip
    assert await tidy(graph, NOW, NOW) == Forgotten(0, 0, 0)
