"""A report beside the last accepted one, and two states of a report beside each other.

Reads on behalf of a viewer: a version out of scope is as one that isn't there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final, LiteralString

from graph.errors import InputError
from graph.session import Graph, Reader
from queries.report.building import build_report
from queries.report.moved import Difference, compare
from queries.report.table import NO_DATA, Cell, Life, Report, State, Summary, counted
from queries.report.versions import asked_again, frozen, version
from queries.scope import Actor

NEWEST: Final[LiteralString] = """
MATCH (d:ReportDuty {form: $form, region: $region})-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign})
WHERE $scope_all OR d.region IN $scope_regions
MATCH (d)<-[:ANSWERS]-(v:ReportVersion) WHERE v.region = d.region AND v.as_of <= $as_of
RETURN v.id AS id ORDER BY d.period_to DESC, v.number DESC, id LIMIT 1
"""
# A region's last accepted version, whichever period of the campaign it was of.
ACCEPTED: Final[LiteralString] = """
MATCH (d:ReportDuty {form: $form})-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign})
WHERE ($scope_all OR d.region IN $scope_regions) AND d.region IN $regions
MATCH (d)<-[:ANSWERS]-(v:ReportVersion)
WHERE v.region = d.region AND v.as_of <= $as_of AND v.accepted_at <= $as_of
WITH d.region AS region, v ORDER BY v.accepted_at DESC, v.id
WITH region, collect({id: v.id, total: v.total})[0] AS last
RETURN region, last.id AS id, last.total AS total ORDER BY region
"""
_KNOWN: Final = (State.VALUE, State.ZERO)


@dataclass(frozen=True, slots=True)
class Compared:
    """A report with where it stands; `accepted` is the id of the version it is compared to.

    Of the country's report there is no such version.
    """

    report: Report
    accepted: str | None


async def beside_accepted(reader: Reader, actor: Actor, report: Report) -> Compared:
    """The report with its life and with the last accepted number at its moment.

    The country's number is known once a version of each of its regions is accepted.
    """
    regions = _regions(report)
    given = {"form": report.form, "campaign": report.campaign, "as_of": report.as_of}
    rows = await reader.rows(ACCEPTED, actor.parameters(**given, regions=regions))
    known = [row["total"] for row in rows if row["total"] is not None]
    accepted = counted(sum(known)) if known and len(known) == len(regions) else NO_DATA
    told = replace(report, summary=_with(report.summary, accepted))
    if report.place.is_country:
        return Compared(told, None)
    life = await _life(reader, actor, report)
    return Compared(replace(told, life=life), rows[0]["id"] if rows else None)


async def _life(reader: Reader, actor: Actor, report: Report) -> Life:
    asked = actor.parameters(
        form=report.form, region=report.place.id, campaign=report.campaign, as_of=report.as_of
    )
    rows = await reader.rows(NEWEST, asked)
    if not rows:
        return report.life
    newest = await version(reader, actor, rows[0]["id"], report.as_of)
    return newest.life if newest else report.life


def _regions(report: Report) -> list[str]:
    """Of which regions a report is: the country's has a line for each in one part at least."""
    if not report.place.is_country:
        return [report.place.id]
    for part in report.parts:
        if part.columns[0].key == "region":
            return [line.key[0] for line in part.lines]
    return []


def _with(summary: Summary, accepted: Cell) -> Summary:
    fact = summary.fact
    change = NO_DATA
    if fact.state in _KNOWN and accepted.state in _KNOWN:
        change = counted(_number(fact) - _number(accepted))
    return replace(summary, accepted=accepted, change=change)


def _number(cell: Cell) -> float:
    return cell.value if isinstance(cell.value, int | float) else 0


@dataclass(frozen=True, slots=True)
class Point:
    """A state of a report: what a version said, or what the graph says of a moment."""

    as_of: datetime
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of one report and where they differ."""

    then: Report
    now: Report
    differences: list[Difference]


async def compare_points(graph: Graph, actor: Actor, then: Point, now: Point) -> Comparison | None:
    """Where a version differs from another, or from the graph at a moment; None out of scope.

    InputError for two moments, and for versions of different reports.
    """
    old, new = [await _frozen(graph, actor, point) for point in (then, now)]
    known = old or new
    if known is None and not (then.version or now.version):
        raise InputError("Назовите версию отчёта или kind — № отчёта.")
    if known is None or (then.version and old is None) or (now.version and new is None):
        return None
    before = old or await _again(graph, known, then)
    after = new or await _again(graph, known, now)
    return compared(before, after)


def compared(then: Report, now: Report) -> Comparison:
    """Two states side by side; InputError if they are of different reports."""
    if (then.form, then.place.id) != (now.form, now.place.id):
        raise InputError("Сравнить можно две версии одного отчёта одного региона.")
    return Comparison(then, now, compare(then, now))


async def _frozen(graph: Graph, actor: Actor, point: Point) -> Report | None:
    if point.version is None:
        return None
    return await graph.read(partial(frozen, actor=actor, id_=point.version, as_of=point.as_of))


async def _again(graph: Graph, known: Report, point: Point) -> Report:
    return await graph.read(partial(build_report, asked=asked_again(known, point.as_of)))
