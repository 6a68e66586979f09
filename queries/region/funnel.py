"""How far the children of a region have come: registered, consented, tested, attended, advised.

The measures are those of the reports, so that a number here is the number there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, LiteralString

from graph.errors import InputError
from graph.session import Graph, Reader, Row
from queries.measures.compiling import counting
from queries.measures.declaration import Dimension, Figure
from queries.measures.p_practicums import HELD
from queries.measures.p_students import ALL_STAGES, CONSENTED, PASSED, REGISTERED
from queries.measures.p_visits import ATTENDED
from queries.report.building import Asked, Frame, frame_of
from queries.report.making import places
from queries.scope import Actor

_OF_CHILDREN: Final = [Figure(one) for one in (REGISTERED, CONSENTED, *PASSED.values(), ALL_STAGES)]
_BY_FORMAT: Final = (Dimension.FORMAT,)
# The report whose days hold here: of the whole campaign up to the moment, as of report № 1.
_FORM: Final = 1

ADVISED: LiteralString = """
MATCH (r:Recommendation {region: $region})
WHERE ($scope_all OR r.region IN $scope_regions) AND r.given_at <= $as_of
MATCH (r)-[:RECOMMENDS_TO]->(s:Student {region: r.region})
RETURN r.given_as AS given_as, count(DISTINCT s) AS children
ORDER BY given_as
"""


@dataclass(frozen=True, slots=True)
class Funnel:
    """Children of a region by the steps of the project; `held` and `attended` are by format.

    `stages` are those who passed the 1st, the 2nd, the 3rd; `advised` are children by who
    recommended to them, "navigator" or "mentor". `campaign` is its id.
    """

    campaign: str
    registered: int
    consented: int
    stages: tuple[int, int, int]
    all_stages: int
    held: Mapping[str, int]
    attended: Mapping[str, int]
    advised: Mapping[str, int]


async def funnel(graph: Graph, actor: Actor, region: str, as_of: datetime) -> Funnel | None:
    """The funnel of a region in scope at a moment; None of another, or of one without a campaign.

    Two transactions at once: Neo4j answers a question with one core, and a pass over the children
    of the largest region takes as long as all that is counted beside it.

    Source: clauses 2.10, 5.2.2–5.2.4, 5.4.6, 6.2.1–6.2.5.
    """
    frame = await graph.read(lambda reader: _frame(reader, actor, region, as_of))
    if frame is None:
        return None
    given = frame.parameters
    (numbers, stages, every), (held, attended, advised) = await asyncio.gather(
        graph.read(lambda reader: _children(reader, given)),
        graph.read(lambda reader: _beside(reader, actor, given)),
    )
    registered, consented = numbers
    return Funnel(frame.campaign, registered, consented, stages, every, held, attended, advised)


async def _frame(reader: Reader, actor: Actor, region: str, as_of: datetime) -> Frame | None:
    if not await places(reader, actor, region):
        return None
    try:
        return await frame_of(reader, Asked(_FORM, region, as_of))
    except InputError:
        return None


async def _children(
    reader: Reader, given: dict[str, Any]
) -> tuple[tuple[int, int], tuple[int, int, int], int]:
    """Registered and consented; by stage; of all stages."""
    (children,) = await _counted(reader, _OF_CHILDREN, (), given)
    registered, consented, first, second, third, every = children["numbers"]
    return (registered, consented), (first, second, third), every


async def _beside(
    reader: Reader, actor: Actor, given: dict[str, Any]
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Held and attended by format; advised by who advised."""
    held = await _counted(reader, [Figure(HELD)], _BY_FORMAT, given)
    attended = await _counted(reader, [Figure(ATTENDED)], _BY_FORMAT, given)
    advised = await reader.rows(ADVISED, actor.parameters(**given))
    return (
        _by_format(held),
        _by_format(attended),
        {row["given_as"]: row["children"] for row in advised},
    )


async def _counted(
    reader: Reader, figures: list[Figure], by: tuple[Dimension, ...], given: dict[str, Any]
) -> list[Row]:
    compiled = counting(figures, by)
    return await reader.rows(compiled.statement, given | compiled.parameters)


def _by_format(rows: list[Row]) -> dict[str, int]:
    return {row["key"][0]: row["numbers"][0] for row in rows}
