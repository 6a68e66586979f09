"""What imports are called on their pages: states, fates, steps, refusals; and who sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api.web.asking import RefusedChangeError
from api.web.form import segment
from api.web.words import Mark
from exports import marked
from graph.errors import OrientirError
from imports import telling
from imports.batch import Decision, Fate, State, Summary
from imports.kinds import KINDS
from imports.settling import BUSY
from queries.changes.declaration import COORDINATOR
from queries.scope import Actor

WORKING: Final = BUSY
COUNTED: Final = frozenset({State.PREVIEWED, State.WRITING, State.DONE})
"""What became of its rows is known and still holds."""
WAITING: Final = (Fate.REJECTED, Fate.DUPLICATE)
"""Rows that ask for a person."""

STATES: Final = {
    State.RECEIVING: Mark("left", "◔", telling.STATES[State.RECEIVING]),
    State.READ: Mark("left", "◔", telling.STATES[State.READ]),
    State.PREVIEWED: Mark("upcoming", "○", telling.STATES[State.PREVIEWED]),
    State.WRITING: Mark("left", "◔", telling.STATES[State.WRITING]),
    State.DONE: Mark("closed", "✓", telling.STATES[State.DONE]),
    State.UNDOING: Mark("left", "◔", telling.STATES[State.UNDOING]),
    State.UNDONE: Mark("waived", "–", telling.STATES[State.UNDONE]),
}

# Before the writing rows only would be so.
FATES: Final = {
    Fate.REJECTED: Mark(
        "late", "!", marked.FATES[Fate.REJECTED], "в таком виде строка не записывается"
    ),
    Fate.DUPLICATE: Mark("upcoming", "?", marked.FATES[Fate.DUPLICATE], "решите, кто это"),
    Fate.STALE: Mark("upcoming", "↻", marked.FATES[Fate.STALE], "запись изменили, пока файл ждал"),
    Fate.NEW: Mark("new", "+", marked.FATES[Fate.NEW], "такой записи нет"),
    Fate.CHANGED: Mark("changed", "✎", marked.FATES[Fate.CHANGED], "запись есть, но в ней другое"),
    Fate.SAME: Mark("none", "=", marked.FATES[Fate.SAME], "в системе уже так"),
    Fate.SKIPPED: Mark("none", "–", marked.FATES[Fate.SKIPPED], "так решили вы"),
}
WRITTEN: Final = {
    Fate.NEW: Mark("new", "+", "создана"),
    Fate.CHANGED: Mark("changed", "✎", "изменена"),
}

DECISIONS: Final = {
    Decision.NEW: "это новая запись",
    Decision.SAME: "это уже известная запись",
    Decision.SKIP: "строку пропустить",
}

COLUMNS: Final = {
    "exact": Mark("closed", "✓", "узнана"),
    "similar": Mark("upcoming", "?", "похожа: проверьте"),
    "chosen": Mark("closed", "✓", "выбрана вами"),
    "ignored": Mark("none", "–", "не нужна"),
    "repeated": Mark("late", "!", "повторяет другую"),
    "": Mark("none", "–", "не узнана"),
}

STEPS: Final = ("Файл", "Сверка", "Решение", "Запись")
_AT_STEP: Final = {State.READ: 1, State.PREVIEWED: 2, State.WRITING: 3}

NOTICES: Final = {
    "same": "Этот файл здесь уже был, второй раз он ничего не меняет: ниже прежняя загрузка.",
    "discarded": "Загрузка забыта вместе со всеми её строками. В сети ничего не изменилось.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why what a person asked for was not done."""

    title: str
    message: str


_TITLES: Final = {
    "REFUSED_FILE": "Файл не принят",
    "TOO_LARGE": "Файл слишком велик",
    "BAD_INPUT": "Файл не прочитан",
    "CHANGED_SINCE": "Данные изменились, пока вы смотрели",
    "TOUCHED_SINCE": "Загрузку уже не отменить целиком",
    "WRONG_STEP": "Сейчас этого сделать нельзя",
}


def problem_of(error: OrientirError) -> Problem:
    """An error as a page shows it."""
    code = error.reason if isinstance(error, RefusedChangeError) else error.code
    return Problem(_TITLES.get(code, "Не получилось"), error.message)


def may_bring(actor: Actor) -> bool:
    """Whether rows are shown, with the people in them, and imports are made and taken back."""
    return actor.role in COORDINATOR and not actor.read_only


def fate_mark(fate: Fate, state: State) -> Mark:
    """A row's fate: what would be of it, or was."""
    written = WRITTEN if state is State.DONE else {}
    return written.get(fate, FATES[fate])


def step_of(summary: Summary) -> int:
    """The step an import is at, of STEPS by number; past the last once it is over."""
    return _AT_STEP.get(summary.state, len(STEPS))


def home_of(batch: str) -> str:
    """The address of an import's page."""
    return f"/imports/{segment(batch)}"


def kind_word(name: str) -> str:
    """What a kind of sheet is called, with a capital letter."""
    kind = KINDS.get(name)
    return kind.ru[:1].upper() + kind.ru[1:] if kind else name


def kinds() -> Sequence[tuple[str, str, str]]:
    """Name, word and explanation of each kind, by the words."""
    rows = ((name, kind_word(name), kind.about) for name, kind in KINDS.items())
    return sorted(rows, key=lambda row: row[1])
