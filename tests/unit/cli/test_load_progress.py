"""How a load is told: rates, the time left, no more lines than a person wants to read."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from rich.console import Console
from rich.progress import Progress, TextColumn

from cli.load_progress import LoadBar, LoadLines, LoadProgress


class Clock:
    """Seconds that pass only when told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_pace() -> None:
    clock = Clock()
    progress = LoadProgress(85, 1_000_000, clock)
    assert (progress.share, progress.pace) == (0.0, "0 строк/с, 0 участников/с")
    clock.now += 100
    progress.written(1_234_500, 10_000.0)
    assert progress.share == 0.01
    assert progress.pace == "12 345 строк/с, 100 участников/с, осталось 2:45:00"
    progress.written(0, 90_000.0)
    assert progress.pace.endswith("осталось 15:00")


def test_lines_are_few_and_the_last_is_always_told(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    progress = LoadLines(4, 400, clock)
    for name, seconds in [("Москва", 1), ("Татарстан", 3), ("Приморье", 3), ("Якутия", 1)]:
        clock.now += seconds
        progress.written(1000, 100.0)
        progress.region_done(name, 1000)
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["Москва", "Приморье", "Якутия"]
    assert lines[1].startswith("Приморье: готово; регионов 3 из 4, 75%, 429 строк/с, 43 участ")
    assert lines[2].endswith("осталось 0:00")


@pytest.fixture
def screen() -> Iterator[tuple[Progress, io.StringIO]]:
    text = io.StringIO()
    console = Console(file=text, force_terminal=True, width=200)
    columns = ("{task.description}", TextColumn("{task.percentage:.0f} %"), "{task.fields[pace]}")
    with Progress(*columns, console=console, auto_refresh=False) as bar:
        yield bar, text


def test_the_bar_shows_what_the_lines_say(screen: tuple[Progress, io.StringIO]) -> None:
    bar, text = screen
    progress = LoadBar(2, 100, bar)
    progress.written(5000, 50.0)
    progress.region_done("Москва", 5000)
    bar.refresh()
    shown = text.getvalue()
    assert "регионов 1 из 2 50 %" in shown
    assert "строк/с" in shown
    assert "осталось" in shown
