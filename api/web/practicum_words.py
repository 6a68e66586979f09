"""How a practicum is told on a page: its state, its hours, what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from api.web import form
from api.web.words import Mark
from graph.model.campaign import FORMAT_WORDS, Format

Answer = Mapping[str, Any]
Conflicts = dict[str, list[Answer]]

CHANGED_CASE: Final = "changed_unconfirmed"
"""The case of what was changed after its confirmation."""
CANCELLED: Final = Mark("waived", "×", "отменён")
HELD: Final = Mark("closed", "✓", "проведён")
UNRECORDED: Final = Mark("upcoming", "◔", "проведён, посещение не внесено")
PAST: Final = Mark("late", "!", "день прошёл, исход не отмечен")
CHANGED: Final = Mark("upcoming", "◔", "изменён: подтвердите снова")
CONFIRMED: Final = Mark("closed", "✓", "подтверждён")
UNCONFIRMED: Final = Mark("upcoming", "◔", "ждёт подтверждения")


def state_of(practicum: Answer, today: date) -> Mark:
    """What has become of a practicum, or what it waits for."""
    on_day = form.as_day(practicum["onDay"])
    if practicum["cancelledAt"]:
        return CANCELLED
    if practicum["heldAt"]:
        return HELD if practicum["attendanceRecordedAt"] else UNRECORDED
    if on_day and on_day < today:
        return PAST
    return _before(practicum)


def _before(practicum: Answer) -> Mark:
    if not practicum["confirmedAt"]:
        return UNCONFIRMED
    return CHANGED if changed_since(practicum) else CONFIRMED


def changed_since(practicum: Answer) -> bool:
    """Whether it was changed after its confirmation."""
    changed, confirmed = (form.as_moment(practicum[one]) for one in ("changedAt", "confirmedAt"))
    return changed is not None and confirmed is not None and changed > confirmed


def hours(practicum: Answer, zone: str) -> str:
    """«10:00–11:30» on the region's clocks, or nothing."""
    known = [form.as_moment(practicum.get(one)) for one in ("startsAt", "endsAt")]
    return "–".join(f"{form.local(at, zone):%H:%M}" for at in known if at)


def format_word(name: str) -> str:
    """A format by its name in an answer."""
    return FORMAT_WORDS[Format[name]]


def mentors_of(practicum: Answer) -> str:
    """The names of who leads it, as far as they were asked for."""
    people = [edge["node"]["person"] for edge in practicum["mentors"]["edges"]]
    named = [one["fullName"] for one in people if one]
    more = practicum["mentors"]["totalCount"] - len(people)
    return ", ".join([*named, f"ещё {more}"] if more > 0 else named)


def by_practicum(conflicts: Iterable[Answer]) -> Conflicts:
    """What is wrong, by the practicum's id; each case once."""
    found: Conflicts = defaultdict(list)
    for one in conflicts:
        beside = found[one["practicumId"]]
        if all((one["rule"], one["case"]) != (it["rule"], it["case"]) for it in beside):
            beside.append(one)
    return found
