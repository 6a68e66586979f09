"""What the forms of a practicum's card become: the inputs of its changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from http import HTTPStatus
from typing import Any, Final
from zoneinfo import ZoneInfo

from api.web.acting import Fields, Refusal, Sent
from api.web.asking import RefusedChangeError
from graph.model.campaign import Format

Input = dict[str, Any]
Card = Mapping[str, Any]
PICKED: Final = "student:"
"""How the fields of ticked students begin; the rest is the student's id."""


class FormError(RefusedChangeError):
    """A field of a form that can't be understood; it was not sent on."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__("INVALID_INPUT", message, field)

    def sent(self, fields: Fields) -> Sent:
        """To show the form again."""
        refusal = Refusal("Проверьте, что вы ввели", self.message, self.field or "")
        return Sent(refusal, fields, HTTPStatus.BAD_REQUEST)


@dataclass(frozen=True, slots=True)
class Action:
    """One form: the document of its change, how its input is made, what is told when it is done."""

    document: str
    input: Callable[[Card, Fields], Input]
    told: str
    field: str


def _same(card: Card, fields: Fields) -> Input:
    return {"id": card["id"]}


def _held(card: Card, fields: Fields) -> Input:
    return _same(card, fields) | _texts(fields, "dayOffReason")


def _cancelled(card: Card, fields: Fields) -> Input:
    return _same(card, fields) | {"cancelReason": _needed(fields, "cancelReason", "причину отмены")}


def _moved(card: Card, fields: Fields) -> Input:
    on_day = day(fields, "onDay")
    return (
        _same(card, fields)
        | {"onDay": on_day.isoformat()}
        | {"moveReason": _needed(fields, "moveReason", "причину переноса")}
        | hours(fields, on_day, card["region"]["zone"])
        | _texts(fields, "place", "dayOffReason")
    )


def _changed(card: Card, fields: Fields) -> Input:
    given = _same(card, fields) | {"title": _needed(fields, "title", "название")}
    if fields.get("format"):
        given["format"] = _format(fields)
    return given | {
        "capacity": capacity(fields),
        **{name: fields.get(name) or None for name in ("place", "dayOffReason")},
    }


def _people(card: Card, fields: Fields) -> Input:
    return _same(card, fields) | {"students": picked(fields)}


def _someone(card: Card, fields: Fields) -> Input:
    if not picked(fields):
        raise FormError("students", "Отметьте хотя бы одного участника.")
    return _people(card, fields)


def _left(card: Card, fields: Fields) -> Input:
    return _same(card, fields) | {"student": fields.get("student", "")}


ACTIONS: Final[Mapping[str, Action]] = {
    "confirm": Action("practicums/confirm", _same, "confirmed", "confirmPracticum"),
    "hold": Action("practicums/hold", _held, "held", "holdPracticum"),
    "cancel": Action("practicums/cancel", _cancelled, "cancelled", "cancelPracticum"),
    "move": Action("practicums/move", _moved, "moved", "movePracticum"),
    "change": Action("practicums/change", _changed, "changed", "changePracticum"),
    "enrol": Action("practicums/enrol", _someone, "enrolled", "enrolStudents"),
    "leave": Action("practicums/leave", _left, "left", "cancelEnrolment"),
    "attendance": Action("practicums/attendance", _people, "recorded", "recordAttendance"),
}


def published(fields: Fields, zone: str) -> Input:
    """The input of a new practicum."""
    given: Input = {
        "title": _needed(fields, "title", "название"),
        "format": _format(fields),
        "venue": _needed(fields, "venue", "площадку"),
        "campaign": _needed(fields, "campaign", "кампанию"),
        "capacity": capacity(fields),
    }
    if fields.get("onDay"):
        on_day = day(fields, "onDay")
        given |= {"onDay": on_day.isoformat()} | hours(fields, on_day, zone)
    if fields.get("mentor"):
        given["mentors"] = [fields["mentor"]]
    return given | _texts(fields, "place", "dayOffReason", "competence")


def picked(fields: Fields) -> list[str]:
    """The ids of the ticked students."""
    return sorted(name.removeprefix(PICKED) for name in fields if name.startswith(PICKED))


def day(fields: Fields, name: str) -> date:
    """A day of a form; FormError if there is none."""
    try:
        return date.fromisoformat(fields.get(name, ""))
    except ValueError:
        raise FormError(name, "Укажите день: он нужен.") from None


def hours(fields: Fields, on_day: date, zone: str) -> Input:
    """The instants that a form's hours of a day are, on the clocks of a zone."""
    return {
        name: instant.isoformat()
        for name in ("startsAt", "endsAt")
        if (instant := _hour(fields, name, on_day, zone)) is not None
    }


def capacity(fields: Fields) -> int | None:
    """How many places there are, if that is said; FormError if it is no number."""
    text = fields.get("capacity", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 6):
        raise FormError("capacity", "Число мест — целое число, например 25.")
    return int(text) if text else None


def _hour(fields: Fields, name: str, on_day: date, zone: str) -> datetime | None:
    text = fields.get(name, "")
    if not text:
        return None
    try:
        at = time.fromisoformat(text)
    except ValueError:
        raise FormError(name, "Время — как 10:30.") from None
    return datetime.combine(on_day, at, ZoneInfo(zone)).astimezone(UTC)


def _format(fields: Fields) -> str:
    try:
        return Format(fields.get("format", "")).name
    except ValueError:
        raise FormError("format", "Выберите формат из списка.") from None


def _needed(fields: Fields, name: str, what: str) -> str:
    if not fields.get(name):
        raise FormError(name, f"Укажите {what}: без этого не записать.")
    return fields[name]


def _texts(fields: Fields, *names: str) -> Input:
    return {name: fields[name] for name in names if fields.get(name)}
