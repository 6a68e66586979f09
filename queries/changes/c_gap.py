"""What people decide of gaps, run as every change is. The decisions are queries.gap.decisions'.

The API offers them by fields of their own (`public` is false).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from queries.changes.declaration import Change, change
from queries.changes.field import Field, other, ref, subject
from queries.changes.work import Work
from queries.gap import decisions
from queries.gap.decisions import ALLOWED, Decision

GAP = "Gap"
Decide = Callable[[Work], Awaitable[str]]


def _decision(
    name: str,
    clause: str,
    title: str,
    decision: Decision,
    made: str,
    fields: tuple[Field, ...],
    decide: Decide,
) -> Change:
    async def apply(work: Work) -> None:
        record = await decide(work)
        work.touch(made, record)
        work.touch(work.subject.label, work.subject.id)

    return change(
        name,
        clause,
        title,
        ALLOWED[decision],
        made,
        fields,
        apply,
        also=fields[0].refers,
        touches=(),
        public=False,
    )


def _text(label: str, name: str = "reason") -> Field:
    return other(label, name, required=True)


CHANGES = (
    _decision(
        "waive_gap", "7.1", "пробел снят", Decision.WAIVE, "Waiver",
        (subject(GAP), _text("Waiver")),
        lambda w: decisions.waive(w.writer, w.actor, w.subject.id, w.given["reason"], w.at),
    ),
    _decision(
        "extend_gap", "6.1, 6.2", "срок пробела продлён", Decision.EXTEND, "Extension",
        (subject(GAP), other("Extension", "until", required=True), _text("Extension")),
        lambda w: decisions.extend(
            w.writer, w.actor, w.subject.id, w.given["until"], w.given["reason"], w.at
        ),
    ),
    _decision(
        "extend_duty", "6.1, 6.2", "срок отчёта или запроса продлён", Decision.EXTEND, "Extension",
        (
            subject("ReportDuty InformationRequest"),
            other("Extension", "until", required=True),
            _text("Extension"),
        ),
        lambda w: decisions.extend_duty(
            w.writer, w.actor, w.subject.id, w.given["until"], w.given["reason"], w.at
        ),
    ),
    _decision(
        "assign_gap", "3.1, 5.1", "пробел поручен", Decision.ASSIGN, "Assignment",
        (subject(GAP), ref("person", "Person", "кому"), _text("Assignment")),
        lambda w: decisions.assign(
            w.writer, w.actor, w.subject.id, w.must("person").id, w.given["reason"], w.at
        ),
    ),
    _decision(
        "comment_gap", "3.1, 5.1", "замечание к пробелу", Decision.COMMENT, "Comment",
        (subject(GAP), _text("Comment", "text")),
        lambda w: decisions.comment(w.writer, w.actor, w.subject.id, w.given["text"], w.at),
    ),
)  # fmt: skip
