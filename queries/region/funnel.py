"""How far the children of a region have come: registered, consented, tested, attended, advised.

The measures are those of the reports, so that a number here is the number there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, LiteralString

from graph.errors import InputError
from graph.session import Reader, Row
from queries.measures.compiling import counting
from queries.measures.declaration import Dimension, Figure
from queries.measures.p_practicums import HELD
from queries.measures.p_students import ALL_STAGES, CONSENTED, PASSED, REGISTERED
from queries.measures.p_visits import ATTENDED
from queries.report.building import Asked, frame_of
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


async def funnel(reader: Reader, actor: Actor, region: str, as_of: datetime) -> Funnel | None:
    """The funnel of a region in scope at a moment; None of another, or of one without a campaign.

    Source: clauses 2.10, 5.2.2–5.2.4, 5.4.6, 6.2.1–6.2.5.
    """
    if not await places(reader, actor, region):
        return None
    try:
        frame = await frame_of(reader, Asked(_FORM, region, as_of))
    except InputError:
        return None
    given = frame.parameters
    (children,) = await _counted(reader, _OF_CHILDREN, (), given)
    registered, consented, first, second, third, every = children["numbers"]
    return Funnel(
        frame.campaign,
        registered,
        consented,
        (first, second, third),
        every,
        _by_format(await _counted(reader, [Figure(HELD)], _BY_FORMAT, given)),
        _by_format(await _counted(reader, [Figure(ATTENDED)], _BY_FORMAT, given)),
        {
            row["given_as"]: row["children"]
            for row in await reader.rows(ADVISED, actor.parameters(**given))
        },
    )


async def _counted(
    reader: Reader, figures: list[Figure], by: tuple[Dimension, ...], given: dict[str, Any]
) -> list[Row]:
    compiled = counting(figures, by)
    return await reader.rows(compiled.statement, given | compiled.parameters)


def _by_format(rows: list[Row]) -> dict[str, int]:
    return {row["key"][0]: row["numbers"][0] for row in rows}
