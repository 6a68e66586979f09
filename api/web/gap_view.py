"""What the card of a gap tells of an answer: the path, the cause in one line, the history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from api.web import form, words
from api.web.page import link
from api.web.record import record_path
from api.web.stops import unit_href
from graph.model.gap import GapChange
from queries.rules import CATALOGUE, Case

Answer = Mapping[str, Any]
_DECIDED: Final = frozenset({GapChange.WAIVED.name, GapChange.REDATED.name})
"""Events that come of decisions, which tell more."""


@dataclass(frozen=True, slots=True)
class Card:
    """One stop of the path: what it is, its name, and where it leads."""

    kind: str
    name: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a gap's history: what and when; by whom and why, if a person decided it."""

    at: str
    what: str
    why: str = ""
    author: str = ""


def case_of(gap: Answer) -> Case | None:
    """The case of the rule this gap is of; None for a rule this version doesn't know."""
    rule = CATALOGUE.get(gap["rule"])
    return rule.cases.get(gap["case"]) if rule else None


def path_cards(gap: Answer) -> list[Card]:
    """Region → municipality → unit; a stop that isn't known or is the one before is left out."""
    region, unit, place = gap["region"], gap["unit"], _municipality(gap["at"])
    cards = [Card("Регион", region["name"], f"/regions/{form.segment(region['id'])}")]
    if place:
        card = record_path("Municipality", place["id"])
        cards.append(Card("Муниципалитет", place["name"], card))
    if unit and unit["label"] != "Region":
        kind = words.label_word(unit["label"])
        cards.append(Card(kind, words.unit_name(gap), unit_href(gap)))
    return cards


def _municipality(at: Answer | None) -> Answer | None:
    found = at or {}
    place: Answer | None = found.get("municipality") or (found.get("venue") or {}).get(
        "municipality"
    )
    return place


def cause_text(gap: Answer, steps: Sequence[Answer]) -> str:
    """One way from a root as one line: at each gap the first of its causes; empty without any."""
    first: dict[str, Answer] = {}
    for step in steps:
        first.setdefault(step["via"], step["gap"])
    way = [gap]
    while (cause := first.pop(way[-1]["id"], None)) is not None:
        way.append(cause)
    return " → ".join(_named(one) for one in reversed(way)) if len(way) > 1 else ""


def _named(gap: Answer) -> str:
    return f"{gap['title']} ({words.unit_name(gap)})"


def history(gap: Answer) -> list[Happened]:
    """What happened to the gap and what people decided of it, the latest first; no comments."""
    told = [*_events(gap), *_decisions(gap)]
    return sorted(told, key=lambda one: datetime.fromisoformat(one.at), reverse=True)


def _events(gap: Answer) -> Iterator[Happened]:
    decided = {decision["at"] for decision in gap["decisions"]}
    for edge in gap["gapEvents"]["edges"]:
        event = edge["node"]
        if event["change"] in _DECIDED and event["at"] in decided:
            continue
        count = event["count"]
        told = f" · записей {form.number(count)}" if count else ""
        yield Happened(event["at"], f"{event['title']}{told}")


def _decisions(gap: Answer) -> Iterator[Happened]:
    for one in gap["decisions"]:
        what = {
            "Waiver": "снят куратором",
            "Extension": f"срок продлён до {form.day(one['until'])} включительно",
            "Assignment": f"поручено: {one['assignee'] or 'лицо не видно'}",
        }.get(one["kind"])
        if what:
            yield Happened(one["at"], what, one["text"], one["author"] or "")


def people(found: Answer | None) -> list[tuple[str, str, str]]:
    """(id, name, role) of those who may be given a gap, each once, nearest to it first."""
    at, region = (found or {}).get("at") or {}, (found or {}).get("region") or {}
    own = [("", at)] if at.get("fullName") else []
    if at.get("person"):
        own.append(("наставник", at["person"]))
    named = own + [
        (word, edge["node"])
        for word, name, of in (
            ("педагог-навигатор", "navigators", at),
            ("представитель школы", "representatives", at),
            ("контактное лицо", "contacts", at),
            ("контактное лицо", "contacts", at.get("venue") or {}),
            ("региональный координатор", "coordinators", region),
            ("куратор", "curators", region),
        )
        for edge in (of.get(name) or {}).get("edges", ())
    ]
    once: dict[str, tuple[str, str, str]] = {}
    for word, person in named:
        once.setdefault(person["id"], (person["id"], person["fullName"] or "лицо сети", word))
    return list(once.values())


def record_row(node: Answer) -> tuple[str, str, str]:
    """A record of a gap as a row of a file."""
    proof = "; ".join(
        f"{fact['what']} {form.day(fact['onDay'])}" if fact["onDay"] else fact["what"]
        for fact in node["evidence"]
    )
    return words.label_word(node["label"]), node["text"], proof


def tomorrow(gap: Answer, today: date) -> str:
    """The first day to which the due day may be moved, as a form's field takes it."""
    due = form.as_day(gap["dueOn"])
    return date.fromordinal(max(due or today, today).toordinal() + 1).isoformat()


def filters(gap: Answer) -> list[tuple[str, str]]:
    """What a file of the records is narrowed by."""
    return [
        ("Пробел", gap["title"]),
        ("Правило", gap["rule"]),
        ("Пункт Порядка", gap["clause"] or "—"),
        ("У кого", words.unit_name(gap)),
        ("Регион", gap["region"]["name"]),
    ]


def region_rule(gap: Answer) -> str:
    """The region's gaps of the same rule."""
    return link(f"/regions/{form.segment(gap['regionId'])}", rule=gap["rule"])
