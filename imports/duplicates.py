"""Rows that repeat each other, within a file and between files: found and shown, never merged."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic

from imports.problem import Problem
from imports.table import RowT, Unique


@dataclass(frozen=True, slots=True)
class CheckedRow(Generic[RowT]):
    """A typed row with its file's name and the line it begins on."""

    sheet: str
    row: int
    value: RowT


@dataclass(frozen=True, slots=True)
class DuplicateGroup(Generic[RowT]):
    """Two or more rows equal by one rule, in the order they were read."""

    rule: Unique[RowT]
    rows: tuple[CheckedRow[RowT], ...]

    @property
    def between_files(self) -> bool:
        """Whether the rows come from more than one file."""
        return len({row.sheet for row in self.rows}) > 1


def find_duplicates(
    rows: Sequence[CheckedRow[RowT]], rules: Iterable[Unique[RowT]]
) -> tuple[DuplicateGroup[RowT], ...]:
    """All groups by all rules, in the order of the rules and of the groups' first rows."""
    return tuple(group for rule in rules for group in _groups(rows, rule))


def _groups(rows: Sequence[CheckedRow[RowT]], rule: Unique[RowT]) -> Iterator[DuplicateGroup[RowT]]:
    found: defaultdict[Hashable, list[CheckedRow[RowT]]] = defaultdict(list)
    for row in rows:
        found[rule.key(row.value)].append(row)
    return (DuplicateGroup(rule, tuple(same)) for same in found.values() if len(same) > 1)


def duplicate_problems(group: DuplicateGroup[RowT]) -> Iterator[Problem]:
    """One problem for each row after the first, which it points at."""
    first, *repeated = group.rows
    where = f"строка {first.row} файла «{first.sheet}»"
    for row in repeated:
        yield Problem(
            sheet=row.sheet,
            row=row.row,
            column=group.rule.label,
            value=None,
            what=f"повторяет ранее прочитанное: {where}",
            how_to_fix=group.rule.how_to_fix,
            severity=group.rule.severity,
        )
