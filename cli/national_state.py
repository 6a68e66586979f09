"""What a run of all reports has done: kept until the next one, so that a killed run goes on.

In the system's own folder of data, not beside the files: totals here are exact.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from datetime import date, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import orjson

from cli.whole_file import whole_file
from queries.report.freezing import freeze, thaw
from queries.report.making import Regional

_MANIFEST: Final = "run.json"


@dataclass(frozen=True, slots=True)
class Done:
    """A file that was written, by its hash ("" where there is no report), and a region's totals."""

    sha256: str
    totals: Regional | None


@dataclass(frozen=True, slots=True)
class Run:
    """A run of one moment: `as_of` as a person wrote it, `now` for what they didn't write."""

    folder: Path
    as_of: str | None
    now: datetime

    def done(self, form: int, place: str) -> Done | None:
        """What is known of a report's file; None if it isn't made, or half of the record is."""
        try:
            return _done(orjson.loads(self._file(form, place).read_bytes()))
        except (OSError, ValueError, KeyError):
            return None

    def keep(self, form: int, place: str, done: Done) -> None:
        """Remember that a file is written, after it is."""
        _write(self._file(form, place), _packed(done))

    def end(self) -> None:
        """All is made: the next run without a moment is of its own."""
        _write(self.folder / _MANIFEST, _manifest(self.as_of, self.now, ended=True))

    def _file(self, form: int, place: str) -> Path:
        return self.folder / f"{form:02}-{place}.json"


def begun(home: Path, asked: dict[str, Any], as_of: str | None, now: datetime) -> Run:
    """The run that was cut off, if it is of the same moment or none is named; else a new one.

    `asked` is all that makes runs different but their moment.
    """
    told = orjson.dumps(asked | {"program": metadata.version("orientir")})
    folder = home.expanduser().absolute() / "report-runs" / hashlib.sha256(told).hexdigest()[:16]
    known = _read(folder / _MANIFEST)
    if known is not None and _goes_on(known, as_of):
        return Run(folder, known["as_of"], datetime.fromisoformat(known["now"]))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    _write(folder / _MANIFEST, _manifest(as_of, now, ended=False))
    return Run(folder, as_of, now)


def _goes_on(known: dict[str, Any], as_of: str | None) -> bool:
    return not known["ended"] if as_of is None else bool(as_of == known["as_of"])


def sha256_of(path: Path) -> str:
    """The hash of a file, in hex; "" if it can't be read. Blocking."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _manifest(as_of: str | None, now: datetime, *, ended: bool) -> dict[str, Any]:
    return {"as_of": as_of, "now": now.isoformat(), "ended": ended}


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = orjson.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write(path: Path, value: dict[str, Any]) -> None:
    with whole_file(path) as out:
        out.write(orjson.dumps(value))


def _packed(done: Done) -> dict[str, Any]:
    if done.totals is None:
        return {"sha256": done.sha256}
    totals = done.totals
    told = None if totals.told == totals.whole else freeze(totals.told)
    begins = totals.campaign_from.isoformat()
    return {"sha256": done.sha256, "whole": freeze(totals.whole), "told": told, "begins": begins}


def _done(packed: dict[str, Any]) -> Done:
    if "whole" not in packed:
        return Done(packed["sha256"], None)
    whole = thaw(packed["whole"])
    told = thaw(packed["told"]) if packed["told"] else whole
    return Done(packed["sha256"], Regional(whole, told, date.fromisoformat(packed["begins"])))
