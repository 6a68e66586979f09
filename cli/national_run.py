"""All twelve reports of every region and of the country, as files: long, and resumable.

A region's report is written and forgotten; what the country's needs of it is kept on the disk. A
file counts as made while it is what was written.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import anyio.to_thread
from anyio import CapacityLimiter, create_task_group

from cli.national_state import Done, Run, begun, sha256_of
from cli.progress import Advance, bar_or_lines
from cli.report_files import ACTOR, USER, standing, when, write_file
from exports import format_of, made_now
from exports.naming import clean_name, report_name
from exports.telling import local
from graph.errors import InputError, first_of_group
from graph.opening import open_graph
from graph.session import Graph, Reader
from graph.settings import settings
from queries import clock
from queries.report.forms import form_of, forms
from queries.report.making import RUSSIA, Regional, Wanted, country, places, regional
from queries.report.table import Place, Report

AT_ONCE: Final = 2
"""Regions at one moment: a small machine has two cores, and each region keeps one busy."""


@dataclass(frozen=True, slots=True)
class NationalOrder:
    """What `orientir reports country` was asked for; `as_of` is a text as of all commands."""

    folder: Path
    as_of: str | None
    campaign: str | None
    format: str
    public: bool

    @property
    def differs_by(self) -> dict[str, Any]:
        """What tells this run from others, but its moment."""
        folder = str(self.folder.absolute())
        own = {"campaign": self.campaign, "format": self.format, "public": self.public}
        return {"folder": folder, **own}


@dataclass(slots=True)
class _Tally:
    """Of one form: files that are there, those made now, and seconds of reading and writing."""

    files: int = 0
    made: int = 0
    seconds: float = 0.0

    @contextmanager
    def timed(self) -> Iterator[None]:
        begin = time.monotonic()
        yield
        self.seconds += time.monotonic() - begin
        self.made += 1
        self.files += 1


async def run(order: NationalOrder) -> dict[str, Any]:
    """Make what is missing; what was made, with seconds, by form."""
    format_of(order.format)
    own = settings()
    async with open_graph(own) as graph:
        known = begun(own.home, order.differs_by, order.as_of, await clock.now(graph))
        return await _Work(graph, order, known).done()


@dataclass(slots=True)
class _Work:
    graph: Graph
    order: NationalOrder
    run: Run
    _tallies: dict[int, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    _without: set[str] = field(default_factory=set)

    async def done(self) -> dict[str, Any]:
        begin = time.monotonic()
        of = await self.graph.read(partial(places, actor=ACTOR))
        with bar_or_lines("Отчёты", len(forms()) * (len(of) + 1)) as advance:
            await self._regions(of, advance)
            for form in forms():
                await self._country(form, of)
                advance()
        self.run.end()
        return self._told(len(of), time.monotonic() - begin)

    async def _regions(self, of: list[Place], advance: Advance) -> None:
        limiter = CapacityLimiter(AT_ONCE)

        async def make(place: Place) -> None:
            async with limiter:
                for form in forms():
                    await self._region(form, place)
                    advance()

        with first_of_group():
            async with create_task_group() as group:
                for place in of:
                    group.start_soon(make, place)

    async def _region(self, form: int, place: Place) -> None:
        """Make a region's file, unless it is there as it was written."""
        wanted = self._wanted(form)
        path = self._path(wanted, place)
        if await self._is_there(form, place, path):
            return
        try:
            with self._tallies[form].timed():
                made, told = await self.graph.read(partial(_read, wanted=wanted, place=place))
                sha256 = await self._write(told, wanted, path)
        except _TakesNoPartError:
            self._without.add(place.id)
            self.run.keep(form, place.id, Done("", None))
        else:
            self.run.keep(form, place.id, Done(sha256, made.totals()))

    async def _country(self, form: int, of: list[Place]) -> None:
        """Make the country's file, unless it is there and no region's has been made anew."""
        wanted, tally = self._wanted(form), self._tallies[form]
        path = self._path(wanted, RUSSIA)
        if not tally.made and await self._is_there(form, RUSSIA, path):
            return
        with tally.timed():
            known = (self.run.done(form, place.id) for place in of)
            report = country(wanted, (one.totals for one in known if one and one.totals))
            read = partial(standing, report=report, public=wanted.public)
            sha256 = await self._write(await self.graph.read(read), wanted, path)
        self.run.keep(form, RUSSIA.id, Done(sha256, None))

    async def _is_there(self, form: int, place: Place, path: Path) -> bool:
        known = self.run.done(form, place.id)
        if known is None:
            return False
        if not known.sha256:
            self._without.add(place.id)
            return True
        if await anyio.to_thread.run_sync(sha256_of, path) != known.sha256:
            return False
        self._tallies[form].files += 1
        return True

    async def _write(self, report: Report, wanted: Wanted, path: Path) -> str:
        made = made_now(USER, datetime.now(UTC), wanted)
        await anyio.to_thread.run_sync(write_file, report, made, self.order.format, path)
        return await anyio.to_thread.run_sync(sha256_of, path)

    def _wanted(self, form: int) -> Wanted:
        moment = when(self.run.as_of, self.run.now)
        return Wanted(form, moment, self.order.campaign, public=self.order.public)

    def _path(self, wanted: Wanted, place: Place) -> Path:
        on = local(wanted.when(place.zone), place.clock).date()
        name = report_name(wanted.form, form_of(wanted.form).title, place.name, on)
        suffix = format_of(self.order.format).suffix
        return self.order.folder.absolute() / clean_name(place.name) / f"{name}{suffix}"

    def _told(self, regions: int, seconds: float) -> dict[str, Any]:
        return {
            "folder": str(self.order.folder.absolute()),
            "as_of": self.run.as_of or self.run.now,
            "regions": regions,
            "without": sorted(self._without),
            "seconds": round(seconds, 1),
            "forms": [
                {
                    "form": form.number,
                    "title": form.title,
                    "files": self._tallies[form.number].files,
                    "made": self._tallies[form.number].made,
                    "seconds": round(self._tallies[form.number].seconds, 1),
                }
                for form in forms().values()
            ],
        }


class _TakesNoPartError(Exception):
    """The region owes no report."""


async def _read(reader: Reader, wanted: Wanted, place: Place) -> tuple[Regional, Report]:
    """A region's report, and as its file tells it."""
    try:
        made = await regional(reader, wanted, place)
    except InputError as error:
        raise _TakesNoPartError from error
    return made, await standing(reader, made.told, public=wanted.public)
