"""Asking a saved question: a page after a key, and how many rows there are in all."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import LiteralString

from graph.session import Reader, Row
from queries.saved.declaration import Question
from queries.scope import Actor

PAGE: LiteralString = """
WITH * WHERE $after = '' OR key > $after
RETURN * ORDER BY key LIMIT $limit
"""

TOTAL: LiteralString = """
RETURN count(*) AS total
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of a question; an empty region is any in scope.

    Unless it is `past` the moment is that of asking: nothing can have been recorded after it.
    """

    as_of: datetime
    since: datetime
    region: str = ""
    past: bool = True

    def parameters(self) -> dict[str, object]:
        return asdict(self)


async def ask(
    reader: Reader, actor: Actor, question: Question, asked: Asked, limit: int, after: str = ""
) -> list[Row]:
    """At most `limit` rows behind the key `after`, with `key` beside the columns."""
    more = asked.parameters() | {"after": after, "limit": limit}
    return await reader.rows(question.cypher + PAGE, actor.parameters(**more))


async def count(reader: Reader, actor: Actor, question: Question, asked: Asked) -> int:
    """How many rows the question has in scope."""
    row = await reader.single(question.cypher + TOTAL, actor.parameters(**asked.parameters()))
    return int(row["total"])
