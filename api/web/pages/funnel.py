"""A region's funnel: from registration to recommendations; a part of its page, and a page itself.

Counting the children of the largest regions takes longer than the rest of the page: it comes after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import viewer
from api.errors import MissingError
from api.web import form
from api.web.asking import ask
from api.web.listing import downloads, sent_out, wanted
from api.web.page import link, render

_FORMATS: Final = {
    "INTRODUCTORY": "ознакомительный формат",
    "ENGAGED": "вовлечённый выбор",
    "IN_DEPTH": "углублённый выбор",
}
_HEAD: Final = ("Шаг", "Участников", "% от зарегистрированных", "Пояснение", "Открытых пробелов")


@dataclass(frozen=True, slots=True)
class Step:
    """A step and how many children have come to it, of all that are registered.

    `href` is where they are listed, `gaps` how many open gaps there are of the step's `rules`.
    """

    name: str
    children: int
    percent: int | None
    note: str
    href: str
    gaps: tuple[tuple[str, int, str], ...]


async def funnel(request: Request) -> Response:
    """The funnel alone for whoever asked with htmx, otherwise as a page; or as a file."""
    who = await viewer(request)
    identity = request.path_params["region"]
    found = await ask(request, who, "regions/funnel", region=identity)
    if not found["regionNumbers"] or found["region"] is None:
        raise MissingError
    region = found["regionNumbers"][0]
    steps = steps_of(found, identity)
    if wanted(request):
        rows = [
            (one.name, one.children, one.percent, one.note, sum(count for _, count, _ in one.gaps))
            for one in steps
        ]
        return await sent_out(
            request, who, "Воронка региона", _HEAD, rows,
            filters=[("Регион", region["name"])], zone=region["zone"], ascii_name="funnel",
        )  # fmt: skip
    part = request.headers.get("HX-Request") == "true"
    values = {"who": who, "region": region, "steps": steps, "files": downloads(request)}
    return render(request, f"pages/funnel{'_part' if part else ''}.html", values)


def steps_of(found: Mapping[str, Any], region: str) -> list[Step]:
    """The steps in the project's order; none for a region without a campaign."""
    told = found["funnel"]
    if told is None:
        return []
    made = _Steps(
        region, told["registered"], {one["rule"]: one["count"] for one in found["gapsBy"]}
    )
    plan = _plan(found["region"], told["campaign"])
    schools = link(f"/regions/{form.segment(region)}/schools", sort="students")
    first, second, third = told["stages"]
    stages, mentors = _report(region, 2), _report(region, 4)
    return [
        made.step("Зарегистрированы", told["registered"], _of_plan(plan), schools, "R05", "R09"),
        made.step("Есть действующее согласие", told["consented"], "", _report(region, 1), "R06"),
        made.step("Прошли 1-й этап тестирования", first, "", stages, "R08"),
        made.step("Прошли 2-й этап", second, "", stages, "R08"),
        made.step("Прошли 3-й этап", third, "", stages, "R08"),
        made.step("Прошли все три этапа", told["allStages"], "", stages, "R08"),
        *(_attended(made, one) for one in told["formats"]),
        made.step("Получили рекомендацию наставника", told["advisedByMentor"], "", mentors, "R21"),
        made.step(
            "Получили рекомендацию педагога-навигатора", told["advisedByNavigator"], "", "", "R07"
        ),
    ]


def _attended(made: _Steps, one: Mapping[str, Any]) -> Step:
    name = f"Были на практикумах: {_FORMATS[one['format']]}"
    href = link("/practicums", region=made.region, when="past", format=one["format"].lower())
    return made.step(name, one["attended"], _held(one["held"]), href, "R15", "R16")


def _report(region: str, number: int) -> str:
    """Where the report is whose numbers open to the children behind them."""
    return link("/reports", region=region, form=number)


@dataclass(frozen=True, slots=True)
class _Steps:
    region: str
    registered: int
    gaps: Mapping[str, int]

    def step(self, name: str, children: int, note: str, href: str, *rules: str) -> Step:
        percent = 100 * children // self.registered if self.registered else None
        base = f"/regions/{form.segment(self.region)}"
        gaps = tuple(
            (rule, self.gaps[rule], f"{link(base, rule=rule)}#gaps")
            for rule in rules
            if self.gaps.get(rule)
        )
        return Step(name, children, percent, note, href, gaps)


def _plan(region: Mapping[str, Any], campaign: str) -> int | None:
    plans = (
        edge["plannedStudents"]
        for edge in region["campaigns"]["edges"]
        if edge["node"]["id"] == campaign
    )
    return next(plans, None)


def _of_plan(plan: int | None) -> str:
    return f"по плану {form.number(plan)}" if plan else "плана нет"


def _held(practicums: int) -> str:
    if not practicums:
        return "практикумов ещё не проводили"
    return f"проведено: {form.counted(practicums, 'практикум', 'практикума', 'практикумов')}"


ROUTES = [Route("/regions/{region}/funnel", funnel)]
