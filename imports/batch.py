"""One import as people see it: what was found in the file, row by row, and how far it has come.

Data only; `imports.preview`, `imports.commit` and `imports.undo` make it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from graph.model.importing import ImportState as State

__all__ = [
    "Candidate",
    "Changed",
    "Decision",
    "Fate",
    "Matched",
    "RowProblem",
    "RowView",
    "State",
    "Summary",
]


class Fate(StrEnum):
    """What would become, or became, of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REJECTED = "rejected"
    SKIPPED = "skipped"  # a person said so
    DUPLICATE = "duplicate"  # perhaps somebody who is known: written only after a decision
    STALE = "stale"  # its record changed between preview and writing: not written


class Decision(StrEnum):
    """What a person says of a possible duplicate, or of any row that is not to be written."""

    SKIP = "skip"
    NEW = "new"
    SAME = "same"  # it is the named candidate


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one cell (`column` None: the row): reason and remedy in Russian.

    `value` is "" where it would show personal data in a place that others read; in the preview of
    the person who sent the file it is the cell's own text. `key` is the column's key.
    """

    column: str | None
    key: str | None
    value: str
    what: str
    fix: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One field or link of a record: as it is, as it would be, in words. `was` "" is nothing."""

    record: str
    name: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known person who may be the one of the row: `evidence` says why, in Russian.

    `sure`: the full name and the birth date are the same, only the school is another.
    """

    id: str
    name: str
    evidence: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the preview; `number` is the row as Excel numbers it. `cells` are its texts."""

    number: int
    fate: Fate
    cells: tuple[str, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    changes: tuple[Changed, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    decision: Decision | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """One column of the file: its header, the key of ours that it fills (None: it is left out).

    `how`: «exact», «similar» (a person should look), «chosen» (a person said so), «ignored», «».
    """

    index: int
    header: str
    key: str | None
    how: str


@dataclass(frozen=True, slots=True)
class Summary:
    """An import as a whole. `counts` are rows by fate; `written` of `total` rows are in the graph.

    `digest` stands for all that the preview said: a commit must name it.
    """

    id: str
    region: str
    kind: str
    file: str
    sheet: str
    state: State
    columns: tuple[Matched, ...]
    header_row: int
    counts: Mapping[Fate, int] = field(default_factory=dict)
    problems: tuple[RowProblem, ...] = ()  # of the file as a whole: missing columns
    total: int = 0
    planned: int = 0
    written: int = 0
    digest: str = ""
    read_at: datetime | None = None
    loaded_at: datetime | None = None
