"""The report beside a file of the watched folder: it tells rows and columns, never their values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from graph.session import Graph
from imports import viewing
from imports.acting import SCHEDULE
from imports.batch import Fate as RowFate
from imports.batch import RowView, Summary
from imports.telling import guessed, in_words, kind_of, label_of, sentence

_SHOWN: Final = 500
_DECIDE: Final = "Решите на странице загрузок или загрузите его сами: orientir import."
_WRITTEN: Final = (RowFate.NEW, RowFate.CHANGED)


class Fate(StrEnum):
    """What became of a file."""

    LOADED = "загружен"
    KNOWN = "уже был загружен"
    REFUSED = "не загружен"


@dataclass(frozen=True, slots=True)
class Taken:
    """One file, and what became of it; `report` is the text that lies beside it.

    `batch` is the import of one that waits for a person's decision.
    """

    file: str
    fate: Fate
    created: int
    updated: int
    report: str
    batch: str = ""


async def doubts(graph: Graph, found: Summary, at: datetime) -> list[str]:
    """What only a person can settle; [] if the file may be written unseen."""
    said = [f"- {sentence(one, None, value=False)}" for one in found.problems]
    said += [
        f"- колонка «{one.header}» лишь похожа на «{label_of(found, one.key)}». Назовите её так же."
        for one in guessed(found)
    ]
    if not found.total:
        said.append("- под заголовками нет ни одной строки. Добавьте строки.")
    said += await _rows(graph, found, at)
    return [f"Ничего не загружено: без человека не обойтись. {_DECIDE}", *said] if said else []


async def _rows(graph: Graph, found: Summary, at: datetime) -> list[str]:
    """The rows that are wrong or may repeat somebody, without a word of what stands in them."""
    fates = (RowFate.REJECTED, RowFate.DUPLICATE)
    count = sum(found.counts.get(fate, 0) for fate in fates)
    if not count:
        return []
    rows = await graph.read(
        lambda reader: viewing.rows(
            reader, SCHEDULE, found.id, at, fates=fates, after=0, first=_SHOWN
        )
    )
    said = [line for row in rows for line in _row(row)]
    return [*said, f"…и ещё строк: {count - len(rows)}"] if count > len(rows) else said


def _row(row: RowView) -> Iterator[str]:
    for one in row.problems:
        yield f"- {sentence(one, row.number, value=False)}"
    if row.fate is RowFate.DUPLICATE:
        evidence = "; ".join(sorted({one.evidence for one in row.candidates}))
        yield f"- строка {row.number}: возможно, такая запись уже есть: {evidence}."


def as_met(name: str, met: Summary) -> Taken:
    when = f" {met.loaded_at:%d.%m.%Y %H:%M} UTC" if met.loaded_at else ""
    text = (
        f"Этот файл уже загружен{when}: {in_words(met)}. Повторно не загружается; чтобы вернуть "
        "прежние сведения, исправьте записи или загрузите исправленный файл."
    )
    return Taken(name, Fate.KNOWN, 0, 0, text)


def as_loaded(name: str, done: Summary) -> Taken:
    text = [f"Загружено: {kind_of(done)}. {in_words(done)}."]
    if done.sheet:
        text.append(f"Прочитан только лист «{done.sheet}»; другие загрузите отдельно.")
    new, changed = (done.counts.get(fate, 0) for fate in _WRITTEN)
    return Taken(name, Fate.LOADED, new, changed, "\n".join(text))
