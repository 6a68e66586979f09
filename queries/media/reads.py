"""A file as a viewer may get it, and whether anybody may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

from graph.policy.consent import ConsentFacts, ConsentState, consent_state_on, images_allowed_on
from graph.session import Reader, Row
from queries.media.errors import NoPlaceError
from queries.scope import Actor

FILES: LiteralString = """
MATCH (m:MediaFile)-[:SHOWS]->(p:Practicum)
WHERE m.id IN $media AND ($scope_all OR m.region IN $scope_regions)
  AND p.region = m.region
  AND m.removed_at IS NULL AND m.uploaded_at <= $moment
MATCH (r:Region {region: m.region})
RETURN m.id AS id, m.region AS region, coalesce(m.sha256, '') AS sha256,
  coalesce(m.size_bytes, 0) AS size, coalesce(m.content_type, '') AS content_type,
  m.uploaded_at AS uploaded_at, r.zone AS zone,
  EXISTS { (m)-[:DEPICTS]->() } AS shows_children
"""

# One row a consent of a child in the picture; one with nulls for a child without any.
CONSENTS: LiteralString = """
MATCH (m:MediaFile)
WHERE m.id IN $media AND ($scope_all OR m.region IN $scope_regions)
MATCH (m)-[:DEPICTS]->(child)
OPTIONAL MATCH (child)<-[:FOR_CHILD]-(c)
WHERE coalesce(c.recorded_at <= $moment, true)
RETURN m.id AS media, child.id AS child, c.purposes AS purposes, c.given_on AS given_on,
  c.valid_until AS valid_until, c.refused_on AS refused_on, c.withdrawn_at AS withdrawn_at,
  NOT EXISTS { (c)-[:SIGNED_BY]->(:Guardian) } OR EXISTS {
    MATCH (c)-[:SIGNED_BY]->()-[g:GUARDIAN_OF]->(child)
    WHERE g.legal AND g.from <= c.given_on AND (c.given_on < g.to OR g.to IS NULL)
  } AS by_representative
"""

PRACTICUM: LiteralString = """
MATCH (p:Practicum {id: $practicum})
WHERE ($scope_all OR p.region IN $scope_regions)
RETURN p.id AS id
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """What is needed to give a file away; without `sha256` it is kept elsewhere."""

    id: str
    region: str
    sha256: str
    size: int
    content_type: str
    uploaded_at: datetime
    zone: str
    shows_children: bool


async def check_place(reader: Reader, actor: Actor, practicum: str) -> None:
    """NoPlaceError if there is no such practicum within scope."""
    if not await reader.rows(PRACTICUM, actor.parameters(practicum=practicum)):
        raise NoPlaceError


async def stored(reader: Reader, actor: Actor, media: str, moment: datetime) -> Stored | None:
    """The file behind a node; None out of scope, removed, or kept elsewhere."""
    found = await listed(reader, actor, [media], moment)
    return next((file for file in found if file.sha256), None)


async def listed(
    reader: Reader, actor: Actor, media: Sequence[str], moment: datetime
) -> list[Stored]:
    """Those of these files that are within scope and not removed, wherever they are kept."""
    rows = await reader.rows(FILES, actor.parameters(media=list(media), moment=moment))
    return [Stored(**row) for row in rows]


async def may_be_shown(reader: Reader, actor: Actor, file: Stored, moment: datetime) -> bool:
    """Whether every child in the file may be shown now: see `shown`."""
    return file.id in await shown(reader, actor, [file], moment)


async def shown(
    reader: Reader, actor: Actor, files: Sequence[Stored], moment: datetime
) -> set[str]:
    """The ids of those files in which every child may be shown now: see `hidden_children`."""
    return {file.id for file in files} - (
        await hidden_children(reader, actor, files, moment)
    ).keys()


async def hidden_children(
    reader: Reader, actor: Actor, files: Sequence[Stored], moment: datetime
) -> dict[str, list[str]]:
    """The children that may not be shown now, by the file they are in; files without any are out.

    As rule R22 finds it: a consent covered images on the day of upload and has not been refused or
    withdrawn since. Source: clause 5.4.7.
    """
    asked = {file.id: file for file in files if file.shows_children}
    children: dict[tuple[str, str], list[ConsentFacts]] = defaultdict(list)
    for row in await reader.rows(CONSENTS, actor.parameters(media=sorted(asked), moment=moment)):
        zone = ZoneInfo(asked[row["media"]].zone)
        children[row["media"], row["child"]].append(_facts(row, zone))
    hidden: dict[str, list[str]] = defaultdict(list)
    for (media, child), consents in children.items():
        if not _any_covers(consents, asked[media], moment):
            hidden[media].append(child)
    return dict(hidden)


def _any_covers(consents: Sequence[ConsentFacts], file: Stored, moment: datetime) -> bool:
    zone = ZoneInfo(file.zone)
    uploaded_on = file.uploaded_at.astimezone(zone).date()
    today = moment.astimezone(zone).date()
    return any(_covers(facts, uploaded_on, today) for facts in consents)


def _covers(facts: ConsentFacts, uploaded_on: date, today: date) -> bool:
    taken_back = consent_state_on(facts, today) in (ConsentState.REFUSED, ConsentState.WITHDRAWN)
    return images_allowed_on(facts, uploaded_on) and not taken_back


def _facts(row: Row, zone: ZoneInfo) -> ConsentFacts:
    withdrawn: datetime | None = row["withdrawn_at"]
    facts: dict[str, Any] = {n: row[n] for n in ("given_on", "valid_until", "refused_on")}
    return ConsentFacts(
        **facts,
        withdrawn_on=withdrawn and withdrawn.astimezone(zone).date(),
        signed_by_representative=row["by_representative"],
        covers_images="images" in (row["purposes"] or ()),
    )
