"""How far the load of a network is: a bar on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cli.output import say

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

LINE_SECONDS = 5.0


class LoadProgress:
    """Counts what is written and tells nobody; speeds are means since the start."""

    def __init__(
        self, regions: int, students: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._regions, self._students, self._clock = regions, students, clock
        self._begun = clock()
        self._regions_done, self._students_done = 0, 0.0
        self.rows = 0

    def written(self, rows: int, students: float) -> None:
        self.rows += rows
        self._students_done += students

    def region_done(self, region: str, rows: int) -> None:
        self._regions_done += 1

    @property
    def seconds(self) -> float:
        return self._clock() - self._begun

    @property
    def share(self) -> float:
        """The part of all students that is written, at most 1."""
        return min(self._students_done / self._students, 1.0)

    @property
    def regions(self) -> str:
        return f"регионов {self._regions_done} из {self._regions}"

    @property
    def pace(self) -> str:
        """Rates and the time left: «9 800 строк/с, 310 участников/с, осталось 2:05»."""
        # Nothing is written in the very first moment, and a clock may stand still.
        seconds = max(self.seconds, 0.001)
        rates = f"{_grouped(self.rows / seconds)} строк/с, "
        rates += f"{_grouped(self._students_done / seconds)} участников/с"
        if not self.share:
            return rates
        return f"{rates}, осталось {_clock_face(seconds / self.share - seconds)}"


class LoadLines(LoadProgress):
    """For a log: a line after a region, not more often than every few seconds, and the last one."""

    _told = float("-inf")

    def region_done(self, region: str, rows: int) -> None:
        super().region_done(region, rows)
        last = self._regions_done == self._regions
        if last or self.seconds - self._told >= LINE_SECONDS:
            self._told = self.seconds
            say(f"{region}: готово; {self.regions}, {self.share:.0%}, {self.pace}")


class LoadBar(LoadProgress):
    """For a terminal."""

    def __init__(self, regions: int, students: int, bar: RichProgress) -> None:
        super().__init__(regions, students)
        self._bar = bar
        self._task: TaskID = bar.add_task(self.regions, total=1.0, pace="")

    def written(self, rows: int, students: float) -> None:
        super().written(rows, students)
        self._show()

    def region_done(self, region: str, rows: int) -> None:
        super().region_done(region, rows)
        self._show()

    def _show(self) -> None:
        self._bar.update(self._task, completed=self.share, description=self.regions, pace=self.pace)


@contextmanager
def load_progress(regions: int, students: int) -> Iterator[LoadProgress]:
    """What graph.demo.load tells its progress to, for as long as the block lasts."""
    if not sys.stderr.isatty():
        yield LoadLines(regions, students)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = ("{task.description}", BarColumn(), TaskProgressColumn(), TextColumn(_PACE))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield LoadBar(regions, students, bar)


_PACE = "{task.fields[pace]}"


def _grouped(number: float) -> str:
    return f"{number:,.0f}".replace(",", " ")


def _clock_face(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
