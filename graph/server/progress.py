"""Tells a person how far a download is: a bar on a terminal, two plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(
    title: str, total_bytes: int, say: Callable[[str], None]
) -> Iterator[Callable[[int], None]]:
    """Yields a function that takes the bytes just received; safe to call from many threads."""
    if sys.stderr.isatty():
        with _bar(title, total_bytes) as advance:
            yield advance
        return
    say(f"{title}: {total_bytes / 1e6:.0f} МБ…")
    yield lambda _: None
    say(f"{title}: готово.")


@contextmanager
def _bar(title: str, total_bytes: int) -> Iterator[Callable[[int], None]]:
    from rich.console import Console  # slow to import, needed only on a terminal
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

    columns = ("{task.description}", BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=total_bytes)
        yield lambda size: bar.advance(task, size)
