"""The text of compiled writes: readable, parametrised, and one statement a shape."""

from __future__ import annotations

from graph.model import MODEL
from graph.statements import connect, upsert

NONE: frozenset[str] = frozenset()


def test_a_node_with_its_required_links() -> None:
    assert upsert(MODEL, "School", ("Municipality",), (NONE, NONE)).text == (
        "UNWIND $rows AS row\n"
        "MATCH (t0:Municipality {id: row.l0.target})\n"
        "MERGE (n:School {id: row.id})\n"
        "SET n += row.properties\n"
        "MERGE (n)-[r0:LOCATED_IN]->(t0)\n"
        "SET n.region = t0.region\n"
        "RETURN count(n) AS written, sum(CASE WHEN "
        "COUNT { (n)-[:LOCATED_IN]->(:Municipality) } > 1 THEN 1 ELSE 0 END) AS broken"
    )


def test_a_link_with_an_interval_is_found_by_its_beginning() -> None:
    text = connect(MODEL, MODEL.link("Student", "school"), "School", frozenset({"to"})).text
    assert "MERGE (n)-[r:STUDIES_AT {from: date(row.key)}]->(t)" in text
    assert "SET r.to = coalesce(date(row.times.to), r.to)" in text
    assert "a.from < coalesce(b.to, date('9999-12-31'))" in text


def test_no_value_ever_stands_in_a_statement() -> None:
    for label in MODEL.nodes:
        links = [r for r in MODEL.links_of(label) if r.cardinality == "ровно один"]
        text = upsert(
            MODEL, label, tuple(r.targets[0] for r in links), (NONE,) * (len(links) + 1)
        ).text
        assert "'" not in text.replace("date('9999-12-31')", "")
        assert text.startswith("UNWIND $rows AS row\n")
