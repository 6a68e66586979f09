"""The planted network with addresses and alerts; its gaps come of the real scan.

Names of people there are canaries: «Петров» of children, «Фамилия» of adults. None may be told.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from graph.session import Graph, Row
from queries.alert.raising import raise_alerts
from queries.rules.scan import scan_region
from tests.api.planted import FOREIGN, MINE, MOMENT, REGIONS, plant
from tests.keeping import once

COORDINATOR: Final = f"coordinator-{MINE}"
ELSEWHERE: Final = f"coordinator-{FOREIGN}"
PEOPLE: Final = ("head", "curator", COORDINATOR, ELSEWHERE)
# Monday; nine in the morning of the next day, in Moscow.
NOW: Final = MOMENT
MORNING: Final = datetime.fromisoformat("2019-10-15T09:00+03:00")
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
CANARIES: Final = ("Петров", "Пётр", "Фамилия", "child", "@example")

ADDRESSES = """
UNWIND $people AS id
MATCH (p:Person {id: id}) SET p.email = toLower(id) + '@example.org'
"""

STATES = """
MATCH (d:Delivery) OPTIONAL MATCH (d)-[:ADDRESSED_TO]->(p:Person)
RETURN d.id AS id, d.state AS state, d.message AS message, d.attempts AS attempts,
  d.next_at AS next_at, d.channel AS channel, d.error AS error, d.urgent AS urgent,
  p.id AS person, d.sent_at AS sent_at
ORDER BY id
"""

CLOSE = """
MATCH (g:Gap {region: $region}) WHERE g.rule IN $rules
SET g.state = 'closed', g.closed_at = $now
"""

# Mends what two of the rules find at the region's first school.
MEND = """
MATCH (s:School {id: $school})
MERGE (p:Person {id: $school + '-teacher'})
SET p.family_name = 'Фамилия-учителя', p.given_name = 'Имя', p.region = null
MERGE (p)-[represents:REPRESENTS]->(s)
SET represents.from = date('2019-09-02'), represents.registered_at = $at
MERGE (p)-[navigates:NAVIGATES]->(s)
SET navigates.from = date('2019-09-02'), navigates.registered_at = $at
"""


async def plant_alerts(graph: Graph) -> None:
    """Both regions scanned and their alerts raised as of NOW; everybody has an e-mail."""
    await once(graph, _planted)


async def _planted(graph: Graph) -> None:
    await plant(graph)
    await graph.change(ADDRESSES, {"people": list(PEOPLE)})
    for region in REGIONS:
        await raise_alerts(graph, region, NOW, NOW)


async def scanned(graph: Graph, now: datetime) -> None:
    """What the night brings: both regions scanned and raised anew."""
    for region in REGIONS:
        await scan_region(graph, region, now)
        await raise_alerts(graph, region, now, now)


async def states(graph: Graph, person: str = "") -> dict[str, Row]:
    """Deliveries by id: of one person or of all."""
    rows = await graph.rows(STATES)
    return {row["id"]: row for row in rows if person in ("", row["person"])}
