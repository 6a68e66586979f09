"""What may not be done with a child once the consent is withdrawn or refused.

Only what is still to come is refused: who came to a practicum is entered as it was, and a rule
finds what should not have been. A consent that is merely missing is a gap with a term (R06).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import LiteralString

from graph.session import Reader
from queries.changes.declaration import Apply
from queries.changes.refusing import StepError
from queries.changes.work import Work
from queries.rules.terms import day_in
from queries.scope import CONSENTED

# Source: clauses 5.2.3, 5.4.2: no processing without a consent; 152-ФЗ, ст. 9 ч. 2, ст. 21 ч. 5.
_STOPPED: LiteralString = (
    """
MATCH (n:Student) WHERE n.id IN $ids AND ($scope_all OR n.region IN $scope_regions)
  AND (n.processing_stopped_at IS NOT NULL OR EXISTS {
    MATCH (n)<-[:FOR_CHILD]-(ended:Consent)
    WHERE ended.withdrawn_at <= $now OR ended.refused_on <= $consent_day
  })
  AND NOT ("""
    + CONSENTED
    + """)
"""
)
STOPPED: LiteralString = _STOPPED + "RETURN count(n) AS stopped"
STOPPED_IDS: LiteralString = _STOPPED + "RETURN n.id AS id"
CONSENTED_IDS: LiteralString = (
    """
MATCH (n:Student) WHERE n.id IN $ids AND ($scope_all OR n.region IN $scope_regions)
  AND """
    + CONSENTED
    + """
RETURN n.id AS id
"""
)


async def stopped_among(
    reader: Reader, ids: Collection[str], region: str, now: datetime, day: date
) -> frozenset[str]:
    """Which children of a region may not have their data processed; `day` is the region's."""
    return await _among(reader, STOPPED_IDS, ids, region, now, day)


async def consented_among(
    reader: Reader, ids: Collection[str], region: str, now: datetime, day: date
) -> frozenset[str]:
    """Which children of a region may be named and shown; `day` is the region's."""
    return await _among(reader, CONSENTED_IDS, ids, region, now, day)


async def _among(
    reader: Reader,
    cypher: LiteralString,
    ids: Collection[str],
    region: str,
    now: datetime,
    day: date,
) -> frozenset[str]:
    if not ids:
        return frozenset()
    asked = {"ids": sorted(ids), "now": now, "consent_day": day}
    asked |= {"scope_all": False, "scope_regions": [region]}
    return frozenset(row["id"] for row in await reader.rows(cypher, asked))


def unless_stopped(field: str, apply: Apply) -> Apply:
    """`apply`, refused if the processing of a child named in this field has been stopped."""

    async def checked(work: Work) -> None:
        by_region: defaultdict[str, list[str]] = defaultdict(list)
        for child in work.all(field):
            by_region[child.region].append(child.id)
        for region, ids in by_region.items():
            await _refuse(work, field, region, ids)
        await apply(work)

    return checked


async def _refuse(work: Work, field: str, region: str, ids: list[str]) -> None:
    day = await day_in(work.writer, region, work.at)
    asked = work.actor.parameters(ids=ids, now=work.at, consent_day=day)
    stopped = (await work.writer.single(STOPPED, asked))["stopped"]
    if stopped:
        raise StepError(
            field,
            f"Согласие отозвано или в нём отказано (участников: {stopped} из {len(ids)}): "
            "обрабатывать их данные нельзя. Уберите их или внесите новое согласие.",
        )
