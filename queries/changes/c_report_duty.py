"""Which reports a region owes, and by when. Source: clause 6.2, «в установленные сроки»."""

from __future__ import annotations

from typing import Final, LiteralString

from queries.changes.declaration import CURATOR, change
from queries.changes.field import own, subject, to
from queries.changes.making import changes, creates
from queries.changes.refusing import RefusedError, StepError
from queries.changes.work import Work

LABEL: Final = "ReportDuty"

SUBMITTED: LiteralString = """
MATCH (n:ReportVersion)-[:ANSWERS]->(:ReportDuty {id: $id})
WHERE ($scope_all OR n.region IN $scope_regions) AND n.submitted_at IS NOT NULL
RETURN n.id AS id
ORDER BY id LIMIT 1
"""


def _period(work: Work) -> None:
    if work.given["period_to"] < work.given["period_from"]:
        raise RefusedError("period_to", "Период кончается раньше, чем начался.")


async def _redated(work: Work) -> None:
    """Late stays late: the day of what was submitted is not moved afterwards."""
    if await work.writer.rows(SUBMITTED, work.actor.parameters(id=work.subject.id)):
        raise StepError("id", "Отчёт уже представлен: его срок больше не меняется.")
    await changes(LABEL)(work)


CHANGES = (
    change(
        "set_report_duty",
        "6.2",
        "назначен отчёт и его срок",
        CURATOR,
        LABEL,
        (
            *own(LABEL, "form", "due_on", "period_from", "period_to"),
            to(LABEL, "in_region"),
            to(LABEL, "campaign"),
        ),
        creates(LABEL),
        checks=(_period,),
    ),
    change(
        "set_report_deadline",
        "6.2",
        "срок отчёта изменён",
        CURATOR,
        LABEL,
        (subject(LABEL), *own(LABEL, "due_on")),
        _redated,
    ),
)
