"""Who gets messages: their addresses, the roles that last at a moment, the clock of their day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, LiteralString
from zoneinfo import ZoneInfo

from graph.model.account import Role
from graph.policy.calendar import CALENDAR, local_day
from graph.session import Reader
from queries.scope import Actor

MOSCOW: Final = "Europe/Moscow"

# A role counts on the region's own calendar day, as in queries.scope.
RECIPIENTS: LiteralString = """
MATCH (p:Person) WHERE p.id IN $ids
RETURN p.id AS id, coalesce(p.email, '') AS email, coalesce(p.telegram, '') AS telegram,
  EXISTS {
    MATCH (p)-[w:WORKS_FOR]->(:Operator)
    WHERE w.heads_curators AND w.from <= date($moment)
      AND (w.to IS NULL OR date($moment) < w.to)
  } AS head,
  COLLECT {
    MATCH (p)-[k:CURATES|COORDINATES]->(r:Region)
    WITH k, r, date(datetime({datetime: $moment, timezone: r.zone})) AS today
    WHERE k.from <= today AND (k.to IS NULL OR today < k.to)
    RETURN DISTINCT [type(k), r.id, r.zone] AS post ORDER BY post
  } AS posts
ORDER BY id
"""

_ROLES: Final = {"CURATES": Role.CURATOR, "COORDINATES": Role.COORDINATOR}


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person; `posts` are the roles held now, each with its region, "" for all regions.

    `zone` (IANA) and `calendar` (a region, None for the federal days off) are those of their day.
    """

    id: str
    email: str
    telegram: str
    posts: frozenset[tuple[Role, str]]
    zone: str
    calendar: str | None

    def day(self, moment: datetime) -> date:
        """The person's own day at a moment."""
        return local_day(moment, ZoneInfo(self.zone))

    def works_on(self, day: date) -> bool:
        """Whether it is a working day there; CalendarError for a year that isn't known."""
        return CALENDAR.is_working_day(day, self.calendar)

    def holds(self, role: Role | None, region: str) -> bool:
        """Whether they have this role in the region; None means any role there."""
        return any(role in (None, held) and place in ("", region) for held, place in self.posts)

    def actor(self) -> Actor:
        """The same person as one who reads: own regions, nothing to change."""
        roles = {role for role, _ in self.posts}
        everything = Role.HEAD in roles
        role = next((r for r in (Role.HEAD, Role.CURATOR) if r in roles), Role.COORDINATOR)
        regions = frozenset(region for _, region in self.posts if region)
        return Actor("delivery", role, self.id, everything, regions, read_only=True)


async def recipients(reader: Reader, ids: Iterable[str], moment: datetime) -> dict[str, Recipient]:
    """These people as they are at `moment`, by id; ids that don't exist are left out.

    Curators and heads live by Moscow and the federal calendar, coordinators by their region.
    """
    rows = await reader.rows(RECIPIENTS, {"ids": sorted(set(ids)), "moment": moment})
    return {
        row["id"]: _recipient(row["id"], row["email"], row["telegram"], row["head"], row["posts"])
        for row in rows
    }


def _recipient(
    id_: str, email: str, telegram: str, head: bool, posts: list[list[str]]
) -> Recipient:
    held = {(_ROLES[kind], region) for kind, region, _ in posts}
    if head:
        held.add((Role.HEAD, ""))
    here = [(zone, region) for kind, region, zone in posts if kind == "COORDINATES"]
    federal = head or len(here) < len(posts) or not here
    zone, calendar = (MOSCOW, None) if federal else here[0]
    return Recipient(id_, email, telegram, frozenset(held), zone, calendar)
