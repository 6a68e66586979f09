"""What happened to one gap, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, LiteralString

from graph.model.gap import GapChange
from graph.session import Reader
from queries.scope import Actor

EVENTS: LiteralString = """
MATCH (e:GapEvent)-[:HAPPENED_TO]->(g:Gap {id: $gap})
WHERE ($scope_all OR g.region IN $scope_regions) AND ($scope_all OR e.region IN $scope_regions)
RETURN e.change AS change, e.at AS at, e.count AS count,
  e.due_before AS due_before, e.due_on AS due_on, e.id AS id
ORDER BY at, id
"""

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


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a gap: `count` records broke the rule then; the days are of a moved deadline."""

    change: GapChange
    at: datetime
    count: int | None
    due_before: date | None
    due_on: date | None

    @property
    def words(self) -> str:
        return words_of(self.change, self.due_before, self.due_on)


async def events(reader: Reader, actor: Actor, gap: str) -> list[Happened]:
    """All events of a gap, the earliest first; empty out of scope."""
    rows = await reader.rows(EVENTS, actor.parameters(gap=gap))
    return [
        Happened(
            GapChange(row["change"]), row["at"], row["count"], row["due_before"], row["due_on"]
        )
        for row in rows
    ]


def words_of(change: GapChange, before: date | None, after: date | None) -> str:
    """What happened, as people read it."""
    words = WORDS[change]
    if change is not GapChange.REDATED:
        return words
    return f"{words}: {_day('был', before)}, {_day('стал', after)}"


def _day(word: str, day: date | None) -> str:
    return f"{word} {day:%d.%m.%Y}" if day else f"{word} без дня"
