"""Asking for reports: made now of any moment, frozen in versions, compared; who is in time.

Plain resolvers over queries.report: these fields are not compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Annotated

import strawberry

from api.context import Context, Info
from api.field import resolved
from api.moment import instant
from api.report.edition import (
    AtMoment,
    ReportComparison,
    ReportEdition,
    differences,
    edition,
)
from api.report.owed import OwedReport, owed_report
from api.report.table import view
from api.report.timeliness import ReportTimeliness, timely
from api.report.types import Report
from queries.report import versions
from queries.report.building import Asked
from queries.report.comparing import (
    Compared,
    Comparison,
    Point,
    beside_accepted,
    compare_points,
    compared,
)
from queries.report.making import Regional, Wanted, country_read, places, regional
from queries.report.owed import owed
from queries.report.table import Cell, State
from queries.report.table import Report as Table
from queries.report.timeliness import timeliness
from queries.report.versions import asked_again

Kind = Annotated[int, strawberry.argument(description="№ отчёта, от 1 до 12")]
Where = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="регион; пусто — страна в пределах видимых регионов"),
]


@strawberry.input(description="Состояние отчёта: его версия или то, что граф говорит о моменте")
class ReportPoint:
    version: strawberry.ID | None = strawberry.field(
        default=None, description="id версии; пусто — тот же отчёт по графу"
    )
    as_of: datetime | None = strawberry.field(default=None, description="момент; пусто — сейчас")


@strawberry.type
class ReportQuery:
    @resolved("отчёт за период на момент; null, если региона нет среди видимых")
    async def report(
        self,
        info: Info,
        kind: Kind,
        region: Where = None,
        campaign: strawberry.ID | None = None,
        period_from: date | None = None,
        period_to: date | None = None,
        as_of: AtMoment = None,
        for_publication: Annotated[
            bool, strawberry.argument(description="без чисел, по которым узнают ребёнка")
        ] = False,
    ) -> Report | None:
        at = _moment(info.context, as_of)
        named = str(campaign) if campaign else None
        wanted = Wanted(kind, _always(at), named, period_from, period_to, for_publication)
        place = str(region) if region else None
        table = await _made(info.context, wanted, place)
        return None if table is None else await _shown(info.context, table, wanted)

    @resolved("все версии отчёта по обязанности, первая сначала; пусто, если её не видно")
    async def report_editions(
        self, info: Info, duty: strawberry.ID, as_of: AtMoment = None
    ) -> list[ReportEdition]:
        actor, at = info.context.actor, _moment(info.context, as_of)
        read = partial(versions.versions, actor=actor, duty=str(duty), as_of=at)
        return [edition(row, at) for row in await info.context.graph.read(read)]

    @resolved("версия отчёта с замороженными числами; null, если её не видно")
    async def report_edition(
        self, info: Info, id: strawberry.ID, as_of: AtMoment = None
    ) -> ReportEdition | None:
        actor, at = info.context.actor, _moment(info.context, as_of)
        read = partial(versions.version, actor=actor, id_=str(id), as_of=at)
        row = await info.context.graph.read(read)
        return None if row is None else edition(row, at)

    @resolved(
        "чем отличаются версии отчёта, версия и граф, или — с kind — два момента; "
        "null, если версию или регион не видно"
    )
    async def compare_reports(
        self,
        info: Info,
        then: Annotated[ReportPoint, strawberry.argument(name="from")],
        now: Annotated[ReportPoint, strawberry.argument(name="to")],
        kind: Annotated[
            int | None, strawberry.argument(description="№ отчёта, если версии не названы")
        ] = None,
        region: Where = None,
        campaign: strawberry.ID | None = None,
        period_from: date | None = None,
        period_to: date | None = None,
    ) -> ReportComparison | None:
        context = info.context
        old, new = _point(context, then), _point(context, now)
        if kind is None or old.version or new.version:
            found = await compare_points(context.graph, context.actor, old, new)
        else:
            named = str(campaign) if campaign else None
            wanted = Wanted(kind, _always(old.as_of), named, period_from, period_to)
            place = str(region) if region else None
            before = await _made(context, wanted, place)
            after = await _made(context, replace(wanted, when=_always(new.as_of)), place)
            found = compared(before, after) if before and after else None
        return None if found is None else _comparison(context, found)

    @resolved("отчёты, которые должны регионы за кампанию: по регионам, новый период сначала")
    async def owed_reports(
        self,
        info: Info,
        campaign: strawberry.ID,
        region: strawberry.ID | None = None,
        kind: int | None = None,
        period_to: date | None = None,
        as_of: AtMoment = None,
    ) -> list[OwedReport]:
        context = info.context
        read = partial(
            owed,
            actor=context.actor,
            campaign=str(campaign),
            as_of=_moment(context, as_of),
            region=str(region or ""),
            form=kind or 0,
            period_to=period_to,
        )
        return [owed_report(row) for row in await context.graph.read(read)]

    @resolved("в срок ли отчёты кампании: по регионам и координаторам")
    async def timeliness(
        self,
        info: Info,
        campaign: strawberry.ID,
        region: strawberry.ID | None = None,
        as_of: AtMoment = None,
    ) -> list[ReportTimeliness]:
        context = info.context
        read = partial(
            timeliness,
            actor=context.actor,
            campaign=str(campaign),
            as_of=_moment(context, as_of),
            region=str(region or ""),
        )
        return [timely(row) for row in await context.graph.read(read)]


def _always(at: datetime) -> Callable[[str], datetime]:
    """The same moment in every zone."""
    return lambda _zone: at


def _moment(context: Context, given: datetime | None) -> datetime:
    return instant(given) if given else context.now


def _point(context: Context, given: ReportPoint) -> Point:
    version = str(given.version) if given.version else None
    return Point(_moment(context, given.as_of), version)


async def _made(context: Context, wanted: Wanted, region: str | None) -> Table | None:
    """The report; None if the viewer sees no such region."""
    found = await context.graph.read(partial(places, actor=context.actor, region=region))
    if region is None:
        return await country_read(context.graph, wanted, found)
    if not found:
        return None
    made: Regional = await context.graph.read(partial(regional, wanted=wanted, place=found[0]))
    return made.told


async def _shown(context: Context, table: Table, wanted: Wanted) -> Report:
    """Beside the accepted version and open; for publication neither."""
    if wanted.public:
        hidden = replace(table.summary, accepted=Cell(State.HIDDEN), change=Cell(State.HIDDEN))
        told = replace(table, summary=hidden)
        return Report(view=view(context, told, None), accepted_version=None)
    read = partial(beside_accepted, actor=context.actor, report=table)
    beside: Compared = await context.graph.read(read)
    asked = _asked(beside.report)
    if table.place.is_country:
        # Each region's own days, as they were when its line was made.
        days = wanted.period_from, wanted.period_to
        asked = Asked(table.form, None, table.as_of, wanted.campaign, *days)
    return Report(view=view(context, beside.report, asked), accepted_version=beside.accepted)


def _asked(table: Table) -> Asked:
    return asked_again(table, table.as_of)


def _comparison(context: Context, found: Comparison) -> ReportComparison:
    then = view(context, found.then, None if found.then.place.is_country else _asked(found.then))
    now = view(context, found.now, None if found.now.place.is_country else _asked(found.now))
    return ReportComparison(
        then=Report(view=then, accepted_version=None),
        now=Report(view=now, accepted_version=None),
        differences=differences(then, now, found.differences),
    )
