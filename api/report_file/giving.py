"""GET /reports/…: a report as a file, to whoever may see its region; every one is written down.

A region out of sight answers as one that doesn't exist. Files are made in threads, few at a time,
and go out from the disk.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from functools import partial
from typing import IO, Final, cast

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.report_file.asking import only, public, wanted
from api.system import system
from exports import Format, Made, content_disposition, file_name, format_of, made_now
from exports.naming import plain_name
from graph.errors import AccessError
from graph.model.account import Role
from graph.session import Reader
from queries.report.comparing import beside_accepted
from queries.report.given import Given, note_given
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

AT_ONCE: Final = 2
"""Files made at one moment: a small machine has two cores, and each file keeps one busy."""

_PIECE: Final = 65_536
# A name of an adult is not for programs: see Person.fullName of the access table.
_NAMING: Final = frozenset({9, 10, 12})


class NamesError(AccessError):
    """A program asked for a report that names people."""

    def __init__(self) -> None:
        super().__init__("В этом отчёте названы люди: программам он не отдаётся.")


async def give(request: Request) -> Response:
    """The report as the graph knows it, of a region or of all that the viewer sees."""
    who = await viewer(request)
    kind = format_of(request.path_params["format"])
    asked = wanted(request.path_params["form"], request.query_params, who.now)
    _check_names(who, asked.form)
    region = request.query_params.get("region") or None
    report, filters = await _read(request, who, asked, region)
    made = made_now(who.login, system(request).clock(), asked, filters)
    return await _file(request, who, report, made, kind, asked.public)


async def give_version(request: Request) -> Response:
    """A version as it was frozen, with where it stands now."""
    who = await viewer(request)
    kind = format_of(request.path_params["format"])
    only(request.query_params, frozenset({"public"}))
    hidden = public(request.query_params)

    async def read(reader: Reader) -> Report:
        report = await frozen(reader, who.actor, request.path_params["version"], who.now)
        if report is None:
            raise MissingError
        return await for_publication(reader, report) if hidden else report

    report = await system(request).graph.read(read)
    _check_names(who, report.form)
    told = {"Для публикации": "числа детей ступенями" if hidden else ""}
    made = made_now(who.login, system(request).clock(), more=told)
    return await _file(request, who, report, made, kind, hidden)


async def place_of(request: Request, who: Viewer, region: str) -> Place:
    """A region that the viewer sees; MissingError for any other."""
    found = await system(request).graph.read(partial(places, actor=who.actor, region=region))
    if not found:
        raise MissingError
    return found[0]


def _check_names(who: Viewer, form: int) -> None:
    if who.actor.role is Role.AUTOMATION and form in _NAMING:
        raise NamesError


async def _read(
    request: Request, who: Viewer, asked: Wanted, region: str | None
) -> tuple[Report, dict[str, str]]:
    """The report, and what its file must tell of the viewer's sight."""
    graph = system(request).graph
    told: dict[str, str] = {}
    if region is None:
        seen = await graph.read(partial(places, actor=who.actor))
        report = await country_read(graph, asked, seen)
        if not who.actor.everything:
            told = {"Регионы": f"только видимые вам, {len(seen)}"}
    else:
        place = await place_of(request, who, region)
        made: Regional = await graph.read(partial(regional, wanted=asked, place=place))
        report = made.told
    if not asked.public:
        read = partial(beside_accepted, actor=who.actor, report=report)
        report = (await graph.read(read)).report
    return report, told


async def _file(
    request: Request, who: Viewer, report: Report, made: Made, kind: Format, hidden: bool
) -> Response:
    out = await _written(request, report, made, kind)
    size = out.seek(0, 2)
    out.seek(0)
    given = Given(report.form, report.place.id, kind.name, report.as_of, hidden)
    # Before a byte is given: what can't be remembered is not given.
    await system(request).graph.write(partial(note_given, actor=who.actor, given=given, at=who.now))
    name = content_disposition(file_name(report, kind), plain_name(report, kind))
    headers = {"Content-Disposition": name, "Content-Length": str(size)}
    return StreamingResponse(_pieces(out), headers=headers, media_type=kind.content_type)


async def _written(request: Request, report: Report, made: Made, kind: Format) -> IO[bytes]:
    """A file without a name: it is gone when nobody reads it any more."""
    out = tempfile.TemporaryFile(prefix="orientir-")  # noqa: SIM115 - closed when it is sent
    try:
        write = partial(kind.write, report, made, out)
        await anyio.to_thread.run_sync(write, limiter=_limiter(request.app))
    except BaseException:
        out.close()
        raise
    return out


async def _pieces(out: IO[bytes]) -> AsyncIterator[bytes]:
    with out:
        while piece := await anyio.to_thread.run_sync(out.read, _PIECE):
            yield piece


def _limiter(app: Starlette) -> CapacityLimiter:
    if not hasattr(app.state, "report_files"):
        app.state.report_files = CapacityLimiter(AT_ONCE)
    return cast("CapacityLimiter", app.state.report_files)
