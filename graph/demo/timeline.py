"""The days of the demo: its campaign around its moment, and a region's own clock and calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from graph.model.campaign import Format
from graph.policy.calendar import CALENDAR, local_day

_MOSCOW = ZoneInfo("Europe/Moscow")
# Working days from the moment; on 2019-11-01 they give the campaign of 2 September – 29 November.
_STARTS, _ENDS = -44, 19
_WINDOWS = {
    Format.INTRODUCTORY: (_STARTS, -10),
    Format.ENGAGED: (-30, 5),
    Format.IN_DEPTH: (-20, _ENDS),
}
CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class CampaignDays:
    """First and last days, both included, of the campaign and of its formats' windows."""

    starts_on: date
    ends_on: date
    windows: dict[Format, tuple[date, date]]


@cache
def campaign_days(moment: datetime) -> CampaignDays:
    """The campaign in the middle of which `moment` lies, by the federal calendar."""
    today = local_day(moment, _MOSCOW)

    def day(working_days: int) -> date:
        return CALENDAR.add_working_days(today, working_days)

    windows = {format_: (day(a), day(b)) for format_, (a, b) in _WINDOWS.items()}
    return CampaignDays(day(_STARTS), day(_ENDS), windows)


def window_id(format_: Format) -> str:
    """The id of a format's window."""
    return f"{CAMPAIGN}:window:{format_.value}"


@dataclass(slots=True)
class Days:
    """One region's clock: its days, its working days, its instants in UTC."""

    region: str
    zone: ZoneInfo
    moment: datetime
    campaign: CampaignDays
    today: date = field(init=False)
    _midnights: dict[date, datetime] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.today = local_day(self.moment, self.zone)

    @property
    def start(self) -> date:
        return self.campaign.starts_on

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """The UTC instant of an hour of the region's day."""
        midnight = self._midnights.get(day)
        if midnight is None:
            midnight = datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(UTC)
            self._midnights[day] = midnight
        return midnight + timedelta(hours=hour, minutes=minute)

    def since_start(self, days: int) -> date:
        return self.start + timedelta(days=days)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def worked(self, working_days: int) -> date:
        """So many working days from today; negative is the past."""
        return CALENDAR.add_working_days(self.today, working_days, self.region)

    def from_day(self, day: date, working_days: int) -> date:
        return CALENDAR.add_working_days(day, working_days, self.region)

    def is_working(self, day: date) -> bool:
        return CALENDAR.is_working_day(day, self.region)

    def last_worked(self, day: date) -> date:
        """`day` itself if it is worked, else the working day before it."""
        return day if self.is_working(day) else CALENDAR.add_working_days(day, -1, self.region)

    def span(self, first: date, last: date) -> list[date]:
        """All days from first to last, both included; empty if last is earlier."""
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def day_of(self, instant: datetime) -> date:
        return local_day(instant, self.zone)
