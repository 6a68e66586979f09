"""Any spreadsheet, safely, into raw rows.

A file is inspected before a parser sees it and parsed in a child process with bounds on memory,
time and everything it could reach. Cells come out as they stand: what they mean, which row is the
header and what is wrong with a value are not this room's business.
"""

from imports.reading.file import Reading, Row, SheetInfo, read
from imports.reading.limits import LIMITS, Limits
from imports.reading.refusal import Refusal, RefusedFileError

__all__ = [
    "LIMITS",
    "Limits",
    "Reading",
    "Refusal",
    "RefusedFileError",
    "Row",
    "SheetInfo",
    "read",
]
