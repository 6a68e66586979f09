"""How an import is told to people: the words of its states and of its rows' fates. Data only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from graph.declaration import Personal
from graph.model.importing import ImportState as State
from imports.batch import Fate, Matched, RowProblem, Summary
from imports.kinds import KINDS
from imports.sheet import Column

STATES: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.RECEIVING: "принимается",
        State.READ: "сверяется",
        State.PREVIEWED: "ждёт решения",
        State.WRITING: "записывается",
        State.DONE: "записана",
        State.UNDOING: "отменяется",
        State.UNDONE: "отменена",
    }
)

COUNTED: Final[Mapping[str, tuple[Fate, ...]]] = MappingProxyType(
    {
        "создано": (Fate.NEW,),
        "обновлено": (Fate.CHANGED,),
        "без изменений": (Fate.SAME,),
        "пропущено": (Fate.SKIPPED,),
        "ошибок": (Fate.REJECTED,),
    }
)
"""The numbers of every import, under their names."""

SOMETIMES: Final[Mapping[str, tuple[Fate, ...]]] = MappingProxyType(
    {"возможных повторов": (Fate.DUPLICATE,), "устарело": (Fate.STALE,)}
)
"""Numbers that are told only if they aren't nothing."""

SIMILAR: Final = "similar"
_LEFT_OUT: Final = frozenset({"", "repeated"})


def counts(summary: Summary) -> dict[str, int]:
    """The rows of an import by what becomes of them, in words."""
    told = {word: _sum(summary, fates) for word, fates in COUNTED.items()}
    more = {word: _sum(summary, fates) for word, fates in SOMETIMES.items()}
    return told | {word: count for word, count in more.items() if count}


def in_words(summary: Summary) -> str:
    """The same in one line."""
    return ", ".join(f"{word}: {count}" for word, count in counts(summary).items())


def kind_of(summary: Summary) -> str:
    """What people call the kind of sheet; its own name if there is no such kind any more."""
    kind = KINDS.get(summary.kind)
    return kind.ru if kind else summary.kind


def guessed(summary: Summary) -> list[Matched]:
    """Columns that were recognised by likeness only: a person should look."""
    return [one for one in summary.columns if one.how == SIMILAR]


def left_out(summary: Summary) -> list[Matched]:
    """Columns with a header that fill nothing."""
    return [one for one in summary.columns if one.header.strip() and one.how in _LEFT_OUT]


def label_of(summary: Summary, key: str | None) -> str:
    """The label of a column of the import's kind."""
    kind = KINDS.get(summary.kind)
    column = kind.by_key.get(key) if kind and key else None
    return column.label if column else ""


def place_of(problem: RowProblem, row: int | None, *, value: bool) -> str:
    """Where it is: «строка 5, колонка «Дата рождения», «32.13.2019»»; the value if it may be."""
    said = [f"строка {row}"] if row is not None else []
    said += [f"колонка «{problem.column}»"] if problem.column else []
    said += [f"«{problem.value}»"] if value and problem.value else []
    return ", ".join(said)


def sentence(problem: RowProblem, row: int | None, *, value: bool) -> str:
    """One problem with its remedy, in one line."""
    where = place_of(problem, row, value=value)
    told = f"{where}: {problem.what}" if where else problem.what
    return f"{told}. {problem.fix}" if problem.fix else f"{told}."


def is_personal(kind: str, key: str | None) -> bool:
    """Whether cells of this column are data of a person; of the whole row if no column is told."""
    known = KINDS.get(kind)
    if known is None:
        return True
    column = known.by_key.get(key) if key else None
    return _any_personal(known.columns) if column is None else _any_personal((column,))


def _any_personal(columns: Iterable[Column]) -> bool:
    return any(column.personal is not Personal.NO for column in columns)


def _sum(summary: Summary, fates: Iterable[Fate]) -> int:
    return sum(summary.counts.get(fate, 0) for fate in fates)
