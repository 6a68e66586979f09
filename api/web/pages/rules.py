"""Pages «Правила»: the catalogue with the Order's words; where a rule is broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web import form
from api.web.asking import ask
from api.web.listing import downloads, sent_out, wanted
from api.web.page import link, render
from graph.model.gap import Severity
from queries.rules import CATALOGUE

COLUMNS: Final = (
    *("Правило", "Пункт", "Название", "Случай", "Тяжесть", "Что сделать", "Откуда срок"),
    *("Слова Порядка", "Открыто пробелов"),
)
BY_REGION: Final = (
    "Регион",
    "Открыто пробелов",
    *(f"Из них {one}" for one in Severity),
    "Просрочено",
)
_CASE = ("title", "severity", "advice", "dueSource")


@dataclass(slots=True)
class Broken:
    """One region where a rule is broken: its open gaps by severity, and how many are overdue."""

    id: str
    name: str
    gaps: Counter[str] = field(default_factory=Counter)
    overdue: int = 0

    @property
    def total(self) -> int:
        return self.gaps.total()

    def line(self) -> list[str | int]:
        """The same as a line of a file: all, by severity, overdue."""
        return [self.name, self.total, *(self.gaps[one] for one in Severity), self.overdue]


async def rules(request: Request) -> Response:
    """All rules; as a file a line for each case."""
    who = await viewer(request)
    found = await ask(request, who, "rules/page")
    opened = Counter({group["rule"]: group["count"] for group in found["gapsBy"]})
    if wanted(request):
        rows = [row for rule in found["rules"] for row in _rows(rule, opened[rule["id"]])]
        return await sent_out(request, who, "Правила пробелов", COLUMNS, rows, ascii_name="rules")
    values = {
        "who": who,
        "rules": found["rules"],
        "opened": opened,
        "gaps_of": lambda rule: _where(who, rule),
        "files": downloads(request),
    }
    return render(request, "pages/rules.html", values)


async def rule_by_region(request: Request) -> Response:
    """The regions in sight where one rule is broken, the worst first."""
    who = await viewer(request)
    rule = CATALOGUE.get(request.path_params["rule"])
    if rule is None:
        raise MissingError
    found = await ask(request, who, "rules/regions", rule=rule.id)
    regions = by_region(found["gapsBy"])
    title = f"Открытые пробелы {rule.id} по регионам"
    if wanted(request):
        rows = [one.line() for one in regions]
        told = [("Правило", f"{rule.id} · {rule.title}")]
        return await sent_out(
            request, who, title, BY_REGION, rows, filters=told, ascii_name="rule-by-region"
        )
    values = {"who": who, "rule": rule, "regions": regions, "files": downloads(request)}
    return render(request, "pages/rule_regions.html", values)


def by_region(groups: Iterable[Mapping[str, Any]]) -> list[Broken]:
    """The regions of the groups, those with most open gaps first."""
    found: dict[str, Broken] = {}
    for group in groups:
        region = group["region"] or {"id": "", "name": "без региона"}
        one = found.setdefault(region["id"], Broken(region["id"], region["name"]))
        one.gaps[group["severity"]] += group["count"]
        one.overdue += group["count"] if group["overdue"] else 0
    return sorted(found.values(), key=lambda one: (-one.total, one.name))


def _rows(rule: Mapping[str, Any], opened: int) -> list[tuple[Any, ...]]:
    numbers = ", ".join(clause["number"] for clause in rule["clauses"])
    words = " ".join(f"{clause['number']}. {clause['text']}" for clause in rule["clauses"])
    head = (rule["id"], numbers, rule["title"])
    return [(*head, *(case[name] for name in _CASE), words, opened) for case in rule["cases"]]


def _where(who: Viewer, rule: str) -> str:
    """Where the gaps of a rule stand: in the only region in sight, or region by region."""
    if who.actor.everything or len(who.actor.regions) != 1:
        return f"/rules/{rule}"
    (region,) = who.actor.regions
    return link(f"/regions/{form.segment(region)}", rule=rule)


ROUTES = [Route("/rules", rules), Route("/rules/{rule}", rule_by_region)]
