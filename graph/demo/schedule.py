"""Who goes to which practicum, and when: groups of students on days, hours and lines.

Overlaps can't arise: a format has days of its own, a student is in a format's group once for the
past and once for what is to come, and a line has one practicum at an hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from graph.demo.build import Build, Pupil, Session
from graph.demo.venues import venues
from graph.model.campaign import Format

HOURS = (10, 12, 14)
CANCELLED_HOUR = 16
_GROUP = 9
_SMALLEST_GROUP = 4
_FIRST_DAY = 23
"""Days from the campaign's start after which everyone who attends has been tested."""
_PER_LINE = 16
_FEWEST_LINES = 10
_CANCELLED_SHARE = 0.02


@dataclass(slots=True)
class _Group:
    format: Format
    held: bool
    pupils: list[Pupil]


def schedule(build: Build) -> None:
    """Make the lines and all sessions of the region, in the order of their days."""
    groups = [*_held_groups(build), *_future_groups(build)]
    venues(build, _line_count(build, groups))
    placed = [s for key in _kinds(groups) for s in _place(build, key, groups)]
    placed += _cancelled(build)
    for session in sorted(placed, key=lambda s: (s.day, s.hour, s.line.mentor)):
        session.id = build.new_id("practicum")
        build.sessions[session.id] = session
        for pupil in session.attendees:
            pupil.sessions.append(session.id)
    _add_no_shows(build)


def _held_groups(build: Build) -> list[_Group]:
    """Those who attend go 1.5 times on average, to each format at most once."""
    seats: dict[Format, list[Pupil]] = {format_: [] for format_ in Format}
    for pupil in build.pupils.values():
        if pupil.attends:
            for format_ in _wanted(build.rng.random()):
                seats[format_].append(pupil)
    groups = [_Group(f, True, members) for f in Format for members in _split(build, seats[f])]
    came = {pupil.id for group in groups for pupil in group.pupils}
    for pupil in build.pupils.values():
        pupil.attends = pupil.id in came
    return groups


def _wanted(chance: float) -> tuple[Format, ...]:
    first, second, third = Format.INTRODUCTORY, Format.ENGAGED, Format.IN_DEPTH
    if chance < 0.4:
        return (first,)
    if chance < 0.6:
        return (second,) if chance < 0.52 else (third,)
    if chance < 0.9:
        return (first, second) if chance < 0.78 else (first, third)
    return (first, second, third)


def _future_groups(build: Build) -> list[_Group]:
    """Enrolments to come: all who passed and did not attend yet, and most of the others tested."""
    seats: dict[Format, list[Pupil]] = {Format.ENGAGED: [], Format.IN_DEPTH: []}
    for pupil in build.pupils.values():
        if not pupil.stages:
            continue
        chance = build.rng.random()
        if chance < 0.75 or (pupil.passed and not pupil.attends):
            seats[Format.ENGAGED if chance < 0.4 else Format.IN_DEPTH].append(pupil)
            if chance < 0.35:
                seats[Format.IN_DEPTH].append(pupil)
    return [_Group(f, False, members) for f in seats for members in _split(build, seats[f])]


def _split(build: Build, pupils: list[Pupil]) -> list[list[Pupil]]:
    """Shuffled into groups of about nine, never of fewer than four."""
    if len(pupils) < _SMALLEST_GROUP:
        return []
    build.rng.shuffle(pupils)
    count = max(1, round(len(pupils) / _GROUP))
    return [pupils[i::count] for i in range(count)]


def _kinds(groups: Iterable[_Group]) -> list[tuple[Format, bool]]:
    return list(dict.fromkeys((group.format, group.held) for group in groups))


def _line_count(build: Build, groups: list[_Group]) -> int:
    at_once = 1
    for format_, held in _kinds(groups):
        count = sum(1 for g in groups if (g.format, g.held) == (format_, held))
        at_once = max(at_once, -(-count // (len(_days(build, format_, held)) * len(HOURS))))
    return max(at_once, min(_FEWEST_LINES, len(groups) // 3), len(groups) // _PER_LINE)


def _place(build: Build, kind: tuple[Format, bool], groups: list[_Group]) -> list[Session]:
    """Groups of one kind over the days, hours and lines; each triple is used once."""
    format_, held = kind
    times = [(day, hour) for day in _days(build, format_, held) for hour in HOURS]
    mine = [group for group in groups if (group.format, group.held) == kind]
    stride = max(1, len(build.lines) // len(times))
    shift = int(build.rng.random() * len(times))
    made = []
    for number, group in enumerate(mine):
        at = (number + shift) % len(times)
        line = build.lines[(number // len(times) + at * stride) % len(build.lines)]
        competence = line.competences[number % 2]
        day, hour = times[at]
        made.append(Session("", format_, day, hour, line, held, competence, group.pupils))
    return made


def _days(build: Build, format_: Format, held: bool) -> list[date]:
    """The days of a format, past or to come: in its window, shared with no other format."""
    first, last = build.days.campaign.windows[format_]
    if held:
        first = max(first, build.days.since_start(_FIRST_DAY))
        last = min(last, build.days.ago(1))
    else:
        first = max(first, build.days.today + timedelta(days=1))
    every = build.days.span(first, last)
    own = [day for day in every if build.days.is_working(day) and _share(build, day) == format_]
    if held and format_ is Format.ENGAGED:
        own += [day for day in every if not build.days.is_working(day) and day.weekday() == 5]
    return own


def _share(build: Build, day: date) -> Format:
    """Which format a working day belongs to."""
    past = day < build.days.today
    formats = tuple(Format) if past else (Format.ENGAGED, Format.IN_DEPTH)
    return formats[day.toordinal() % len(formats)]


def _cancelled(build: Build) -> list[Session]:
    """A few practicums called off with a reason, at an hour when there are no others."""
    days = _days(build, Format.ENGAGED, True)[:8]
    count = max(2, int(len(build.lines) * _PER_LINE * _CANCELLED_SHARE))
    made = []
    for number in range(min(count, len(build.lines) * len(days))):
        line = build.lines[number // len(days)]
        day = days[number % len(days)]
        session = Session(
            "", Format.ENGAGED, day, CANCELLED_HOUR, line, False, line.competences[0], []
        )
        session.cancelled = True
        made.append(session)
    return made


def _add_no_shows(build: Build) -> None:
    """Enrolled but not come: up to two students who passed, in half of the larger groups."""
    waiting = [p for p in build.pupils.values() if p.passed and not p.attends]
    build.rng.shuffle(waiting)
    for session in build.sessions.values():
        if session.held and len(session.attendees) > 7 and build.rng.random() < 0.5:
            for pupil in _take(waiting, _ready_for(session), 1 + int(build.rng.random() * 2)):
                session.no_shows.append(pupil)
                pupil.sessions.append(session.id)


def _ready_for(session: Session) -> Callable[[Pupil], bool]:
    return lambda pupil: pupil.ready + timedelta(days=3) <= session.day


def _take(waiting: list[Pupil], fits: Callable[[Pupil], bool], count: int) -> list[Pupil]:
    """Up to `count` of the last few in line that fit, taken out of it."""
    taken = [pupil for pupil in waiting[-12:] if fits(pupil)][:count]
    for pupil in taken:
        waiting.remove(pupil)
    return taken
