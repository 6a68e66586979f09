"""What a format of a report's files is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from exports.made import Made
from queries.report.table import Report

Write = Callable[[Report, Made, BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name, which is also the end of a file's name; `title` is for people.

    `write` is plain blocking code: servers run it in a thread.
    """

    name: str
    title: str
    content_type: str
    write: Write

    @property
    def suffix(self) -> str:
        return f".{self.name}"
