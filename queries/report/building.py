"""Builds a report from the graph: the rows of each part, the numbers of measures, the totals.

The country's report has a line a region: each region's totals, read one region after another.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any, Final, LiteralString
from zoneinfo import ZoneInfo

from graph.errors import InputError
from graph.policy.calendar import due_end, local_day
from graph.session import Reader, Row
from queries.measures.compiling import counting
from queries.measures.declaration import Dimension, Figure, Given, shared_format
from queries.measures.p_health import steps_told
from queries.report.disclosing import by_health_in_steps
from queries.report.forms import form_of
from queries.report.layout import Form, PartLayout, Shows
from queries.report.table import (
    COUNTRY,
    NO_DATA,
    NOT_APPLICABLE,
    Cell,
    Column,
    Kind,
    Line,
    Part,
    Place,
    Report,
    State,
    Summary,
    Summing,
    Value,
    counted,
    ratio,
    told,
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
CAPITAL: Final = "Europe/Moscow"


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
Numbers = dict[tuple[Value | None, ...], dict[str, Any]]


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
    lines = _lines(layout, rows, numbers)
    columns = tuple(show.column for show in layout.shows)
    return Part(layout.key, layout.title, columns, lines, _totals(layout.shows, lines, own))


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


def _lines(layout: PartLayout, rows: Sequence[Row], numbers: Numbers) -> tuple[Line, ...]:
    """A line a row, in the rows' order, then one for what was counted of none of them."""
    lines = []
    for row in rows:
        key = tuple(row["key"])
        cells = _cells(layout.shows, row, numbers.pop(key, {}))
        lines.append(Line(tuple("" if one is None else str(one) for one in key), cells))
    strays: dict[str, Any] = {}
    for found in numbers.values():
        for name, number in found.items():
            strays[name] = strays.get(name, 0) + (number or 0)
    if layout.stray and any(strays.values()):
        first = layout.shows[0].column.key
        lines.append(Line(("",), _cells(layout.shows, {first: layout.stray}, strays)))
    return tuple(lines)


def _cells(
    shows: Sequence[Shows], row: Mapping[str, Any], numbers: Mapping[str, Any]
) -> tuple[Cell, ...]:
    cells: dict[str, Cell] = {}
    for show in shows:
        column = show.column
        if show.figure is not None or show.cohorts is not None:
            cells[column.key] = counted(numbers.get(column.key) or 0)
        elif show.derive is None and column.ratio is None:
            said = row.get(column.key)
            cells[column.key] = counted(said) if column.kind is Kind.NUMBER else told(said)
    _fill(shows, cells)
    return tuple(cells[show.column.key] for show in shows)


def _fill(shows: Sequence[Shows], cells: dict[str, Cell]) -> None:
    """What is made of other cells of the same row, and what nobody has told yet."""
    for show in shows:
        if cells.get(show.column.key, NO_DATA).state is State.ZERO:
            zeros = (cell for key, cell in show.unless if cells[key].state is State.ZERO)
            cells[show.column.key] = next(zeros, cells[show.column.key])
    for show in shows:
        if show.derive is not None:
            cells[show.column.key] = show.derive(cells)
    for show in shows:
        if show.column.ratio is not None:
            part, whole = show.column.ratio
            cells[show.column.key] = ratio(cells[part], cells[whole])


def _totals(
    shows: Sequence[Shows], lines: Sequence[Line], own: Mapping[str, Any]
) -> tuple[Cell, ...]:
    cells: dict[str, Cell] = {}
    for place, show in enumerate(shows):
        column = show.column
        if column.summing is Summing.OWN and column.key in own:
            cells[column.key] = counted(own[column.key] or 0)
        else:
            cells[column.key] = _sum(column, [line.cells[place] for line in lines])
    _fill([show for show in shows if show.derive is None], cells)
    return tuple(cells[show.column.key] for show in shows)


PROTECTED: Final = (State.AT_LEAST, State.HIDDEN)


def _sum(column: Column, cells: Sequence[Cell]) -> Cell:
    """What is known adds up; of nothing known there is no sum, and of no rows it is zero."""
    if column.summing is Summing.NONE:
        return NOT_APPLICABLE
    known = [float(cell.value) for cell in cells if isinstance(cell.value, int | float)]
    if any(cell.state in PROTECTED for cell in cells):
        lows = [cell.value for cell in cells if cell.state is State.AT_LEAST]
        low = sum(value for value in lows if isinstance(value, int))
        return Cell(State.AT_LEAST, low) if low else Cell(State.HIDDEN)
    if cells and not known:
        return cells[0] if len({cell.state for cell in cells}) == 1 else NO_DATA
    total = float(sum(known))
    return counted(int(total) if total.is_integer() else total)


def of_country(form: Form, made: Sequence[Report]) -> Report:
    """A line a region: its totals. Every record belongs to one region, so they all add up."""
    parts = tuple(
        _join(place, made) if layout.same_everywhere else _fold(place, made)
        for place, layout in enumerate(form.parts)
    )
    first = made[0]
    fact = _sum(_SUMMED, [one.summary.fact for one in made])
    plan = _sum(_SUMMED, [one.summary.plan for one in made]) if form.plan else NOT_APPLICABLE
    return replace(
        first,
        place=Place(COUNTRY, "Российская Федерация", CAPITAL),
        period_from=min(one.period_from for one in made),
        period_to=max(one.period_to for one in made),
        summary=Summary(first.summary.title, fact, plan, ratio(fact, plan)),
        parts=parts,
    )


_SUMMED: Final = Column("", "", summing=Summing.SUM)
_REGION: Final = Column("region", "Регион", Kind.TEXT)
_LINES: Final = Column("lines", "Строк в отчёте региона", Kind.NUMBER, summing=Summing.SUM)


def totals_only(report: Report) -> Report:
    """All that `of_country` needs of a region's report: rows without cells where totals suffice."""
    pairs = zip(report.parts, form_of(report.form).parts, strict=True)
    parts = (
        part if layout.same_everywhere else replace(part, lines=(Line((), ()),) * len(part.lines))
        for part, layout in pairs
    )
    return replace(report, parts=tuple(parts))


def _fold(place: int, made: Sequence[Report]) -> Part:
    part = made[0].parts[place]
    kept = [n for n, column in enumerate(part.columns) if column.summing is not Summing.NONE]
    columns = [_alone(part.columns[n]) for n in kept]
    lines = []
    for report in made:
        own = report.parts[place]
        cells = (told(report.place.name), *(own.totals[n] for n in kept))
        lines.append(Line((report.place.id,), (*cells, counted(len(own.lines)))))
    every = (_REGION, *columns, _LINES)
    shows = tuple(Shows(column) for column in every)
    return Part(part.key, part.title, every, tuple(lines), _totals(shows, lines, {}))


def _join(place: int, made: Sequence[Report]) -> Part:
    """The same rows as in every region, each with what all regions have of it."""
    first = made[0].parts[place]
    columns = tuple(_alone(column) for column in first.columns)
    same: dict[tuple[str, ...], list[Line]] = {}
    for report in made:
        for line in report.parts[place].lines:
            same.setdefault(line.key, []).append(line)
    lines = tuple(
        Line(
            key,
            tuple(
                # What doesn't add up over the rows of a region does over the regions of a row.
                _sum(_SUMMED, [line.cells[n] for line in found])
                if column.kind is Kind.NUMBER
                else found[0].cells[n]
                for n, column in enumerate(first.columns)
            ),
        )
        for key, found in same.items()
    )
    totals = tuple(
        _sum(column, [report.parts[place].totals[n] for report in made])
        for n, column in enumerate(columns)
    )
    return Part(first.key, first.title, columns, lines, totals)


def _alone(column: Column) -> Column:
    """A region's total of its own adds up with those of the others."""
    own = column.summing is Summing.OWN
    return replace(column, summing=Summing.SUM) if own else column
