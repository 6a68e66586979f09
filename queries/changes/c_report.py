"""Which reports a region owes, and by when. Source: clause 6.2, «в установленные сроки»."""

from __future__ import annotations

from queries.changes.declaration import CURATOR, change
from queries.changes.field import own, subject, to
from queries.changes.making import changes, creates
from queries.changes.refusing import RefusedError
from queries.changes.work import Work

LABEL = "ReportDuty"


def _period(work: Work) -> None:
    if work.given["period_to"] < work.given["period_from"]:
        raise RefusedError("period_to", "Период кончается раньше, чем начался.")


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
        changes(LABEL),
    ),
)
