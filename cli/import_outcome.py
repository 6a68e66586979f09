"""What a person asks of files that are brought in, and what became of each. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imports.batch import Summary


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked of the files; `region` None is the only one of the graph."""

    region: str | None
    kind: str | None = None
    sheet: str | None = None
    dry_run: bool = False
    yes: bool = False
    good_rows: bool = False
    new_all: bool = False
    every_problem: bool = False
    silent: bool = False
    marked: Path | None = None


class Ending(StrEnum):
    """How a file ended; the text is what people are told."""

    WRITTEN = "Загружено."
    RESUMED = "Прерванная загрузка закончена."
    KNOWN = "Этот файл уже загружен: повторно он ничего не меняет."
    NOTHING_NEW = "Загружать нечего: всё это уже есть."
    NOT_WRITTEN = "Ничего не записано."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `problems` are listed for programs only."""

    file: Path
    summary: Summary
    ending: Ending
    problems: list[dict[str, Any]] = field(default_factory=list)

    @property
    def written(self) -> bool:
        return self.ending in (Ending.WRITTEN, Ending.RESUMED)

    @property
    def wrong(self) -> bool:
        """Whether something of the file was left out, or would be, against the person's will."""
        from imports.batch import Fate

        bad = (Fate.REJECTED, Fate.DUPLICATE, Fate.STALE)
        return bool(self.summary.problems) or any(self.summary.counts.get(f, 0) for f in bad)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be read or is no sheet of ours; `why` is in Russian."""

    file: Path
    why: str
