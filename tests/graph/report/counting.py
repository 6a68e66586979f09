"""The answer key of reports: what each cell must say, counted from planted facts alone.

Nothing of the code that counts is used; see tests.graph.measures.growing for the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from graph.session import Row
from tests.graph.measures.growing import AS_OF, START, ZONE, Facts

TODAY = AS_OF.astimezone(ZoneInfo(ZONE)).date()


def by(moment: datetime | None) -> bool:
    """It had happened by the moment of the reports."""
    return moment is not None and moment <= AS_OF


def lasting(row: Row) -> bool:
    return bool(row["from"] <= TODAY) and not (row.get("to") and row["to"] <= TODAY)


class Key:
    """The facts of one region, as the reports should see them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.children = [c for c in facts.of("Student") if by(c.get("registered_at"))]
        self.practicums = [
            p
            for p in facts.of("Practicum")
            if p.get("campaign") == "c2019" and ("on_day" not in p or START <= p["on_day"] <= TODAY)
        ]

    def school_of(self, child: str) -> str | None:
        for row in self.facts.links["Student", "school"]:
            if row["source"] == child and lasting(row):
                return str(row["target"])
        return None

    def stages(self, child: str) -> set[int]:
        return {
            row["stage"]
            for row in self.facts.nodes["StageResult"]
            if row["student"] == child and by(row["passed_at"])
        }

    def consented(self, child: str) -> bool:
        return any(
            row["child"] == child
            and "processing" in row["purposes"]
            and (by(row.get("recorded_at")) or "recorded_at" not in row)
            and _covers(row, TODAY)
            for row in self.facts.nodes["Consent"]
        )

    def practicums_of(self, format_: str) -> dict[tuple[str, str | None], list[Row]]:
        """Published or held ones by venue and competence."""
        found: dict[tuple[str, str | None], list[Row]] = {}
        for row in self.practicums:
            if row["format"] == format_ and (by(row.get("posted_at")) or by(row.get("held_at"))):
                found.setdefault((row["venue"], row.get("competence")), []).append(row)
        return found

    def visits(self, practicums: Iterable[Row]) -> list[tuple[str, str]]:
        """Pairs of the region's own child and a practicum it came to."""
        chosen = {row["id"] for row in practicums}
        own = {row["id"] for row in self.facts.of("Student")}
        return [
            (row["source"], row["target"])
            for row in self.facts.links["Student", "attendances"]
            if row["target"] in chosen and row["source"] in own and by(row["recorded_at"])
        ]

    def enrolled(self, practicums: Iterable[Row]) -> list[tuple[str, str]]:
        chosen = {row["id"] for row in practicums}
        return [
            (row["source"], row["target"])
            for row in self.facts.links["Student", "enrolments"]
            if row["target"] in chosen
            and by(row["enrolled_at"])
            and not by(row.get("cancelled_at"))
        ]

    def advised(self, practicums: Iterable[Row]) -> int:
        chosen = {row["id"] for row in practicums}
        return sum(
            row["after"] in chosen and row["given_as"] == "mentor" and by(row["given_at"])
            for row in self.facts.nodes["Recommendation"]
        )

    def held(self) -> list[Row]:
        return [p for p in self.practicums if is_held(p)]

    def with_mentor(self, mentor: str) -> list[Row]:
        led = {
            row["source"]
            for row in self.facts.links["Practicum", "mentors"]
            if row["target"] == mentor
        }
        return [p for p in self.held() if p["id"] in led]

    def dated(self, label: str, field: str) -> list[Row]:
        return [row for row in self.facts.of(label) if START <= row[field] <= TODAY]


def is_held(row: Row) -> bool:
    return by(row.get("held_at")) and not by(row.get("cancelled_at"))


def count(rows: Iterable[Row], test: Callable[[Row], Any]) -> int:
    return sum(1 for row in rows if test(row))


def _covers(row: Row, day: date) -> bool:
    given = row.get("given_on")
    if given is None or given > day or by(row.get("withdrawn_at")):
        return False
    refused = row.get("refused_on")
    if refused is not None and given <= refused <= day:
        return False
    return bool(row.get("valid_until", day) >= day)
