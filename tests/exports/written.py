"""Writing a report into memory, in a format by its name."""

from __future__ import annotations

import io

from exports import Made, format_of
from queries.report.table import Report
from tests.exports.sample import MADE


def written(report: Report, name: str, made: Made = MADE) -> io.BytesIO:
    out = io.BytesIO()
    format_of(name).write(report, made, out)
    assert not out.closed
    out.seek(0)
    return out
