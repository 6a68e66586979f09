"""The last step of a region: plans that its facts meet, report figures that its rows give.

What a plant has set before is left as it is.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from graph.demo.build import Build
from graph.demo.timeline import CAMPAIGN, window_id
from graph.model.campaign import Format
from graph.session import Row

_MET = 0.9
_REGISTRATION_WORKING_DAYS = 40


def finish(build: Build) -> None:
    """Set what depends on everything else. Source: clauses 5.2.2, 5.3.6, 6.2."""
    _plans(build)
    for row in build.network.nodes["ReportVersion"].values():
        if "total" not in row:
            duty = build.network.node("ReportDuty", row["duty"])
            row["total"] = total(build, duty, row["as_of"])


def total(build: Build, duty: Row, as_of: datetime) -> int:
    """The number that the form of a duty counts, of its period. Source: clauses 6.2.1–6.2.12."""
    nodes, day, form = build.network.nodes, build.days.day_of(as_of), int(duty["form"])
    first, last = duty["period_from"], duty["period_to"]
    if form == 1:
        return sum(1 for s in nodes["Student"].values() if s["registered_at"] <= as_of)
    if form == 2:
        return _passed(build, as_of)
    if form in (3, 4, 5):
        return _attended(build, tuple(Format)[form - 3], as_of, first, last)
    if form == 8:
        return _gave_data(build, as_of, day)
    if form in (10, 12):
        return _held(build, as_of, first, last, led=form == 10)
    dated = {6: ("PromotionMeasure", "on_day"), 7: ("TrainingEvent", "starts_on")}
    if form in dated:
        label, since = dated[form]
        return sum(1 for row in nodes[label].values() if first <= row[since] <= min(day, last))
    if form == 11:
        return sum(1 for n in nodes["TrainingNeed"].values() if n["raised_on"] <= min(day, last))
    return len(nodes["Mentor"])


def _gave_data(build: Build, as_of: datetime, day: date) -> int:
    """Schools of the campaign that told of impairments, even that they have none."""
    links = build.network.links["School", "campaigns"]
    return len(
        {
            school
            for (school, _), row in links.items()
            if row["from"] <= day
            and not (row.get("to") and row["to"] <= day)
            and row.get("impairments_reported_at")
            and row["impairments_reported_at"] <= as_of
        }
    )


def _held(build: Build, as_of: datetime, first: date, last: date, *, led: bool) -> int:
    """Practicums held; with `led` those that a mentor of the region led."""
    network = build.network
    mentored = {practicum for practicum, _ in network.links["Practicum", "mentors"]}
    return sum(
        1
        for row in network.nodes["Practicum"].values()
        if "campaign" in row
        and row.get("held_at")
        and row["held_at"] <= as_of
        and not (row.get("cancelled_at") and row["cancelled_at"] <= as_of)
        and _in_period(row, first, last)
        and (not led or row["id"] in mentored)
    )


def _in_period(practicum: Row, first: date, last: date) -> bool:
    """One without a day belongs to every period."""
    day = practicum.get("on_day")
    return day is None or bool(first <= day <= last)


def attendances(build: Build, format_: Format) -> int:
    """How many times students attended a format in the campaign."""
    rows = build.network.nodes["Practicum"]
    links = build.network.links["Student", "attendances"]
    return sum(1 for _, practicum in links if _of_format(rows[practicum], format_))


def registered_by_school(build: Build) -> Counter[str]:
    """Students of each school registered by the end of registration; "" counts the region's."""
    last = build.days.from_day(build.days.start, _REGISTRATION_WORKING_DAYS)
    counts: Counter[str] = Counter()
    for row in build.network.nodes["Student"].values():
        if build.days.day_of(row["registered_at"]) <= last:
            counts[""] += 1
            if row.get("school"):
                counts[row["school"]["id"]] += 1
    return counts


def _plans(build: Build) -> None:
    network, counts = build.network, registered_by_school(build)
    for (school, _), row in network.links["School", "campaigns"].items():
        row.setdefault("planned_students", int(_MET * counts[school]))
    if not network.from_source("Region", "campaigns", build.code):
        join_region(build, int(_MET * counts[""]))
    planned = {row["target"] for row in network.from_source("Region", "format_plans", build.code)}
    for format_ in Format:
        if window_id(format_) not in planned:
            plan_format(build, format_, int(_MET * attendances(build, format_)))


def join_region(build: Build, planned: int) -> None:
    """The region takes part with a plan of registered students."""
    row: dict[str, date | int] = {"from": build.days.start, "planned_students": planned}
    build.network.link("Region", "campaigns", build.code, CAMPAIGN, **row)


def plan_format(build: Build, format_: Format, planned: int) -> None:
    """The region plans so many attendances of a format."""
    row = {"planned_attendances": planned}
    build.network.link("Region", "format_plans", build.code, window_id(format_), **row)


def _passed(build: Build, as_of: datetime) -> int:
    stages: Counter[str] = Counter()
    for row in build.network.nodes["StageResult"].values():
        if row["passed_at"] <= as_of:
            stages[row["student"]] += 1
    return sum(1 for count in stages.values() if count == 3)


def _attended(build: Build, format_: Format, as_of: datetime, first: date, last: date) -> int:
    rows = build.network.nodes["Practicum"]
    return len(
        {
            student
            for (student, practicum), row in build.network.links["Student", "attendances"].items()
            if row["recorded_at"] <= as_of
            and _of_format(rows[practicum], format_)
            and _in_period(rows[practicum], first, last)
        }
    )


def _of_format(practicum: Row, format_: Format) -> bool:
    return "campaign" in practicum and bool(practicum["format"] == format_.value)
