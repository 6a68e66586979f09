"""What deliveries and their steps are called on the pages of alerts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from api.web.form import counted
from api.web.words import Mark
from graph.model.gap import DeliveryState, Severity
from queries.rules import CATALOGUE
from queries.rules.steps import EARLY, STEPS

DELIVERY: Final = {
    DeliveryState.WAITING: Mark("upcoming", "◔", "ждёт сводки"),
    DeliveryState.SENDING: Mark("upcoming", "→", "отправляется"),
    DeliveryState.SENT: Mark("closed", "✓", "дошло"),
    DeliveryState.FAILED: Mark("b", "↻", "не ушло, повторим"),
    DeliveryState.DEAD: Mark("late", "!", "не дошло"),
    DeliveryState.DROPPED: Mark("waived", "–", "уже не нужно"),
}
_AT_ONCE: Final = Mark("upcoming", "→", "ждёт отправки")


def delivery_mark(delivery: Mapping[str, Any]) -> Mark:
    """How a delivery stands; what is urgent waits for no digest."""
    state = DeliveryState[delivery["state"]]
    return _AT_ONCE if state is DeliveryState.WAITING and delivery["urgent"] else DELIVERY[state]


def step_word(rule: str, severity: str, number: int, *, dated: bool) -> str:
    """When a step comes, in words; `dated` says whether its gap has a last day on time."""
    known = CATALOGUE.get(rule)
    steps = (known.steps if known else ()) or STEPS[Severity(severity)]
    found = next((one for one in (*EARLY, *steps) if one.number == number), None)
    if found is None:
        return f"ступень {number}"
    if dated or found.undated is None:
        return found.ru
    days = counted(found.undated, "рабочий день", "рабочих дня", "рабочих дней")
    return f"через {days} после открытия" if found.undated else "сразу, как открылся"


def recipient_of(delivery: Mapping[str, Any]) -> str:
    """Who is told, or that there is nobody."""
    person = delivery["recipient"]
    return (person["fullName"] or "получатель") if person else "некому"


def told_of(deliveries: Iterable[Mapping[str, Any]]) -> list[tuple[Mark, str]]:
    """How a list of deliveries stands: each mark once, with the short names of whom it is of."""
    found: dict[Mark, list[str]] = {}
    for one in deliveries:
        names = found.setdefault(delivery_mark(one), [])
        name = _short(recipient_of(one))
        if name not in names:
            names.append(name)
    return [(mark, ", ".join(names)) for mark, names in found.items()]


def _short(name: str) -> str:
    """«Исаков Всеволод Ярославович» → «Исаков В. Я.»."""
    family, *others = name.split()
    return " ".join((family, *(f"{one[0]}." for one in others)))
