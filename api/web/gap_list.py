"""The filterable list of gaps that pages of regions and schools share: its address, its questions.

Filters and order are read from the address and written back to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from api.auth.viewer import Viewer
from api.web import form, words
from api.web.asking import all_of
from api.web.choice import member_of, one_of
from api.web.listing import MOST_ROWS, sent_out
from graph.model.gap import FORESEEN, GapState, Severity
from queries.rules import CATALOGUE

SHOWN: Final = 20
ANY: Final = "any"
LONGEST: Final = 200
"""No id of a municipality is longer."""

_ORDERS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "severity": (("SEVERITY", "ASC"), ("DUE_ON", "ASC")),
    "due": (("DUE_ON", "ASC"), ("SEVERITY", "ASC")),
    "count": (("COUNT", "DESC"), ("SEVERITY", "ASC")),
    "rule": (("RULE", "ASC"), ("CASE", "ASC"), ("SEVERITY", "ASC")),
}
HEAD: Final = (
    "Тяжесть",
    "Правило",
    "Пункт",
    "Что не так",
    "Состояние",
    "У кого",
    "Муниципалитет",
    "Записей",
    "Из скольких",
    "Срок",
    "Откуда срок",
    "Отвечает",
    "Что сделать",
)


@dataclass(frozen=True, slots=True)
class GapChoice:
    """Which gaps were asked for. Words in an address that mean nothing are as if not there."""

    rule: str
    severity: Severity | None
    state: GapState | None
    overdue: bool
    municipality: str
    sort: str
    after: str

    @property
    def narrows(self) -> bool:
        """Whether the address asks for anything but the beginning of all open gaps."""
        return bool(self.after or self.parameters())

    def counted(self, **place: Any) -> dict[str, Any]:
        """The filter of the numbers beside the choices: the place and the state alone."""
        state = {"state": {"eq": self.state.name}} if self.state else {}
        return {**place, **state}

    def asked(self, today: date, **place: Any) -> dict[str, Any]:
        """The variables `gaps` and `order` of the documents; `today` is the region's."""
        which = self.counted(**place)
        if self.rule:
            which["rule"] = {"eq": self.rule}
        if self.severity:
            which["severity"] = {"eq": self.severity.name}
        if self.overdue:
            which["dueOn"] = {"lt": today.isoformat()}
        if self.municipality:
            which["or"] = _in_municipality(self.municipality)
        order = [{"field": name, "direction": way} for name, way in _ORDERS[self.sort]]
        return {"gaps": which, "order": order}

    def parameters(self, **changes: object) -> dict[str, Any]:
        """For an address that differs from this one by `changes`; the list starts anew."""
        own = {
            "rule": self.rule,
            "severity": self.severity or "",
            "state": "" if self.state is GapState.OPEN else self.state or ANY,
            "overdue": 1 if self.overdue else "",
            "municipality": self.municipality,
            "sort": "" if self.sort == "severity" else self.sort,
        }
        return {name: value for name, value in (own | changes).items() if value != ""}

    def told(self, municipality: str = "") -> list[tuple[str, str]]:
        """The same for a file: (word, value); `municipality` is its name."""
        state = words.STATES[self.state].word if self.state else "любое"
        found = [("Состояние", state), ("Порядок", words.GAP_ORDERS[self.sort])]
        if self.rule:
            found.append(("Правило", f"{self.rule} {words.rule_title(self.rule)}"))
        if self.severity:
            found.append(("Тяжесть", self.severity))
        if self.overdue:
            found.append(("Только", "просроченные"))
        if self.municipality:
            found.append(("Муниципалитет", municipality or self.municipality))
        return found


@dataclass(frozen=True, slots=True)
class Facets:
    """How many gaps there are by rule and by severity, beside the choices of the form."""

    rules: Mapping[str, int]
    severities: Mapping[str, int]
    overdue: int
    by_rule: Mapping[str, Mapping[str, int]]
    """Of each rule by severity, and «overdue»; the worst rules first."""


def gap_choice(query: QueryParams) -> GapChoice:
    """The choice an address makes; open gaps unless it says otherwise."""
    state = query.get("state", "")
    return GapChoice(
        rule=one_of(query.get("rule", ""), CATALOGUE, ""),
        severity=member_of(Severity, query.get("severity", "")),
        state=None if state == ANY else member_of(GapState, state) or GapState.OPEN,
        overdue=query.get("overdue") == "1",
        municipality=query.get("municipality", "")[:LONGEST],
        sort=one_of(query.get("sort", ""), _ORDERS, "severity"),
        after=query.get("after", ""),
    )


def facets_of(groups: Iterable[Mapping[str, Any]]) -> Facets:
    """The facets of groups by rule, severity and whether they are overdue."""
    rules: dict[str, dict[str, int]] = {}
    for group in groups:
        counts = rules.setdefault(group["rule"], dict.fromkeys((*Severity, "overdue"), 0))
        counts[group["severity"]] += group["count"]
        counts["overdue"] += group["count"] if group["overdue"] else 0
    worst = sorted(rules.items(), key=lambda one: (*(-one[1][s] for s in Severity), one[0]))
    return Facets(
        rules={rule: sum(rules[rule][s] for s in Severity) for rule in sorted(rules)},
        severities={s: sum(counts[s] for counts in rules.values()) for s in Severity},
        overdue=sum(counts["overdue"] for counts in rules.values()),
        by_rule=dict(worst),
    )


def foreseen(choice: GapChoice) -> bool:
    """Whether what is listed is no gap yet, or none after all."""
    return choice.state in FORESEEN


async def gaps_sent_out(
    request: Request,
    who: Viewer,
    title: str,
    asked: Mapping[str, Any],
    *,
    filters: list[tuple[str, str]],
    zone: str,
) -> Response:
    """All the gaps of a list as a file."""
    found = await all_of(request, who, "regions/gaps", "gaps", MOST_ROWS, **asked)
    rows = [_row(one) for one in found]
    return await sent_out(
        request, who, title, HEAD, rows, filters=filters, zone=zone, ascii_name="gaps"
    )


def _in_municipality(municipality: str) -> list[dict[str, Any]]:
    """A gap is where what it is at stands; a practicum stands where its venue does."""
    there = {"municipality": {"some": {"id": {"eq": municipality}}}}
    return [
        {"atSchool": {"some": there}},
        {"atVenue": {"some": there}},
        {"atPracticum": {"some": {"venue": {"some": there}}}},
    ]


def _row(gap: Mapping[str, Any]) -> tuple[Any, ...]:
    unit, person = gap["unit"] or {}, gap["answeredBy"] or {}
    return (
        gap["severity"],
        gap["rule"],
        gap["clause"],
        gap["title"],
        words.STATES[GapState[gap["state"]]].word,
        words.unit_name(gap),
        unit.get("municipality"),
        gap["count"],
        gap["population"],
        form.as_day(gap["dueOn"]),
        gap["dueSource"],
        person.get("fullName") or "не назначен",
        gap["advice"],
    )
