"""What plants ask of a region that is made: who is seen in pictures, what a venue's practicums are.

Answers come from the rows, not from how the region was made: an earlier plant may have moved them.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.demo.build import Build, Pupil, Session
from graph.session import Row


def depicted(build: Build) -> set[str]:
    """Students seen in a picture: a consent of theirs is never touched by plants of R06."""
    return {student for _, student in build.network.links["MediaFile", "depicts"]}


def at_venue(build: Build, venue: str) -> list[Row]:
    """Practicums of a venue in the campaign that are not called off, by id."""
    rows = build.network.nodes["Practicum"].values()
    return sorted(
        (r for r in rows if r["venue"] == venue and "cancelled_at" not in r and "campaign" in r),
        key=lambda row: str(row["id"]),
    )


def led_by(build: Build, mentor: str) -> list[Row]:
    """Practicums in the campaign led by a mentor and not called off, by id."""
    rows = build.network.nodes["Practicum"]
    mine = (
        rows[practicum]
        for practicum, m in build.network.links["Practicum", "mentors"]
        if m == mentor
    )
    return sorted(
        (row for row in mine if "cancelled_at" not in row and "campaign" in row),
        key=lambda row: str(row["id"]),
    )


def ids(rows: Iterable[Row]) -> list[str]:
    return [str(row["id"]) for row in rows]


def used_venues(build: Build) -> list[str]:
    """Venues with a practicum in the campaign."""
    rows = build.network.nodes["Practicum"].values()
    used = {r["venue"] for r in rows if "cancelled_at" not in r and "campaign" in r}
    return sorted(used)


def student(build: Build, pupil: Pupil) -> Row:
    return build.network.node("Student", pupil.id)


def consent(build: Build, pupil: Pupil) -> Row:
    return build.network.node("Consent", f"{pupil.id}:consent")


def practicum(build: Build, session: Session) -> Row:
    return build.network.node("Practicum", session.id)


def free_schools(build: Build, count: int) -> list[str]:
    """Schools of the campaign that no plant has yet, claimed."""
    return build.claim(build.schools, count)


def on_a_working_day(build: Build, session: Session) -> bool:
    """Held, and not on one of the few Saturdays, which are left to R14."""
    return session.held and build.days.is_working(session.day)
