"""The terms that hold in a region on a day: the campaign's, overridden by the region's own.

Source: clauses 5.2–5.4 and 6.2 leave every «своевременно» to the curator: terms are data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from graph.errors import InputError
from graph.model.campaign import DEFAULT_TERMS, TermUnit
from graph.policy.calendar import CALENDAR, local_day
from graph.session import Reader, Row

REGION = "MATCH (r:Region {id: $region}) RETURN r.zone AS zone"

# A region scans the campaign that began last; after its end its duties go on.
CAMPAIGN = """
MATCH (:Region {id: $region})-[part:TAKES_PART]->(c:Campaign)
WHERE part.from <= $day
RETURN c.id AS id, c.starts_on AS starts_on
ORDER BY c.starts_on DESC, id LIMIT 1
"""

# The region's own term comes last, so that it replaces the campaign's; among equals the newest.
DEADLINES = """
MATCH (d:Deadline)-[:OF_CAMPAIGN]->(:Campaign {id: $campaign})
OPTIONAL MATCH (d)-[:OVERRIDES_IN]->(r:Region)
WITH d, r WHERE (r IS NULL OR r.id = $region) AND coalesce(d.set_at <= $as_of, true)
RETURN d.kind AS kind, d.amount AS amount, d.unit AS unit, d.on_day AS on_day
ORDER BY r IS NOT NULL, d.set_at, d.id
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """A region at an instant: what every pattern is asked with."""

    region: str
    zone: str
    campaign: str
    as_of: datetime
    day: date
    due: dict[str, date]
    amount: dict[str, int]

    def parameters(self) -> dict[str, Any]:
        return {
            "region": self.region,
            "zone": self.zone,
            "campaign": self.campaign,
            "as_of": self.as_of,
            "day": self.day,
            "due": self.due,
            "amount": self.amount,
        }


async def moment(reader: Reader, region: str, as_of: datetime) -> Moment | None:
    """The region's terms at `as_of`; None while no campaign has begun there.

    InputError if there is no such region.
    """
    found = await reader.rows(REGION, {"region": region})
    if not found:
        raise InputError(f"Нет региона с кодом {region}. Код — вида RU-TA (ISO 3166-2).")
    zone = str(found[0]["zone"])
    day = local_day(as_of, ZoneInfo(zone))
    campaigns = await reader.rows(CAMPAIGN, {"region": region, "day": day})
    if not campaigns:
        return None
    campaign = campaigns[0]
    rows = await reader.rows(
        DEADLINES, {"campaign": campaign["id"], "region": region, "as_of": as_of}
    )
    terms = _defaults() | {row["kind"]: row for row in rows}
    due = {k: d for k, t in terms.items() if (d := _due(t, campaign["starts_on"], region))}
    amount = {k: int(t["amount"]) for k, t in terms.items() if t["amount"] is not None}
    return Moment(region, zone, campaign["id"], as_of, day, due, amount)


def _defaults() -> dict[str, Row]:
    """Terms of a campaign that has set none of its own."""
    return {
        term.kind.value: {"amount": term.amount, "unit": term.unit.value, "on_day": None}
        for term in DEFAULT_TERMS
    }


def _due(term: Row, start: date, region: str) -> date | None:
    """The term's last day counted from the campaign's start; None for a number of people."""
    if term["on_day"] is not None:
        return date.fromisoformat(term["on_day"].isoformat())
    if term["unit"] == TermUnit.WORKING_DAYS:
        return CALENDAR.add_working_days(start, int(term["amount"]), region)
    return None
