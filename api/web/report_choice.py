"""Which reports a list or a matrix is of: read from the address, written back to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from starlette.datastructures import QueryParams

from api.web import report_words as told
from api.web.asking import nodes
from api.web.report_words import Node
from queries.report.forms import forms

EVERY_PERIOD: Final = "any"


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose from: campaigns, periods of each, regions in sight."""

    campaigns: list[dict[str, str]]
    periods: dict[str, list[dict[str, str]]]
    regions: list[dict[str, Any]]

    @property
    def districts(self) -> dict[str, str]:
        """Federal districts of the regions in sight: names by id."""
        found = {one["district"]["id"]: one["district"]["name"] for one in self.regions
                 if one["district"]}  # fmt: skip
        return dict(sorted(found.items(), key=lambda item: item[1]))


@dataclass(frozen=True, slots=True)
class Choice:
    """The filters. `alone`: of one region, a list; else a matrix of one period."""

    campaign: str
    period: str
    region: str
    district: str
    form: int
    step: str
    overdue: bool
    alone: bool

    @property
    def period_to(self) -> str | None:
        """The last day of the period, for an answer; None of every period."""
        return None if self.period == EVERY_PERIOD else self.period

    def has(self, report: Node, regions: Mapping[str, Node]) -> bool:
        """Whether a report is among those that were chosen."""
        district = (regions.get(report["region"]) or {}).get("district") or {}
        return (
            self.step in ("", report["step"])
            and self.district in ("", district.get("id"))
            and (not self.overdue or told.in_time(report) is told.OVERDUE)
        )

    def parameters(self, **changes: object) -> dict[str, object]:
        """For an address that differs from this one by `changes`."""
        own: dict[str, object] = {
            "campaign": self.campaign,
            "period": self.period,
            "region": self.region,
            "district": self.district,
            "form": self.form,
            "step": self.step,
            "overdue": 1 if self.overdue else "",
        }
        return own | changes


def offered(found: Mapping[str, Any]) -> Offered:
    """What the chooser's document has answered."""
    periods: dict[str, list[dict[str, str]]] = {}
    for group in found["reportDutiesBy"]:
        if group["campaign"]:
            periods.setdefault(group["campaign"]["id"], []).append(group)
    for own in periods.values():
        own.sort(key=lambda one: (one["periodTo"], one["periodFrom"]), reverse=True)
    return Offered(
        nodes(found["campaigns"]),
        periods,
        nodes(found["regions"]),
    )


def chosen(query: QueryParams, of: Offered, today: date) -> Choice:
    """The filters of an address; words that mean nothing are as if they weren't there."""
    campaigns = [one["id"] for one in of.campaigns]
    usual = next((one for one in campaigns if one in of.periods), "")
    campaign = _one_of(query.get("campaign", ""), campaigns, usual)
    regions = [one["id"] for one in of.regions]
    region = _one_of(query.get("region", ""), regions, "")
    alone = bool(region) or len(regions) == 1
    ends = [one["periodTo"] for one in of.periods.get(campaign, ())]
    now = EVERY_PERIOD if alone else _current(ends, today)
    form = query.get("form", "")
    return Choice(
        campaign,
        _one_of(query.get("period", ""), [*ends, EVERY_PERIOD] if alone else ends, now),
        region,
        _one_of(query.get("district", ""), of.districts, ""),
        int(form) if form.isascii() and form.isdigit() and int(form) in forms() else 0,
        _one_of(query.get("step", ""), told.STEPS, ""),
        query.get("overdue") == "1",
        alone,
    )


def _current(ends: list[str], today: date) -> str:
    """The period that is reported now: the last that is over, else the first there is."""
    over = [one for one in ends if one < today.isoformat()]
    return max(over) if over else min(ends, default=EVERY_PERIOD)


def _one_of(given: str, known: Iterable[str], usual: str) -> str:
    return given if given in known else usual
