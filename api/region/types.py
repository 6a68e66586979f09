"""Numbers of regions, schools and municipalities. Computed: plain types over queries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import strawberry

from api.declared import enumeration
from graph.model.campaign import Format
from queries.region.funnel import Funnel as FunnelRow
from queries.region.municipalities import MunicipalityRow
from queries.region.reads import RegionRow
from queries.school.reads import SchoolRow

enumeration(Format)


@strawberry.enum(description="Порядок регионов")
class RegionsBy(StrEnum):
    GAPS = "gaps"
    OVERDUE = "overdue"
    STUDENTS = "students"
    DISTRICT = "district"
    NAME = "name"


@strawberry.enum(description="Порядок школ")
class SchoolsBy(StrEnum):
    GAPS = "gaps"
    STUDENTS = "students"
    NAME = "name"


@strawberry.type(description="Регион в числах; пробелы — открытые")
class RegionNumbers:
    region: strawberry.ID
    name: str
    zone: str = strawberry.field(description="часовой пояс (IANA)")
    district: str = strawberry.field(description="федеральный округ")
    students: int = strawberry.field(description="участников")
    schools: int = strawberry.field(description="школ")
    gaps_a: int
    gaps_b: int
    gaps_c: int
    overdue: int = strawberry.field(description="из них просрочено")
    scanned_at: datetime | None = strawberry.field(description="на какой момент проверен целиком")


@strawberry.type(description="Школа в числах; пробелы — открытые, у самой школы")
class SchoolNumbers:
    school: strawberry.ID
    name: str
    municipality: str
    students: int = strawberry.field(description="участников, которые учатся в ней сегодня")
    gaps_a: int
    gaps_b: int
    gaps_c: int


@strawberry.type(description="Открытые пробелы муниципалитета; null — региона в целом")
class MunicipalityGaps:
    municipality: strawberry.ID | None
    name: str | None
    gaps_a: int
    gaps_b: int
    gaps_c: int
    overdue: int = strawberry.field(description="из них просрочено")


@strawberry.type(description="Один формат практикумов в воронке региона")
class FunnelFormat:
    format: Format
    held: int = strawberry.field(description="проведено практикумов")
    attended: int = strawberry.field(description="участников, побывавших на них (людей)")


@strawberry.type(
    description="Сколько участников региона дошло до каждого шага; меры — те же, что в отчётах"
)
class Funnel:
    campaign: strawberry.ID
    registered: int = strawberry.field(description="зарегистрировано")
    consented: int = strawberry.field(description="с действующим согласием")
    stages: list[int] = strawberry.field(description="прошли 1-й, 2-й, 3-й этап тестирования")
    all_stages: int = strawberry.field(description="прошли все три этапа")
    formats: list[FunnelFormat] = strawberry.field(description="три формата по порядку")
    advised_by_navigator: int = strawberry.field(
        description="участников с рекомендацией педагога-навигатора"
    )
    advised_by_mentor: int = strawberry.field(description="участников с рекомендацией наставника")


def region_numbers(row: RegionRow) -> RegionNumbers:
    """A row as GraphQL tells it."""
    return RegionNumbers(
        region=strawberry.ID(row.id),
        name=row.name,
        zone=row.zone,
        district=row.district,
        students=row.students,
        schools=row.schools,
        gaps_a=row.gaps_a,
        gaps_b=row.gaps_b,
        gaps_c=row.gaps_c,
        overdue=row.overdue,
        scanned_at=row.scanned_at,
    )


def school_numbers(row: SchoolRow) -> SchoolNumbers:
    """A row as GraphQL tells it."""
    return SchoolNumbers(
        school=strawberry.ID(row.id),
        name=row.name,
        municipality=row.municipality,
        students=row.students,
        gaps_a=row.gaps_a,
        gaps_b=row.gaps_b,
        gaps_c=row.gaps_c,
    )


def municipality_gaps(row: MunicipalityRow) -> MunicipalityGaps:
    """A row as GraphQL tells it."""
    return MunicipalityGaps(
        municipality=strawberry.ID(row.id) if row.id else None,
        name=row.name,
        gaps_a=row.gaps_a,
        gaps_b=row.gaps_b,
        gaps_c=row.gaps_c,
        overdue=row.overdue,
    )


def funnel_told(row: FunnelRow) -> Funnel:
    """The funnel as GraphQL tells it; a format without practicums is there with zeros."""
    return Funnel(
        campaign=strawberry.ID(row.campaign),
        registered=row.registered,
        consented=row.consented,
        stages=list(row.stages),
        all_stages=row.all_stages,
        formats=[_format(one, row.held, row.attended) for one in Format],
        advised_by_navigator=row.advised.get("navigator", 0),
        advised_by_mentor=row.advised.get("mentor", 0),
    )


def _format(one: Format, held: Mapping[str, int], attended: Mapping[str, int]) -> FunnelFormat:
    return FunnelFormat(
        format=one, held=held.get(one.value, 0), attended=attended.get(one.value, 0)
    )
