"""What happened to one gap, in words."""

from __future__ import annotations

from datetime import date
from typing import Final

from graph.model.gap import GapChange

WORDS: Final = {
    GapChange.UPCOMING: "скоро срок",
    GapChange.AVERTED: "исполнено в срок",
    GapChange.OPENED: "открыт",
    GapChange.OVERDUE: "просрочен",
    GapChange.COUNT: "изменилось число записей",
    GapChange.REDATED: "срок перенесён",
    GapChange.CLOSED: "закрыт",
    GapChange.REOPENED: "открыт снова",
    GapChange.WAIVED: "снят куратором",
}


def words_of(change: GapChange, before: date | None, after: date | None) -> str:
    """What happened, as people read it."""
    words = WORDS[change]
    if change is not GapChange.REDATED:
        return words
    return f"{words}: {_day('был', before)}, {_day('стал', after)}"


def _day(word: str, day: date | None) -> str:
    return f"{word} {day:%d.%m.%Y}" if day else f"{word} без дня"
