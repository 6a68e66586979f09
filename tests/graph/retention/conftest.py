"""A child of whom everything personal is a canary, in a region that is like another one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from graph.declaration import Kind, Property
from graph.model import MODEL
from graph.session import Graph, Row, Statement, Writer
from graph.writing import write_links, write_nodes
from queries.changes import CATALOGUE, Outcome, run
from queries.retention.personal import CHILD, parts, relatives
from tests.graph.changes.conftest import maker
from tests.graph.changes.planted import MINE, MOMENT, START, plant

CHILD_ID = f"{MINE}-child-1"
SIBLING = f"{MINE}-child-2"
GUARDIAN = f"{MINE}-guardian"
CONSENT = f"{MINE}-consent"
CANARY = "КАНАРЕЙКА"
BORN = date(1907, 3, 4)

_SET = "UNWIND $ids AS id MATCH (n {id: id}) SET n += $values"
EVERYTHING = """
MATCH (n) RETURN labels(n)[0] + ':' + n.id AS where, properties(n) AS held
UNION ALL
MATCH (a)-[r]->(b) RETURN a.id + ' ' + type(r) + ' ' + b.id AS where, properties(r) AS held
"""


async def make(graph: Graph, name: str, at: datetime = MOMENT, **given: Any) -> Outcome:
    """A change as a person makes it, with its audit."""
    change = CATALOGUE[name]
    return await run(graph, maker(change), change, given, at, key=f"{name}-{given.get('id', '')}")


def canary(label: str, declared: Property) -> Any:
    if declared.kind is Kind.DATE:
        return BORN
    return f"{CANARY}-{label}-{declared.name}"


@pytest.fixture
async def planted(graph: Graph) -> Graph:
    """The child with its records, its family and its health, written by people and loaded."""
    await plant(graph)
    await graph.write(_records)
    await make(
        graph,
        "change_student",
        id=CHILD_ID,
        family_name=f"{CANARY}-прежняя",
        birth_date=date(2006, 1, 2),
        impairments=["hearing"],
    )
    for label, ids in _personal_ids().items():
        values = {p.name: canary(label, p) for p in MODEL.nodes[label].properties if _told(p)}
        await graph.change(Statement(_SET), {"ids": ids, "values": values})
    return graph


def _told(declared: Property) -> bool:
    return str(declared.personal) != "нет"


def _personal_ids() -> dict[str, list[str]]:
    """Nodes of every label that holds personal data of a child: a new one must be planted here."""
    known = {
        CHILD: [CHILD_ID],
        "Recommendation": ["advice"],
        "StageResult": ["stage-1", "stage-2"],
        "Guardian": [GUARDIAN, "aunt"],
        "MergedRecord": ["twice"],
    }
    labels = {part.label for part in parts(MODEL) if part.properties} | set(relatives(MODEL))
    assert labels == known.keys()
    return known


async def _records(writer: Writer) -> None:
    at = datetime(2019, 9, 20, 8, tzinfo=UTC)
    adviser = f"{MINE}-navigator"
    rows: list[tuple[str, Row]] = [
        ("StageResult", {"id": "stage-1", "stage": 1, "passed_at": at, "student": CHILD_ID}),
        ("StageResult", {"id": "stage-2", "stage": 2, "passed_at": at, "student": CHILD_ID}),
        (
            "Recommendation",
            {"id": "advice", "given_as": "navigator", "given_at": at, "student": CHILD_ID,
             "given_by": adviser, "text": "текст"},
        ),
        (
            "MergedRecord",
            {"id": "twice", "label": CHILD, "number": 1, "merged_at": at, "in_region": MINE,
             "into": {"id": CHILD_ID, "label": CHILD}},
        ),
        ("Guardian", {"id": "aunt", "family_name": "Ким", "given_name": "Ия", "in_region": MINE}),
        ("Consent", {"id": "consent-2", "purposes": ["processing"], "given_on": START,
                     "child": SIBLING, "signed_by": GUARDIAN}),
    ]  # fmt: skip
    for label, row in rows:
        await write_nodes(writer, label, [row])
    family: Row = {"from": date(2010, 1, 1), "legal": True, "kinship": f"{CANARY}-родство"}
    links = [{"source": "aunt", "target": CHILD_ID, **family, "legal": False}]
    links += [{"source": GUARDIAN, "target": CHILD_ID, **family}]
    links += [{"source": GUARDIAN, "target": SIBLING, **family, "kinship": "мать"}]
    await write_links(writer, "Guardian", "children", links)


async def held(graph: Graph, word: str = CANARY) -> list[str]:
    """Where in the whole graph, nodes and relationships, a word stands."""
    rows = await graph.rows(EVERYTHING)
    return sorted(row["where"] for row in rows if word in str(row["held"]))
