"""The audit's chains: whatever is done to them in the database itself is found."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from graph.session import Graph, Writer
from graph.settings import Settings
from queries.audit.erasing import erase
from queries.audit.sealing import Sealed, digest, seal, seal_head
from queries.audit.verifying import verify
from queries.audit.writing import Subject, entry_id, record, record_all
from tests.graph.command import orientir

pytestmark = pytest.mark.anyio

AT = datetime(2019, 10, 14, 9, 0, 0, 123456, tzinfo=UTC)
MINE, OTHER = "RU-TA", "RU-BA"
KEY = b"a key that the database does not have"


async def write(graph: Graph, region: str = MINE, count: int = 5) -> None:
    """Entries about as many students of a region, in transactions of their own."""
    for number in range(1, count + 1):

        async def work(writer: Writer, number: int = number) -> None:
            before: dict[str, Any] = {"grade": 7, "family_name": "Котов"}
            after = {"grade": 8, "on": AT.date(), "at": AT}
            student = f"{region}-child-{number}"
            await record(
                writer, "account:c", AT, "change", "Student", student, region, before, after
            )

        await graph.write(work)


@pytest.fixture
async def written(graph: Graph) -> Graph:
    """Two regions' chains of five entries, and the common one that knows of both."""
    await graph.change("CREATE (:Account {id: 'account:c'}), (:Account {id: 'account:d'})")
    await write(graph)
    await write(graph, OTHER)
    return graph


async def test_what_was_written_is_whole(written: Graph) -> None:
    found = await verify(written)
    assert (found.chains, found.entries, found.broken) == (3, 12, [])
    assert (await verify(written, MINE)).entries == 5
    rows = await written.rows(
        "MATCH (e:AuditEntry {chain: $chain})-[:MADE_BY]->(a:Account) "
        "RETURN e.number AS number, e.id AS id, a.id AS account ORDER BY number",
        {"chain": MINE},
    )
    assert rows == [
        {"number": n, "id": entry_id(MINE, n), "account": "account:c"} for n in range(1, 6)
    ]


TAMPERING = {
    "an action": ("MATCH (e:AuditEntry {id: $third}) SET e.action = 'none'", MINE, 3),
    "a moment": ("MATCH (e:AuditEntry {id: $third}) SET e.at = datetime()", MINE, 3),
    "a subject": ("MATCH (e:AuditEntry {id: $third}) SET e.subject_id = 'x'", MINE, 3),
    "an account": ("MATCH (e:AuditEntry {id: $third}) SET e.account = 'account:d'", MINE, 3),
    "before": ("MATCH (e:AuditEntry {id: $third}) SET e.before = '{}'", MINE, 3),
    "after": ("MATCH (e:AuditEntry {id: $third}) SET e.after = '{}'", MINE, 3),
    "a digest": ("MATCH (e:AuditEntry {id: $third}) SET e.after_digest = 'x'", MINE, 3),
    "a hash": ("MATCH (e:AuditEntry {id: $third}) SET e.hash = 'x'", MINE, 3),
    "who made it": (
        "MATCH (e:AuditEntry {id: $third})-[m:MADE_BY]->(), (d:Account {id: 'account:d'}) "
        "DELETE m CREATE (e)-[:MADE_BY]->(d)",
        MINE,
        3,
    ),
    "text erased in silence": (
        "MATCH (e:AuditEntry {id: $third}) REMOVE e.before, e.after, e.salt",
        MINE,
        3,
    ),
    "a salt alone": ("MATCH (e:AuditEntry {id: $third}) REMOVE e.salt", MINE, 3),
    "an entry deleted": ("MATCH (e:AuditEntry {id: $third}) DETACH DELETE e", MINE, 3),
    "the first deleted": ("MATCH (e:AuditEntry {id: $first}) DETACH DELETE e", MINE, 1),
    "the last deleted": ("MATCH (e:AuditEntry {id: $last}) DETACH DELETE e", MINE, 5),
    "an entry copied in": (
        "MATCH (e:AuditEntry {id: $third}) CREATE (c:AuditEntry) SET c = e {.*, id: e.id + 'x'}",
        MINE,
        4,
    ),
    "an entry added": (
        "MATCH (e:AuditEntry {id: $last}) CREATE (c:AuditEntry) "
        "SET c = e {.*, id: $sixth, number: 6, previous_hash: e.hash}",
        MINE,
        6,
    ),
    "two exchanged": (
        "MATCH (a:AuditEntry {id: $third}), (b:AuditEntry {id: $fourth}) "
        "SET a.id = 'x' SET b.id = $third, b.number = 3 SET a.id = $fourth, a.number = 4",
        MINE,
        3,
    ),
    "all entries deleted": ("MATCH (e:AuditEntry {chain: $chain}) DETACH DELETE e", MINE, 1),
    "the head deleted": ("MATCH (c:AuditChain {id: 'audit:' + $chain}) DELETE c", MINE, 0),
    "a chain deleted whole": (
        "MATCH (c:AuditChain {id: 'audit:' + $chain}) DELETE c "
        "WITH 1 AS one MATCH (e:AuditEntry {chain: $chain}) DETACH DELETE e",
        MINE,
        0,
    ),
    "the tail cut off with its count": (
        "MATCH (e:AuditEntry {id: $last}), (p:AuditEntry {id: $fourth}), "
        "(c:AuditChain {id: 'audit:' + $chain}) "
        "SET c.count = 4, c.last_hash = p.hash DETACH DELETE e",
        MINE,
        4,
    ),
    "the common chain deleted whole": (
        "MATCH (c:AuditChain {id: 'audit:'}) DELETE c "
        "WITH 1 AS one MATCH (e:AuditEntry {chain: ''}) DETACH DELETE e",
        MINE,
        0,
    ),
}


@pytest.mark.parametrize("what", sorted(TAMPERING))
async def test_tampering_is_found_at_its_place(written: Graph, what: str) -> None:
    cypher, chain, number = TAMPERING[what]
    named = ("first", "second", "third", "fourth", "last", "sixth")
    ids = {name: entry_id(MINE, n) for n, name in enumerate(named, 1)}
    await written.change(cypher, {"chain": MINE, **ids})
    broken = [one for one in (await verify(written)).broken if one.chain == chain]
    assert [(one.chain, one.number) for one in broken] == [(chain, number)]
    # The other region's chain is whole, unless the common one is gone for both.
    assert bool((await verify(written, OTHER)).broken) == (what.startswith("the common"))


async def test_an_audit_that_is_gone_is_missed(written: Graph) -> None:
    await written.change("CREATE (:Student {id: 'changed', version: 2})")
    await written.change("MATCH (n:AuditEntry|AuditChain) DETACH DELETE n")
    (broken,) = (await verify(written)).broken
    assert (broken.chain, broken.number) == ("", 0)


async def test_erased_text_leaves_the_chain_whole(written: Graph) -> None:
    student = f"{MINE}-child-3"
    gone = await written.write(lambda w: erase(w, "account:c", AT, "Student", student))
    assert gone == 1
    found = await verify(written)
    assert (found.entries, found.erased, found.broken) == (13, 1, [])
    rows = await written.rows("MATCH (e:AuditEntry {subject_id: $id}) RETURN e", {"id": student})
    assert "Котов" not in str(rows)
    assert await written.write(lambda w: erase(w, "account:c", AT, "Student", student)) == 0


async def test_a_chain_written_anew_without_the_key_is_found(graph: Graph) -> None:
    sealed = Graph(graph._driver, "neo4j", KEY)
    await write(sealed)
    assert (await verify(sealed)).broken == []
    # Everything is forged: the text, the digests, every hash and the head. Only the key is lacking.
    rows = await graph.rows(
        "MATCH (e:AuditEntry {chain: $chain}) RETURN properties(e) AS e ORDER BY e.number",
        {"chain": MINE},
    )
    previous = ""
    for row in rows:
        entry = row["e"]
        entry |= {"after": '{"grade":11}', "previous_hash": previous}
        entry["after_digest"] = digest(entry["salt"], entry["after"])
        previous = entry["hash"] = seal(b"", Sealed(**{n: entry[n] for n in Sealed.__slots__}))
        await graph.change(
            "MATCH (e:AuditEntry {id: $id}) SET e = $e", {"id": row["e"]["id"], "e": entry}
        )
    head = {"last": previous, "seal": seal_head(b"", MINE, 5, previous)}
    await graph.change(
        "MATCH (c:AuditChain {chain: $chain}) SET c.last_hash = $last, c.seal = $seal",
        {"chain": MINE, **head},
    )
    found = [(one.chain, one.number) for one in (await verify(sealed)).broken]
    assert found == [(MINE, 1)]


async def test_one_action_on_many_records_is_as_many_entries(graph: Graph) -> None:
    subjects = [Subject("Student", f"child-{n}", {}, {"grade": n}) for n in range(1, 8)]
    made = await graph.write(lambda w: record_all(w, "command line", AT, "import", MINE, subjects))
    assert made == [entry_id(MINE, n) for n in range(1, 8)]
    assert (await verify(graph)).broken == []


async def test_the_command_tells_by_its_exit_code(
    written: Graph, server_settings: Settings
) -> None:
    whole = await orientir(server_settings, "audit", "verify")
    assert (whole.returncode, "Всё цело" in whole.stderr) == (0, True), whole.stderr
    await written.change(
        "MATCH (e:AuditEntry {id: $id}) SET e.action = 'x'", {"id": entry_id(MINE, 2)}
    )
    broken = await orientir(server_settings, "audit", "verify", "--json")
    assert broken.returncode == 1
    assert '"number": 2' in broken.stdout
    assert (await orientir(server_settings, "audit", "verify", "--region", OTHER)).returncode == 0
