"""Accounts of a loaded demo network: a head, a curator, a coordinator, an authority; one password.

Each is an account of a person who has that role in the network at its moment; the authority's is of
nobody and reads the coordinator's region.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import LiteralString

from graph.errors import InputError
from graph.model.account import Role
from graph.session import Graph, Row, Writer
from graph.settings import settings
from graph.writing import write_links, write_nodes
from queries.account.password import fingerprint

PASSWORD_FILE = "demo-password"  # noqa: S105 - the name of the file, not a password
PREFERRED_REGION = "RU-TA"

# The preferred region's coordinator, and the curator of the region that was taken.
PEOPLE: LiteralString = """
CALL () {
  MATCH (p:Person)-[k:WORKS_FOR]->(:Operator)
  WHERE k.heads_curators AND k.from <= $day AND (k.to IS NULL OR $day < k.to)
  RETURN p.id AS head ORDER BY head LIMIT 1
}
CALL () {
  MATCH (p:Person)-[k:COORDINATES]->(r:Region)
  WHERE k.from <= $day AND (k.to IS NULL OR $day < k.to)
  RETURN p.id AS coordinator, r ORDER BY r.id <> $preferred, r.id, coordinator LIMIT 1
}
CALL (r) {
  MATCH (p:Person)-[k:CURATES]->(own:Region)
  WHERE k.from <= $day AND (k.to IS NULL OR $day < k.to)
  WITH p, count(DISTINCT own) AS regions, max(CASE WHEN own = r THEN 1 ELSE 0 END) AS nearest
  RETURN p.id AS curator ORDER BY nearest DESC, regions DESC, curator LIMIT 1
}
RETURN head, curator, coordinator, r.id AS region
"""


@dataclass(frozen=True, slots=True)
class DemoAccounts:
    """Logins, their common password, and the file (mode 0600) that keeps it."""

    logins: tuple[str, ...]
    password: str
    file: Path


async def create_demo_accounts(
    graph: Graph, moment: datetime, home: Path | None = None
) -> DemoAccounts:
    """Create the accounts, or bring them back to the kept password. Repeating changes nothing.

    InputError if the network lacks one of the three roles at `moment`.
    """
    people = await graph.rows(PEOPLE, {"day": moment.date(), "preferred": PREFERRED_REGION})
    if not people:
        raise InputError("В сети нет руководителя, куратора или координатора: загрузите её заново.")
    file = (home or settings().home) / PASSWORD_FILE
    password = _password(file)
    rows = [await _row(role, people[0][role], password) for role in _OF_PEOPLE]
    rows.append(await _row(Role.AUTHORITY, None, password))
    sees = {"source": rows[-1]["id"], "target": people[0]["region"]}

    async def write(writer: Writer) -> None:
        await write_nodes(writer, "Account", rows)
        await write_links(writer, "Account", "sees", [sees])

    await graph.write(write)
    return DemoAccounts(tuple(row["login"] for row in rows), password, file)


_OF_PEOPLE = (Role.HEAD, Role.CURATOR, Role.COORDINATOR)


async def _row(role: Role, person: str | None, password: str) -> Row:
    return {
        "id": f"account:{role}",
        "login": str(role),
        "role": str(role),
        "password_hash": await fingerprint(password),
        "person": person,
    }


def _password(file: Path) -> str:
    """The kept password, or a new one kept from now on."""
    if file.exists():
        return file.read_text(encoding="utf-8").strip()
    password = secrets.token_urlsafe(12)
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(password + "\n")
    return password
