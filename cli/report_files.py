"""Reports into files of a folder, each whole or not there at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import anyio.to_thread

from cli.progress import Advance, bar
from cli.whole_file import whole_file
from exports import Made, file_name, format_of, made_now
from exports.archive import MediaEntry, entries_of, write_archive
from exports.naming import media_name
from flows.moment import moment
from graph.errors import InputError
from graph.model.account import Role
from graph.session import Graph, Reader
from graph.settings import Settings
from queries import clock
from queries.audit.writing import BY_COMMAND
from queries.media.writes import note_views
from queries.report import media
from queries.report.comparing import beside_accepted
from queries.report.making import (
    Regional,
    Wanted,
    country_read,
    for_publication,
    places,
    regional,
)
from queries.report.table import Place, Report
from queries.report.versions import frozen
from queries.scope import Actor
from store import FileStore, open_store

USER: Final = "командная строка"
ACTOR: Final = Actor(BY_COMMAND, Role.HEAD, None, everything=True, regions=frozenset())

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """What to make, and where; formats and forms in order. `region` None: the country."""

    forms: tuple[int, ...]
    region: str | None
    as_of: str | None
    campaign: str | None
    period_from: date | None
    period_to: date | None
    formats: tuple[str, ...]
    public: bool
    folder: Path

    def wanted(self, form: int, now: datetime) -> Wanted:
        """One of the forms; a day of `as_of` ends by each region's clock."""
        days = self.period_from, self.period_to
        return Wanted(form, when(self.as_of, now), self.campaign, *days, public=self.public)


def when(as_of: str | None, now: datetime) -> partial[datetime]:
    """The moment of a text by a zone's clock: see queries.report.making.When."""
    return partial(_moment, as_of, now)


def _moment(as_of: str | None, now: datetime, zone: str) -> datetime:
    return moment(as_of, zone, now)


async def place_of(graph: Graph, region: str) -> Place:
    """A region by its id; InputError if there is none."""
    found = await graph.read(partial(places, actor=ACTOR, region=region))
    if not found:
        raise InputError(
            f"В графе нет региона {region}. Код пишется по ISO 3166-2, например RU-TA; "
            "список: orientir scan --list."
        )
    return found[0]


async def make_files(graph: Graph, order: Order) -> list[Row]:
    """A file for each form and format; what was made, in order."""
    for name in order.formats:
        format_of(name)
    now = await clock.now(graph)
    rows: list[Row] = []
    with bar("Отчёты", len(order.forms)) as advance:
        for form in order.forms:
            wanted = order.wanted(form, now)
            report = await _report(graph, wanted, order.region)
            rows += await _written(report, made_now(USER, datetime.now(UTC), wanted), order)
            advance()
    return rows


async def _report(graph: Graph, wanted: Wanted, region: str | None) -> Report:
    if region is None:
        of = await graph.read(partial(places, actor=ACTOR))
        report = await country_read(graph, wanted, of)
    else:
        place = await place_of(graph, region)
        made: Regional = await graph.read(partial(regional, wanted=wanted, place=place))
        report = made.told
    return await graph.read(partial(standing, report=report, public=wanted.public))


async def standing(reader: Reader, report: Report, *, public: bool) -> Report:
    """The report with where it stands and its last accepted number; for publication without."""
    return report if public else (await beside_accepted(reader, ACTOR, report)).report


async def make_version(graph: Graph, order: Order, version_id: str) -> list[Row]:
    """The files of a frozen version, with where it stands now; InputError if there is none."""
    for name in order.formats:
        format_of(name)
    now = await clock.now(graph)
    report = await graph.read(partial(frozen, actor=ACTOR, id_=version_id, as_of=now))
    if report is None:
        raise InputError(f"Нет версии отчёта «{version_id}», или в ней нет данных.")
    wanted = replace(order, region=None).wanted(report.form, now)
    if order.public:
        report = await graph.read(partial(for_publication, report=report))
    return await _written(report, made_now(USER, datetime.now(UTC), wanted), order)


async def _written(report: Report, made: Made, order: Order) -> list[Row]:
    rows = []
    for name in order.formats:
        path = (order.folder / file_name(report, format_of(name))).absolute()
        await anyio.to_thread.run_sync(write_file, report, made, name, path)
        rows.append(
            {
                "form": report.form,
                "title": report.title,
                "place": report.place.id,
                "as_of": report.as_of,
                "format": name,
                "file": str(path),
            }
        )
    return rows


def write_file(report: Report, made: Made, format_name: str, path: Path) -> None:
    """Write a report as a file; blocking."""
    with whole_file(path) as out:
        format_of(format_name).write(report, made, out)


async def make_media(graph: Graph, order: Order, settings: Settings) -> Row:
    """The archive of photo and video beside report 12 of a region, with a list of what is in it."""
    assert order.region is not None  # noqa: S101 - the command has refused it
    now = await clock.now(graph)
    place, wanted = await place_of(graph, order.region), order.wanted(media.FORM, now)
    work = partial(media.files, actor=ACTOR, wanted=wanted, place=place, moment=now)
    found = await graph.read(work)
    noted = [one.id for one in found if one.shows_children and not one.withheld]
    # Before a byte is given: what can't be remembered is not given.
    note = partial(note_views, actor=ACTOR, media=noted, region=place.id, at=now)
    await graph.write(note)
    name = media_name(place, wanted.when(place.zone))
    path = (order.folder / name).absolute()
    with bar("Фото и видео", len(found)) as advance, whole_file(path) as out:
        opening = _Opening(open_store(settings), advance)
        await write_archive(entries_of(found), opening, datetime.now(UTC), out)
    given = sum(not one.withheld for one in found)
    return {"form": media.FORM, "title": path.stem, "place": place.id, "format": "zip",
            "file": str(path), "files": len(found), "given": given}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Opening:
    """Opens a file of the store and tells that it has."""

    files: FileStore
    advance: Advance

    async def __call__(self, entry: MediaEntry) -> AsyncIterator[bytes]:
        self.advance()
        return await self.files.read(entry.sha256, 0, entry.size)
