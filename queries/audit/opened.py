"""Opening a child's card is written down before anything of it is shown: no entry, no card.

Source: 152-ФЗ, статья 19, часть 2, пункт 8: «регистрация и учёт всех действий, совершаемых с
персональными данными»; requirements, «Nobody can see who changed what».
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from graph.model import MODEL
from graph.session import Graph, Statement, Writer
from queries.audit.writing import record

OPEN: Final = "open_card"
LABELS: Final = tuple(sorted(label for label, node in MODEL.nodes.items() if node.has_region))
STANDING: Final = Statement(
    "\nUNION ALL\n".join(
        f"MATCH (n:{label} {{id: $id}}) RETURN '{label}' AS label, n.region AS region"
        for label in LABELS
    )
)


async def note_opened(graph: Graph, account: str, at: datetime, ids: Iterable[str]) -> None:
    """One entry for each of these records, in the chain of its region."""

    async def note(writer: Writer) -> None:
        for identity in ids:
            for row in await writer.rows(STANDING, {"id": identity}):
                await record(writer, account, at, OPEN, row["label"], identity, row["region"])

    await graph.write(note)
