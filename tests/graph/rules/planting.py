"""What tests of rules plant, one small record at a time, through the write path."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from graph.session import Graph, Row, Writer
from graph.writing import write_links, write_nodes

REGION = "RU-PRI"
ZONE = ZoneInfo("Asia/Vladivostok")
START = date(2019, 9, 2)
SINCE: dict[str, Any] = {"from": START}


def local(
    year: int, month: int, day: int, hour: int = 12, minute: int = 0, second: int = 0
) -> datetime:
    """A moment by the region's clock."""
    return datetime(year, month, day, hour, minute, second, tzinfo=ZONE).astimezone(UTC)


def last_moment(day: date) -> datetime:
    """The last second of a day by the region's clock."""
    return midnight_after(day) - timedelta(seconds=1)


def midnight_after(day: date) -> datetime:
    """The moment at which a day is over by the region's clock."""
    after = day + timedelta(days=1)
    return local(after.year, after.month, after.day, 0)


@dataclass
class Planting:
    """Plants rows; every method returns the id of what it planted."""

    graph: Graph
    rules: tuple[str, ...]
    numbers: dict[str, int] = field(default_factory=dict)

    async def node(self, label: str, /, **row: Any) -> str:
        self.numbers[label] = self.numbers.get(label, 0) + 1
        row.setdefault("id", f"{label.lower()}{self.numbers[label]}")

        async def work(writer: Writer) -> int:
            return await write_nodes(writer, label, [row])

        await self.graph.write(work)
        return str(row["id"])

    async def link(self, source: str, link: str, /, **row: Any) -> None:
        async def work(writer: Writer) -> int:
            return await write_links(writer, source, link, [row])

        await self.graph.write(work)

    async def school(self, *, represented: bool = True, navigated: bool = True, **part: Any) -> str:
        """A school of the campaign; `part` is how it takes part."""
        school = await self.node("School", name="Школа", municipality="vladivostok")
        await self.link("School", "campaigns", source=school, target="c2019", **(SINCE | part))
        for needed, role in ((represented, "represents"), (navigated, "navigates")):
            if needed:
                await self.role(role, school, registered_at=local(2019, 9, 3))
        return school

    async def role(self, role: str, target: str, /, **row: Any) -> str:
        person = await self.node("Person", family_name="Орлова", given_name="Вера")
        await self.link("Person", role, **({"source": person, "target": target} | SINCE | row))
        return person

    async def student(self, school: str | None, /, **row: Any) -> str:
        own: Row = {
            "family_name": "Котов",
            "given_name": "Лев",
            "grade": 7,
            "registered_at": local(2019, 9, 10),
            "in_region": REGION,
        }
        if school:
            own["school"] = {"id": school, **SINCE}
        return await self.node("Student", **(own | row))

    async def consent(self, student: str, *, legal: bool = True, **row: Any) -> str:
        guardian = await self.node(
            "Guardian", family_name="Котова", given_name="Анна", in_region=REGION
        )
        since: Row = {"from": date(2010, 1, 1)}
        await self.link(
            "Guardian", "children", source=guardian, target=student, legal=legal, **since
        )
        own: Row = {
            "purposes": ["processing"],
            "given_on": date(2019, 9, 11),
            "recorded_at": local(2019, 9, 11),
            "child": student,
            "signed_by": guardian,
        }
        return await self.node("Consent", **(own | row))

    async def stage(self, student: str, passed_at: datetime, stage: int = 1, **row: Any) -> str:
        own: Row = {"stage": stage, "passed_at": passed_at, "student": student}
        return await self.node("StageResult", **(own | row))

    async def stages(self, student: str, *passed_at: datetime) -> None:
        """Stages 1, 2, 3 passed at these moments, each with its text."""
        for number, moment in enumerate(passed_at, 1):
            await self.stage(student, moment, number, text="Склонность к технике")

    async def advice(self, student: str, given_at: datetime, **row: Any) -> str:
        """A recommendation of the navigator, unless `given_as` says another."""
        own: Row = {"given_as": "navigator", "given_at": given_at, "student": student}
        giver = await self.node("Person", family_name="Чехов", given_name="Антон")
        return await self.node("Recommendation", **(own | {"given_by": giver} | row))

    async def venue(self, *, assigned: bool = True, **row: Any) -> str:
        venue = await self.node("Venue", name="Кванториум", municipality="vladivostok", **row)
        if assigned:
            await self.link("Venue", "campaigns", source=venue, target="c2019", **SINCE)
        return venue

    async def active_venue(self, *, assigned: bool = True, **part: Any) -> str:
        """A venue that works in the region; `part` is since when and until when."""
        place: Row = {"id": REGION} | SINCE | part
        return await self.venue(assigned=assigned, participates_in=place)

    async def contract(self, venue: str, **row: Any) -> str:
        return await self.node("VenueContract", venue=venue, campaign="c2019", **row)

    async def practicum(
        self, venue: str, on_day: date | None, *, held: bool = True, **row: Any
    ) -> str:
        own: Row = {
            "title": "Веб-дизайн",
            "format": "introductory",
            "on_day": on_day,
            "venue": venue,
            "campaign": "c2019",
        }
        if held and on_day:
            own["held_at"] = local(on_day.year, on_day.month, on_day.day, 18)
        return await self.node("Practicum", **(own | row))

    async def posted(self, venue: str, on_day: date, *, held: bool = False, **row: Any) -> str:
        """A practicum published in time with its hours, place and confirmation."""
        year, month, day = on_day.year, on_day.month, on_day.day
        own: Row = {
            "posted_at": local(2019, 9, 2),
            "confirmed_at": local(2019, 9, 3),
            "starts_at": local(year, month, day, 10),
            "ends_at": local(year, month, day, 12),
            "place": "Мастерская 1",
        }
        return await self.practicum(venue, on_day, held=held, **(own | row))

    async def mentor(self, *practicums: str, **row: Any) -> str:
        """A mentor who leads these practicums."""
        person = await self.node("Person", family_name="Павлов", given_name="Иван")
        mentor = await self.node("Mentor", **({"in_region": REGION, "person": person} | row))
        for practicum in practicums:
            await self.link("Practicum", "mentors", source=practicum, target=mentor)
        return mentor

    async def enrol(self, student: str, practicum: str, **row: Any) -> None:
        own: Row = {"source": student, "target": practicum, "enrolled_at": local(2019, 9, 12)}
        await self.link("Student", "enrolments", **(own | row))

    async def attend(
        self, student: str, practicum: str, recorded_at: datetime | None = None
    ) -> None:
        await self.link(
            "Student",
            "attendances",
            source=student,
            target=practicum,
            recorded_at=recorded_at or local(2019, 9, 12),
        )

    async def document(self, label: str, subject: str, **row: Any) -> str:
        """A document about a venue or a practicum."""
        return await self.node("Document", concerns={"label": label, "id": subject}, **row)

    async def cabinet(self, label: str, owner: str, **row: Any) -> str:
        """A cabinet that its owner has entered."""
        own: Row = {
            "kind": "student",
            "opened_at": local(2019, 9, 3),
            "last_entered_at": local(2019, 9, 4),
            "in_region": REGION,
            "owner": {"label": label, "id": owner},
        }
        return await self.node("Cabinet", **(own | row))

    async def term(self, kind: str, **row: Any) -> str:
        """A deadline of the campaign; `overrides_in` makes it the region's own."""
        return await self.node("Deadline", **({"kind": kind, "campaign": "c2019"} | row))

    async def extension(self, label: str, subject: str, until: date, at: datetime) -> str:
        curator = await self.node("Person", family_name="Лаврова", given_name="Ольга")
        own: Row = {"until": until, "at": at, "reason": "Школы закрыты", "decided_by": curator}
        return await self.node("Extension", **own, extends={"label": label, "id": subject})

    async def other_region(self) -> str:
        return await self.node(
            "Region",
            id="RU-KAM",
            name="Камчатский край",
            code="41",
            zone="Asia/Kamchatka",
            district="far-east",
        )
