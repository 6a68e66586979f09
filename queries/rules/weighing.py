"""Weighing: after every scan each open gap of the region knows what hangs on it."""

from __future__ import annotations

from graph.model.gap import Severity
from graph.session import Row, Writer
from queries.rules.catalogue import CATALOGUE
from queries.rules.roots import Node, weights

OPEN = """
MATCH (g:Gap {region: $region, state: 'open'})
RETURN g.id AS id, g.rule AS rule, g.case AS case, g.severity AS severity, g.count AS count,
  COLLECT { MATCH (g)-[:CAUSED_BY]->(c:Gap {state: 'open'}) RETURN c.id ORDER BY c.id } AS causes
"""

WEIGH = """
UNWIND $rows AS row
MATCH (g:Gap {id: row.id})
SET g.root = row.root, g.blocked_gaps = row.gaps, g.blocked_children = row.children,
  g.blocked_reports = row.reports
"""


async def weigh(writer: Writer, region: str) -> None:
    """Say of each open gap of the region whether it is a root, and how much hangs on it."""
    rows = await writer.rows(OPEN, {"region": region})
    weighed = weights(_node(row) for row in rows)
    asked = [
        {"id": id_, "root": w.root, "gaps": w.gaps, "children": w.children}
        | {"reports": [str(form) for form in w.reports]}
        for id_, w in weighed.items()
    ]
    await writer.rows(WEIGH, {"rows": asked})


def _node(row: Row) -> Node:
    """A gap for weighing; one of a rule that is gone counts nothing but itself."""
    rule = CATALOGUE.get(row["rule"])
    case = rule.cases.get(row["case"]) if rule else None
    children = row["count"] if case and case.pattern.children else 0
    reports = frozenset(rule.reports) if rule else frozenset[int]()
    return Node(row["id"], Severity(row["severity"]), children, reports, tuple(row["causes"]))
