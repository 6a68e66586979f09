"""A report as pages for print and for keeping, set by Typst.

Its fonts come with the package, so a page looks the same on every machine. Texts reach the page as
data and are never read as markup; nothing is written to the disk, nothing fetched.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC
from typing import BinaryIO, Final

from exports import typesetting
from exports.format import Format
from exports.made import Made
from exports.pages import pages
from exports.telling import local
from queries.report.table import Report

_MOST_TAGGED: Final = 8_000
"""Cells up to which pages are marked up for screen readers: marks are twenty times the text."""

_SECONDS: Final = 300


def write_pdf(report: Report, made: Made, out: BinaryIO) -> None:
    """Write the pages: upright if the widest table fits, else on their side."""
    cells = sum(len(part.columns) * len(part.lines) for part in report.parts)
    order = {
        "report": pages(report, made),
        "made_at": int(local(made.made_at, UTC).timestamp()),
        "tagged": cells <= _MOST_TAGGED,
    }
    out.write(_typeset(json.dumps(order, ensure_ascii=False).encode()))


FORMAT: Final = Format("pdf", "PDF", "application/pdf", write_pdf)


def _typeset(order: bytes) -> bytes:
    # Isolated: modules beside the program, such as csv, must not stand for Python's own.
    command = [sys.executable, "-I", typesetting.__file__]
    done = subprocess.run(  # noqa: S603 - our own program
        command, input=order, capture_output=True, timeout=_SECONDS, check=False
    )
    if done.returncode:
        # What it says of the failure may quote the report.
        raise RuntimeError(f"Typst ended with {done.returncode}")
    return done.stdout
