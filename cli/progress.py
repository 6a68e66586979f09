"""How far long work is: a bar on a terminal; elsewhere silence, or a line every few seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from cli.output import say

LINE_SECONDS: Final = 5.0
Advance = Callable[[], None]
"""Told after each step."""
Reach = Callable[[str, int], None]
"""Told what is being done, and how many rows of it are."""


@contextmanager
def bar(title: str, total: int) -> Iterator[Advance]:
    """Silent unless somebody looks at a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda: progress.advance(task)


@contextmanager
def rows_bar(total: int) -> Iterator[Reach]:
    """Silent unless somebody looks at a terminal; for work that goes over `total` rows."""
    if not sys.stderr.isatty():
        yield lambda title, rows: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Left

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Left())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Читаю", total=total)

        def reach(title: str, rows: int) -> None:
            progress.update(task, description=title, completed=rows)

        yield reach


@contextmanager
def bar_or_lines(title: str, total: int) -> Iterator[Advance]:
    """For work of minutes: a log hears of it too, of its last step always."""
    if not sys.stderr.isatty():
        yield _Lines(title, total).advance
        return
    with bar(title, total) as advance:
        yield advance


class _Lines:
    def __init__(self, title: str, total: int) -> None:
        self._title, self._total = title, total
        self._done, self._told_at = 0, time.monotonic()

    def advance(self) -> None:
        self._done += 1
        if self._done == self._total or time.monotonic() - self._told_at >= LINE_SECONDS:
            self._told_at = time.monotonic()
            say(f"{self._title}: {self._done} из {self._total}")
