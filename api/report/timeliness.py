"""Whether reports came in time, as GraphQL tells it."""

from __future__ import annotations

import strawberry

from queries.report.timeliness import Timeliness


@strawberry.type(description="Как сдаёт отчёты один координатор одного региона; дни — рабочие")
class ReportTimeliness:
    region: strawberry.ID
    region_name: str
    coordinator: strawberry.ID | None = strawberry.field(
        description="кто координировал регион в день срока; null — никто"
    )
    coordinator_name: str | None
    duties: int = strawberry.field(description="отчётов всего")
    on_time: int = strawberry.field(description="пришли в срок")
    late: int = strawberry.field(description="пришли поздно")
    overdue: int = strawberry.field(description="просрочены и не пришли")
    ahead: int = strawberry.field(description="срок ещё не кончился")
    returned: int = strawberry.field(description="последняя версия возвращена")
    returns: int = strawberry.field(description="возвратов всего")
    accepted: int = strawberry.field(description="последняя версия принята")
    late_days: int = strawberry.field(description="дней опоздания всех вместе")
    most_late_days: int = strawberry.field(description="дней опоздания худшего")
    percent: float | None = strawberry.field(description="% в срок; null — сдавать было нечего")


def timely(row: Timeliness) -> ReportTimeliness:
    """A row as GraphQL tells it."""
    return ReportTimeliness(
        region=strawberry.ID(row.region),
        region_name=row.region_name,
        coordinator=strawberry.ID(row.person) if row.person else None,
        coordinator_name=row.person_name or None,
        duties=row.duties,
        on_time=row.on_time,
        late=row.late,
        overdue=row.overdue,
        ahead=row.ahead,
        returned=row.returned,
        returns=row.returns,
        accepted=row.accepted,
        late_days=row.late_days,
        most_late_days=row.most_late_days,
        percent=row.percent,
    )
