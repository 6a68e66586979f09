"""The terms that hold in a region on a day: the campaign's, overridden by the region's own.

Source: clauses 5.2–5.4 and 6.2 leave every «своевременно» to the curator: terms are data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

from graph.errors import InputError
from graph.model.campaign import DEFAULT_TERMS, TermKind, TermUnit
from graph.policy.calendar import CALENDAR, COVERED_YEARS, due_end, local_day
from graph.session import Reader, Row

REGION = "MATCH (r:Region {id: $region}) RETURN r.zone AS zone"

# A region scans the campaign that began last; after its end its duties go on. The region's own term
# comes last, so that it replaces the campaign's; among equals the newest.
MOMENTS = """
UNWIND $regions AS id
MATCH (r:Region {id: id})
CALL (r) {
  MATCH (r)-[part:TAKES_PART]->(c:Campaign)
  WHERE part.from <= date(datetime({datetime: $as_of, timezone: r.zone}))
  RETURN c ORDER BY c.starts_on DESC, c.id LIMIT 1
}
RETURN r.id AS region, r.zone AS zone, c.id AS campaign, c.starts_on AS starts_on,
  c.ends_on AS ends_on, COLLECT {
    MATCH (d:Deadline)-[:OF_CAMPAIGN]->(c)
    OPTIONAL MATCH (d)-[:OVERRIDES_IN]->(own:Region)
    WITH d, own WHERE (own IS NULL OR own = r) AND coalesce(d.set_at <= $as_of, true)
    WITH d, own ORDER BY own IS NOT NULL, d.set_at, d.id
    RETURN {kind: d.kind, amount: d.amount, unit: d.unit, on_day: d.on_day}
  } AS deadlines
ORDER BY region
"""

_BACKWARDS = frozenset({TermKind.PACKAGE_BEFORE, TermKind.POSTED_BEFORE, TermKind.REPORT_DRAFT})
"""Terms that end so long before a day, not after it."""
_BY_DAY = (TermKind.POSTED_BEFORE, TermKind.ANSWER_WITHIN, TermKind.APPEAL_DRAFT)
_AROUND = timedelta(days=75)
_LONGEST = timedelta(days=150)


@dataclass(frozen=True, slots=True)
class Term:
    """So many units, or one day for all; `kind` says of what."""

    kind: TermKind
    amount: int | None
    unit: TermUnit | None
    on_day: date | None

    def due(self, since: date, region: str) -> date | None:
        """The last day on time of what began (or, for a term before, begins) on `since`."""
        if self.on_day is not None:
            return self.on_day
        if self.amount is None or self.unit not in (TermUnit.WORKING_DAYS, TermUnit.DAYS):
            return None
        amount = -self.amount if self.kind in _BACKWARDS else self.amount
        if self.unit is TermUnit.DAYS:
            return since + timedelta(days=amount)
        return CALENDAR.add_working_days(since, amount, region) if amount else since

    def late_day(self, day: date, region: str) -> date | None:
        """The last day such that what began on it is overdue on `day`; None if nothing can be."""
        since = day + _LONGEST if self.kind in _BACKWARDS else day
        for _ in range(2 * _LONGEST.days):
            due = self.due(since, region)
            if due is None:
                return None
            if due < day:
                return since
            since -= timedelta(days=1)
        return None


@dataclass(frozen=True)
class Moment:
    """A region at an instant: what every pattern is asked with."""

    region: str
    zone: str
    campaign: str
    starts_on: date
    ends_on: date
    as_of: datetime
    day: date
    terms: Mapping[TermKind, Term]

    @classmethod
    def of(cls, row: Row, as_of: datetime) -> Self:
        """Of what MOMENTS answers of a region; terms that a campaign has not set are the usual."""
        return cls(
            region=row["region"],
            zone=row["zone"],
            campaign=row["campaign"],
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            as_of=as_of,
            day=local_day(as_of, ZoneInfo(row["zone"])),
            terms=_defaults() | {TermKind(one["kind"]): _term(one) for one in row["deadlines"]},
        )

    def needed(self, cypher: str) -> dict[str, Any]:
        """Those of the parameters that a pattern may name which this text does name."""
        return {name: make(self) for name, make in _PARAMETERS.items() if f"${name}" in cypher}

    def due(self, kind: TermKind, since: date | datetime) -> date | None:
        """The last day of a term counted from a day, or from an instant's day in the region."""
        day = local_day(since, ZoneInfo(self.zone)) if isinstance(since, datetime) else since
        return self.terms[kind].due(day, self.region)

    @cached_property
    def amounts(self) -> dict[str, int]:
        return {k.value: t.amount for k, t in self.terms.items() if t.amount is not None}

    @cached_property
    def dues(self) -> dict[str, date]:
        """Last days counted from the campaign's start, of terms that count working days."""
        found = {
            kind.value: term.due(self.starts_on, self.region)
            for kind, term in self.terms.items()
            if term.unit is TermUnit.WORKING_DAYS or term.on_day is not None
        }
        return {kind: due for kind, due in found.items() if due is not None}

    @cached_property
    def late_days(self) -> dict[str, date]:
        found = {k.value: t.late_day(self.day, self.region) for k, t in self.terms.items()}
        return {kind: day for kind, day in found.items() if day is not None}

    @cached_property
    def late(self) -> dict[str, datetime]:
        zone = ZoneInfo(self.zone)
        return {kind: due_end(day, zone) for kind, day in self.late_days.items()}

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Every day of the known calendar that a term or practicum of the campaign may fall on."""
        last = max(self.ends_on, self.day) + _AROUND
        first = self.starts_on - _AROUND
        every = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return tuple(day for day in every if day.year in COVERED_YEARS)

    @cached_property
    def by(self) -> dict[str, dict[str, date | None]]:
        return {
            kind.value: {day.isoformat(): self.due(kind, day) for day in self.days}
            for kind in _BY_DAY
        }

    @cached_property
    def days_off(self) -> list[str]:
        return [d.isoformat() for d in self.days if not CALENDAR.is_working_day(d, self.region)]


_PARAMETERS: dict[str, Callable[[Moment], Any]] = {
    "region": lambda at: at.region,
    "zone": lambda at: at.zone,
    "campaign": lambda at: at.campaign,
    "starts_on": lambda at: at.starts_on,
    "ends_on": lambda at: at.ends_on,
    "as_of": lambda at: at.as_of,
    "day": lambda at: at.day,
    "unit": lambda _: None,
    "due": lambda at: at.dues,
    "amount": lambda at: at.amounts,
    "late": lambda at: at.late,
    "late_day": lambda at: at.late_days,
    "by": lambda at: at.by,
    "days_off": lambda at: at.days_off,
}


async def moment(reader: Reader, region: str, as_of: datetime) -> Moment | None:
    """The region's terms at `as_of`; None while no campaign has begun there.

    InputError if there is no such region.
    """
    await zone_of(reader, region)
    return (await moments(reader, [region], as_of)).get(region)


async def moments(reader: Reader, regions: Iterable[str], as_of: datetime) -> dict[str, Moment]:
    """The terms of those of these regions where a campaign has begun, by region."""
    asked = {"regions": sorted(set(regions)), "as_of": as_of}
    return {row["region"]: Moment.of(row, as_of) for row in await reader.rows(MOMENTS, asked)}


async def zone_of(reader: Reader, region: str) -> str:
    """The IANA zone a region lives by; InputError if there is no such region."""
    found = await reader.rows(REGION, {"region": region})
    if not found:
        raise InputError(f"Нет региона с кодом {region}. Код — вида RU-TA (ISO 3166-2).")
    return str(found[0]["zone"])


async def day_in(reader: Reader, region: str, as_of: datetime) -> date:
    """The region's day at an instant."""
    return local_day(as_of, ZoneInfo(await zone_of(reader, region)))


def _defaults() -> dict[TermKind, Term]:
    """Terms of a campaign that has set none of its own."""
    return {term.kind: Term(term.kind, term.amount, term.unit, None) for term in DEFAULT_TERMS}


def _term(row: Row) -> Term:
    unit = TermUnit(row["unit"]) if row["unit"] else None
    return Term(TermKind(row["kind"]), row["amount"], unit, row["on_day"])
