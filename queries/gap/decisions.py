"""What people decide of a gap: waive, extend, give to somebody, comment. Each with its author.

Who may: a curator of the region waives and extends; the coordinator also gives and comments. Heads
of curators, authorities and automation only read. A gap out of scope is answered as one that
doesn't exist. Source: clauses 3.1, 5.1, 6.1, 7.1; requirements, «Who does what».
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, LiteralString

from graph.errors import AccessError, InputError
from graph.model.account import Role
from graph.model.gap import GapChange, GapState
from graph.session import Reader, Row, Writer
from graph.writing import write_nodes
from queries.scope import PREDICATES, Actor, Rule

LONGEST_TEXT = 2000
LONGEST_EXTENSION = timedelta(days=366)


class Decision(StrEnum):
    """What may be decided."""

    WAIVE = "waive"
    EXTEND = "extend"
    ASSIGN = "assign"
    COMMENT = "comment"


ALLOWED: Final = {
    Decision.WAIVE: frozenset({Role.CURATOR}),
    Decision.EXTEND: frozenset({Role.CURATOR}),
    Decision.ASSIGN: frozenset({Role.CURATOR, Role.COORDINATOR}),
    Decision.COMMENT: frozenset({Role.CURATOR, Role.COORDINATOR}),
}

# Writing to the gap locks it: a scan that closes it and a person who waives it take turns.
LOCK: LiteralString = """
MATCH (g:Gap {id: $gap})
WHERE ($scope_all OR g.region IN $scope_regions)
SET g.rule = g.rule
RETURN g.state AS state, g.region AS region, g.due_on AS due_on, g.count AS count, g.rule AS rule
"""

# Of these something can still be decided.
LASTING: Final = (GapState.OPEN, GapState.UPCOMING)

# The scope of a duty that has a due date of its own.
DUTY: LiteralString = """
MATCH (d:ReportDuty|InformationRequest {id: $duty})
WHERE ($scope_all OR d.region IN $scope_regions)
SET d.region = d.region
RETURN labels(d)[0] AS label, d.region AS region, d.due_on AS due_on
"""

PERSON: LiteralString = (
    """
MATCH (n:Person {id: $person})
WHERE """
    + PREDICATES[Rule.PERSON]
    + """
RETURN n.id AS id
"""
)

WAIVED: LiteralString = """
MATCH (g:Gap {id: $gap})
WHERE ($scope_all OR g.region IN $scope_regions)
SET g.state = 'waived', g.closed_at = null
"""

ASSIGNED: LiteralString = """
MATCH (g:Gap {id: $gap}), (p:Person {id: $person})
WHERE ($scope_all OR g.region IN $scope_regions)
OPTIONAL MATCH (g)-[old:ANSWERED_BY]->()
DELETE old
MERGE (g)-[:ANSWERED_BY]->(p)
"""

# With its new day a new time of the gap begins: whoever was told of the old day is told anew.
EXTENDED: LiteralString = """
MATCH (g:Gap {id: $gap})
WHERE ($scope_all OR g.region IN $scope_regions)
WITH g, g.due_on AS due_before
SET g.due_on = $until, g.period_from = $at
RETURN g.id AS id, g.count AS count, due_before
"""

# Gaps of a duty, open or foreseen, are due when its extension ends.
REDATED: LiteralString = """
MATCH (:ReportDuty|InformationRequest {id: $duty})<-[:AT]-(g:Gap)
WHERE g.state IN ['open', 'upcoming'] AND ($scope_all OR g.region IN $scope_regions)
WITH g, g.due_on AS due_before
SET g.due_on = $until, g.period_from = $at
RETURN g.id AS id, g.count AS count, due_before
ORDER BY id
"""

HISTORY: LiteralString = """
MATCH (g:Gap {id: $gap})
WHERE ($scope_all OR g.region IN $scope_regions)
MATCH (d:Waiver|Extension|Assignment|Comment)-[:WAIVES|EXTENDS|ASSIGNS|ABOUT]->(g)
WHERE ($scope_all OR d.region IN $scope_regions)
OPTIONAL MATCH (d)-[:DECIDED_BY|WRITTEN_BY]->(n:Person)
OPTIONAL MATCH (d)-[:GIVEN_TO]->(to:Person)
RETURN labels(d)[0] AS kind, d.at AS at, coalesce(d.reason, d.text) AS text, d.until AS until,
  n.family_name + ' ' + n.given_name AS author, to.family_name + ' ' + to.given_name AS assignee,
  d.id AS id
ORDER BY at, id
"""


class DecisionError(AccessError):
    """This role may not decide this."""

    def __init__(self) -> None:
        super().__init__("У вашей роли нет права на это решение.")


class NoGapError(InputError):
    """No such gap, or none within scope: nobody can tell which."""

    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("Такой записи нет, или она не относится к вашим регионам.")


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision as it is remembered; names are of adults within scope."""

    kind: str
    at: datetime
    text: str
    until: date | None
    author: str | None
    assignee: str | None
    id: str


async def waive(writer: Writer, actor: Actor, gap: str, reason: str, at: datetime) -> str:
    """Take an open gap off the list for good, with a reason that is kept; the waiver's id."""
    author = _author(actor, Decision.WAIVE)
    found = await _lasting_gap(writer, actor, gap)
    if found["state"] != GapState.OPEN:
        raise InputError("Срок ещё не вышел: снимать нечего. Если дня мало, продлите срок.")
    row = {"reason": _text(reason, "причину"), "at": at, "gap": gap, "decided_by": author}
    made = await _write(writer, "Waiver", row)
    await writer.rows(WAIVED, actor.parameters(gap=gap))
    event = {"change": GapChange.WAIVED.value, "at": at, "count": found["count"], "gap": gap}
    await write_nodes(writer, "GapEvent", [event | {"id": f"{made}:event"}])
    return made


async def extend(
    writer: Writer, actor: Actor, gap: str, until: date, reason: str, at: datetime
) -> str:
    """Move the last day on time of a gap, open or foreseen; the extension's id."""
    author = _author(actor, Decision.EXTEND)
    found = await _lasting_gap(writer, actor, gap)
    _check_until(until, found["due_on"], at)
    made = await _extension(writer, {"id": gap, "label": "Gap"}, author, until, reason, at)
    rows = await writer.rows(EXTENDED, actor.parameters(gap=gap, until=until, at=at))
    await _record_redated(writer, made, rows, until, at)
    return made


async def extend_duty(
    writer: Writer, actor: Actor, duty: str, until: date, reason: str, at: datetime
) -> str:
    """Move the last day of a report's duty or of a request; its gaps are re-dated at once."""
    author = _author(actor, Decision.EXTEND)
    rows = await writer.rows(DUTY, actor.parameters(duty=duty))
    if not rows:
        raise NoGapError
    _check_until(until, rows[0]["due_on"], at)
    target = {"id": duty, "label": rows[0]["label"]}
    made = await _extension(writer, target, author, until, reason, at)
    gaps = await writer.rows(REDATED, actor.parameters(duty=duty, until=until, at=at))
    await _record_redated(writer, made, gaps, until, at)
    return made


async def assign(
    writer: Writer, actor: Actor, gap: str, person: str, reason: str, at: datetime
) -> str:
    """Give a gap, open or foreseen, to an adult of the viewer's regions; the assignment's id."""
    author = _author(actor, Decision.ASSIGN)
    await _lasting_gap(writer, actor, gap)
    if not await writer.rows(PERSON, actor.parameters(person=person)):
        raise NoGapError
    row = {"reason": _text(reason, "причину"), "at": at, "gap": gap}
    made = await _write(writer, "Assignment", row | {"assignee": person, "decided_by": author})
    await writer.rows(ASSIGNED, actor.parameters(gap=gap, person=person))
    return made


async def comment(writer: Writer, actor: Actor, gap: str, text: str, at: datetime) -> str:
    """Say something of a gap, whatever its state; the comment's id."""
    author = _author(actor, Decision.COMMENT)
    await _gap(writer, actor, gap)
    row = {"text": _text(text, "текст"), "at": at, "author": author}
    return await _write(writer, "Comment", row | {"about": {"id": gap, "label": "Gap"}})


async def history(reader: Reader, actor: Actor, gap: str) -> list[Decided]:
    """All decisions on a gap, the earliest first; empty out of scope."""
    rows = await reader.rows(HISTORY, actor.parameters(gap=gap))
    return [Decided(**row) for row in rows]


def _author(actor: Actor, decision: Decision) -> str:
    if actor.role not in ALLOWED[decision] or actor.person is None:
        raise DecisionError
    return actor.person


async def _gap(writer: Writer, actor: Actor, gap: str) -> Row:
    rows = await writer.rows(LOCK, actor.parameters(gap=gap))
    if not rows:
        raise NoGapError
    return rows[0]


async def _lasting_gap(writer: Writer, actor: Actor, gap: str) -> Row:
    found = await _gap(writer, actor, gap)
    if found["state"] not in LASTING:
        raise InputError(
            "Пробел уже закрыт или снят, либо всё сделано в срок: решать нечего. Обновите страницу."
        )
    return found


async def _record_redated(
    writer: Writer, extension: str, gaps: list[Row], until: date, at: datetime
) -> None:
    rows = [
        {"id": f"{extension}:{gap['id']}", "change": GapChange.REDATED.value, "at": at}
        | {"count": gap["count"], "due_before": gap["due_before"], "due_on": until}
        | {"gap": gap["id"]}
        for gap in gaps
    ]
    await write_nodes(writer, "GapEvent", rows)


async def _extension(
    writer: Writer, target: Row, author: str, until: date, reason: str, at: datetime
) -> str:
    row = {"until": until, "reason": _text(reason, "причину"), "at": at}
    return await _write(writer, "Extension", row | {"extends": target, "decided_by": author})


async def _write(writer: Writer, label: str, row: Row) -> str:
    made = f"{label.lower()}:{uuid.uuid4().hex}"
    await write_nodes(writer, label, [row | {"id": made}])
    return made


def _check_until(until: date, due_on: date | None, at: datetime) -> None:
    if due_on is not None and until <= due_on:
        raise InputError(f"Новый срок должен быть позже нынешнего, {due_on:%d.%m.%Y}.")
    if until > at.date() + LONGEST_EXTENSION:
        raise InputError("Срок продлевают не больше чем на год.")


def _text(text: str, what: str) -> str:
    cleaned = text.strip()
    if not cleaned:
        raise InputError(f"Напишите {what}: это остаётся в записях.")
    if len(cleaned) > LONGEST_TEXT:
        raise InputError(f"Сократите {what} до {LONGEST_TEXT} знаков.")
    return cleaned
