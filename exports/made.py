"""Who made a file, when and with what: what a reader needs to make the same file again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import metadata

from exports.telling import day
from queries.report.making import Wanted


@dataclass(frozen=True, slots=True)
class Made:
    """`user` as the file shows them; `made_at` in UTC; `version` of the program.

    `filters`: what the table was narrowed to, Russian name → value, as on the screen.
    """

    user: str
    made_at: datetime
    version: str
    filters: Mapping[str, str] = field(default_factory=dict)


def made_now(
    user: str, at: datetime, wanted: Wanted | None = None, more: Mapping[str, str] | None = None
) -> Made:
    """Made by this program; its filters are what was asked beyond the place and the moment."""
    filters = {**(_filters(wanted) if wanted else {}), **(more or {})}
    told = {name: value for name, value in filters.items() if value}
    return Made(user, at, metadata.version("orientir"), told)


def _filters(wanted: Wanted) -> dict[str, str]:
    return {
        "Кампания": wanted.campaign or "",
        "Период с": day(wanted.period_from) if wanted.period_from else "",
        "Период по": day(wanted.period_to) if wanted.period_to else "",
        "Для публикации": "числа детей ступенями" if wanted.public else "",
    }
