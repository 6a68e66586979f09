"""Builds a report from the graph: the rows of each part, the numbers of measures, the totals.

The country's report has a line a region: each region's totals, read one region after another.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

from graph.errors import InputError
from graph.policy.calendar import due_end, local_day
from graph.session import Reader, Row
from queries.measures.compiling import counting
from queries.measures.declaration import Dimension, Figure, Given, shared_format
from queries.measures.p_health import steps_told
from queries.report.country import of_country, totals_only
from queries.report.disclosing import by_health_in_steps
from queries.report.filling import Numbers, lines_of, totals_of
from queries.report.forms import form_of
from queries.report.layout import Form, PartLayout, Shows
from queries.report.table import (
    NO_DATA,
    NOT_APPLICABLE,
    Part,
    Place,
    Report,
    Summary,
    Summing,
    counted,
    ratio,
)

PLACE: LiteralString = """
MATCH (r:Region {id: $region})
RETURN r.id AS id, r.name AS name, r.zone AS zone
"""
# The named campaign, or else the one that began last in the region by that day.
CAMPAIGN: LiteralString = """
MATCH (:Region {id: $region})-[part:TAKES_PART]->(c:Campaign)
WHERE CASE WHEN $campaign IS NULL THEN part.from <= $day ELSE c.id = $campaign END
RETURN c.id AS id, c.name AS name, c.starts_on AS starts_on
ORDER BY c.starts_on DESC, id LIMIT 1
"""
REGIONS: LiteralString = """
MATCH (r:Region) WHERE $regions IS NULL OR r.id IN $regions
RETURN r.id AS id ORDER BY r.name, id
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report is asked for: of a region, or of the country (None).

    Without a campaign the region's latest one that has begun by `as_of`; without a period all of it
    up to that day. `as_of` is UTC; what was recorded later is not known.
    """

    form: int
    region: str | None
    as_of: datetime
    campaign: str | None = None
    period_from: date | None = None
    period_to: date | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Where and when a report of one region is: everything its statements are asked with."""

    place: Place
    campaign: str
    campaign_name: str
    day: date
    period_from: date
    period_to: date
    as_of: datetime

    @property
    def parameters(self) -> dict[str, Any]:
        """Days and instants of the region's own zone; see queries.measures.declaration."""
        zone = ZoneInfo(self.place.zone)
        return {
            "region": self.place.id,
            "zone": self.place.zone,
            "campaign": self.campaign,
            "as_of": self.as_of,
            "day": self.day,
            "from": self.period_from,
            "to": self.period_to,
            "since": datetime.combine(self.period_from, time(), zone).astimezone(UTC),
            "until": due_end(self.period_to, zone).astimezone(UTC),
        }


async def build_report(
    reader: Reader, asked: Asked, regions: Collection[str] | None = None
) -> Report:
    """The report as the graph knew it at `as_of`.

    The country's is of `regions` only, if they are given. InputError for an unknown form, region,
    or campaign, a region without one, or a period that ends before it begins.
    """
    form = form_of(asked.form)
    if asked.region is not None:
        return await _of_region(reader, form, await frame_of(reader, asked))
    made = [totals_only(one) async for one in _each(reader, asked, regions)]
    if not made:
        raise InputError("Ни в одном регионе ещё не началась кампания: отчёта нет.")
    return of_country(form, made)


async def frame_of(reader: Reader, asked: Asked) -> Frame:
    """The place, the campaign and the days of a region's report; InputError as `build_report`."""
    found = await reader.rows(PLACE, {"region": asked.region})
    if not found:
        raise InputError(f"Нет региона с кодом {asked.region}. Код — вида RU-TA (ISO 3166-2).")
    place = Place(**found[0])
    day = local_day(asked.as_of, ZoneInfo(place.zone))
    given = {"region": place.id, "campaign": asked.campaign, "day": day}
    campaigns = await reader.rows(CAMPAIGN, given)
    if not campaigns:
        raise InputError(f"{place.name}: на {day:%d.%m.%Y} нет кампании, о которой отчитываться.")
    campaign = campaigns[0]
    first = asked.period_from or campaign["starts_on"]
    last = asked.period_to or max(day, first)
    if last < first:
        raise InputError(f"Период кончается {last:%d.%m.%Y}, раньше начала {first:%d.%m.%Y}.")
    return Frame(place, campaign["id"], campaign["name"], day, first, last, asked.as_of)


async def _each(
    reader: Reader, asked: Asked, regions: Collection[str] | None
) -> AsyncIterator[Report]:
    chosen = None if regions is None else sorted(regions)
    form = form_of(asked.form)
    for row in await reader.rows(REGIONS, {"regions": chosen}):
        try:
            frame = await frame_of(reader, replace(asked, region=row["id"]))
        except InputError:
            continue  # a region that takes no part in the campaign owes nothing
        yield await _of_region(reader, form, frame)


async def _of_region(reader: Reader, form: Form, frame: Frame) -> Report:
    parts = tuple([await _part(reader, layout, frame) for layout in form.parts])
    made = Report(
        form.number,
        form.title,
        form.clause,
        frame.place,
        frame.campaign,
        frame.campaign_name,
        frame.period_from,
        frame.period_to,
        frame.as_of,
        await _summary(reader, form, frame),
        parts,
    )
    return by_health_in_steps(made) if form.health else made


async def _summary(reader: Reader, form: Form, frame: Frame) -> Summary:
    fact = counted(await _number(reader, form.main, frame))
    if form.plan is None:
        return Summary(form.main.measure.title, fact, NOT_APPLICABLE, NOT_APPLICABLE)
    constants = dict(form.parts[0].constants)
    found = await reader.rows(form.plan, frame.parameters | constants)
    plan = counted(found[0]["plan"]) if found else NO_DATA
    done = fact if form.against is None else counted(await _number(reader, form.against, frame))
    return Summary(form.main.measure.title, fact, plan, ratio(done, plan))


async def _number(reader: Reader, figure: Figure, frame: Frame) -> int:
    (row,) = await _counted(reader, [figure], (), frame)
    return int(row["numbers"][0])


async def _counted(
    reader: Reader, figures: Sequence[Figure], by: Sequence[Dimension], frame: Frame
) -> list[Row]:
    compiled = counting(figures, by)
    return await reader.rows(compiled.statement, frame.parameters | compiled.parameters)


Pass = tuple[str, Given | None]


async def _part(reader: Reader, layout: PartLayout, frame: Frame) -> Part:
    rows = await reader.rows(layout.rows, frame.parameters | dict(layout.constants))
    numbers: Numbers = {}
    own: dict[str, Any] = {}
    for figures in _by_population(layout.shows).values():
        asked = [show.figure for show in figures if show.figure is not None]
        for row in await _counted(reader, asked, layout.by, frame):
            _put(numbers.setdefault(tuple(row["key"]), {}), figures, row["numbers"])
        apart = [show for show in figures if show.column.summing is Summing.OWN]
        if layout.by and apart:
            alone = [show.figure for show in apart if show.figure is not None]
            (whole,) = await _counted(reader, alone, (), frame)
            _put(own, apart, whole["numbers"])
    await _put_steps(reader, layout.shows, frame, numbers)
    lines = lines_of(layout, rows, numbers)
    columns = tuple(show.column for show in layout.shows)
    return Part(layout.key, layout.title, columns, lines, totals_of(layout.shows, lines, own))


async def _put_steps(
    reader: Reader, shows: Sequence[Shows], frame: Frame, numbers: Numbers
) -> None:
    cohorts = tuple(show.cohorts for show in shows if show.cohorts is not None)
    if not cohorts:
        return
    for column, groups in (await steps_told(reader, frame.parameters, cohorts)).items():
        for group, step in groups.items():
            numbers.setdefault((group,), {})[column] = step


def _by_population(shows: Sequence[Shows]) -> dict[Pass, list[Shows]]:
    """What one pass counts: what is of one population, and of one format or of all of them."""
    found: dict[Pass, list[Shows]] = {}
    for show in shows:
        if show.figure is not None:
            key = (show.figure.measure.population.name, shared_format([show.figure]))
            found.setdefault(key, []).append(show)
    return found


def _put(into: dict[str, Any], shows: Sequence[Shows], numbers: Sequence[Any]) -> None:
    into.update({show.column.key: number for show, number in zip(shows, numbers, strict=True)})
