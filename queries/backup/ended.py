"""Whose processing has ended, kept beside the copies: a copy made before doesn't know of it.

Without this a graph put back from an older copy would show a child again whose consent was
withdrawn since, and nothing would ever destroy it: the withdrawal is not in that copy. A file a
region, of ids and days alone. Source: clause 5.2.3; 152-ФЗ, art. 21, part 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Final, LiteralString
from zoneinfo import ZoneInfo

import orjson

from graph.errors import InputError
from graph.server.disk import translated
from graph.session import Graph, Row, Writer
from queries.audit.writing import BY_SCHEDULE, Subject, record_all
from queries.backup.file import ELSEWHERE, write_whole
from queries.changes.versions import bump
from queries.retention.due import ended
from queries.rules.terms import zone_of

ACTION: Final = "stop_processing"
_PREFIX: Final = "ended-"
_SUFFIX: Final = ".json"

# Whoever has consented again since, on that day or later, is known by it and left alone.
STOP: LiteralString = """
UNWIND $ended AS one
MATCH (s:Student {id: one.id, region: $region})
WHERE s.processing_stopped_at IS NULL AND NOT EXISTS {
  MATCH (s)<-[:FOR_CHILD]-(c:Consent) WHERE c.given_on >= one.on
}
SET s.processing_stopped_at = one.at
RETURN s.id AS id, one.at AS at ORDER BY id
"""


async def keep_ended(graph: Graph, folder: Path, region: str, now: datetime) -> None:
    """Stop again what the file of a region knows to have ended, then write the file anew.

    Before anything is destroyed: what is destroyed must be known outside of the graph.
    """
    await stop_ended(graph, folder, region, now, BY_SCHEDULE)
    found = await graph.read(lambda reader: ended(reader, region, now))
    _write(folder, region, {child: one.on for child, one in found.items()})


async def stop_ended(
    graph: Graph, folder: Path, region: str, now: datetime, made_by: str
) -> tuple[str, ...]:
    """The children of a region that this graph still processed though it had ended: no longer."""
    known = _read(folder, region)
    if not known:
        return ()
    zone = ZoneInfo(await graph.read(lambda reader: zone_of(reader, region)))
    rows: list[Row] = [
        {"id": child, "on": on, "at": datetime.combine(on, time.min, zone).astimezone(UTC)}
        for child, on in sorted(known.items())
    ]
    return await graph.write(partial(_stop, region=region, known=rows, now=now, made_by=made_by))


def regions_of(folder: Path) -> list[str]:
    """The regions that a folder of copies knows such children of."""
    found = folder.glob(f"{_PREFIX}*{_SUFFIX}")
    return sorted(path.name.removeprefix(_PREFIX).removesuffix(_SUFFIX) for path in found)


async def _stop(
    writer: Writer, region: str, known: list[Row], now: datetime, made_by: str
) -> tuple[str, ...]:
    # What this graph knows to have ended needs no second end.
    here = await ended(writer, region, now)
    asked = {"region": region, "ended": [row for row in known if row["id"] not in here]}
    rows = await writer.rows(STOP, asked)
    subjects = [
        Subject("Student", row["id"], after={"processing_stopped_at": row["at"]}) for row in rows
    ]
    await bump(writer, [("Student", row["id"]) for row in rows])
    await record_all(writer, made_by, now, ACTION, region, subjects)
    return tuple(row["id"] for row in rows)


def _file(folder: Path, region: str) -> Path:
    return folder / f"{_PREFIX}{region}{_SUFFIX}"


def _read(folder: Path, region: str) -> dict[str, date]:
    path = _file(folder, region)
    try:
        told = orjson.loads(path.read_bytes())
        return {child: date.fromisoformat(on) for child, on in told.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError) as error:
        raise InputError(
            f"Файл {path} не читается: по нему данные, чья обработка прекращена, не вернулись бы "
            "из копии. Верните его или удалите, если копии старше него не нужны."
        ) from error


def _write(folder: Path, region: str, ended: Mapping[str, date]) -> None:
    with translated(folder, ELSEWHERE):
        write_whole(_file(folder, region), orjson.dumps(ended, option=orjson.OPT_SORT_KEYS))
