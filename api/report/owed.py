"""The reports that regions owe, as GraphQL tells them: a row a report, with its newest version."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import strawberry

from queries.report.forms import form_of
from queries.report.owed import Owed, Step

STEPS: Final = strawberry.enum(
    Step,
    name="ReportStep",
    description="докуда дошёл отчёт; NOT_DUE — период не кончился, DUE — пора составить",
)


@strawberry.type(description="Отчёт, который должен регион, и его последняя версия")
class OwedReport:
    duty: strawberry.ID = strawberry.field(description="обязанность представить его")
    form: int = strawberry.field(description="№ отчёта")
    title: str = strawberry.field(description="название")
    period_from: date = strawberry.field(description="период с")
    period_to: date = strawberry.field(description="период по (включая)")
    region: strawberry.ID
    region_name: str
    zone: str = strawberry.field(description="часовой пояс региона (IANA)")
    due_on: date = strawberry.field(description="срок (включая)")
    on_time: bool | None = strawberry.field(description="в срок ли; null — ещё не ясно")
    step: Step
    version: strawberry.ID | None = strawberry.field(description="последняя версия")
    number: int | None = strawberry.field(description="её №")
    total: int | None = strawberry.field(description="её главное число")
    submitted_at: datetime | None
    returned_at: datetime | None
    accepted_at: datetime | None


def owed_report(row: Owed) -> OwedReport:
    """A row as GraphQL tells it."""
    return OwedReport(
        duty=strawberry.ID(row.duty),
        form=row.form,
        title=form_of(row.form).title,
        period_from=row.period_from,
        period_to=row.period_to,
        region=strawberry.ID(row.region),
        region_name=row.region_name,
        zone=row.zone,
        due_on=row.due_on,
        on_time=row.on_time,
        step=row.step,
        version=strawberry.ID(row.version) if row.version else None,
        number=row.number,
        total=row.total,
        submitted_at=row.submitted_at,
        returned_at=row.returned_at,
        accepted_at=row.accepted_at,
    )
