"""Page «Связи»: the trace of a gap as a picture and as a list; without a gap, where to begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web import form, words
from api.web.asking import all_of, ask, nodes
from api.web.choice import cursor
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.page import render
from api.web.stops import (
    causes_of,
    gap_stop,
    held_by,
    ids_of,
    tie,
    told_of,
    trace_path,
    unit_href,
)

ROOTS: Final = 20
STEPS: Final = 40
FIRST: Final = 12
FEW: Final = 3
"""Together with the gap itself no more than are told of at once."""
MOST_STEPS: Final = 200
_CAUSE: Final = "Причина"
_ROOTS_HEAD: Final = (
    "Держит пробелов", "Детей в них", "Отчёты", "Тяжесть", "Что не так", "Правило",
    "Пункт Порядка", "У кого", "Регион", "Срок", "Отвечает",
)  # fmt: skip
_TRACE_HEAD: Final = (
    "Сторона", "Шагов", "Тяжесть", "Что не так", "Правило", "Пункт Порядка", "У кого", "Регион",
    "Записей", "Из скольких", "Срок", "Отвечает",
)  # fmt: skip


async def links(request: Request) -> Response:
    """The trace of the gap that the address names, or the root causes to choose from."""
    who = await viewer(request)
    gap = request.query_params.get("gap", "")
    return await _trace(request, who, gap) if gap else await _roots(request, who)


async def _roots(request: Request, who: Viewer) -> Response:
    asked = {name: request.query_params.get(name, "") for name in ("region", "rule")}
    given = {name: value or None for name, value in asked.items()}
    if wanted(request):
        causes = await all_of(
            request, who, "links/roots", "rootCauses", MOST_ROWS, **given, choosing=False
        )
        return await sent_out(
            request, who, "Корневые причины", _ROOTS_HEAD, [_root_row(one) for one in causes],
            filters=_filters(asked, causes),
            ascii_name="root-causes",
        )  # fmt: skip
    after = cursor(request)
    found = await ask(request, who, "links/roots", first=ROOTS, after=after, **given, choosing=True)
    values = {
        "who": who,
        "causes": nodes(found["rootCauses"]),
        "total": found["rootCauses"]["totalCount"],
        "page_info": found["rootCauses"]["pageInfo"],
        "regions": nodes(found["regions"]),
        "rules": found["rules"],
        "asked": asked,
        "after": after,
        "files": downloads(request),
        "trace_path": trace_path,
    }
    return render(request, "pages/links_roots.html", values)


def _filters(
    asked: Mapping[str, str], causes: Sequence[Mapping[str, Any]]
) -> list[tuple[str, str]]:
    """What a file of root causes is narrowed by, in words."""
    told = []
    if asked["region"]:
        region = causes[0]["gap"]["region"]["name"] if causes else asked["region"]
        told.append(("Регион", region))
    if asked["rule"]:
        told.append(("Правило", f"{asked['rule']} · {words.rule_title(asked['rule'])}"))
    return told


async def _trace(request: Request, who: Viewer, gap: str) -> Response:
    if wanted(request):
        return await _trace_file(request, who, gap)
    answered = await ask(request, who, "links/trace", gap=gap, first=FIRST, few=FEW, steps=STEPS)
    trace = answered["trace"]
    if answered["gap"] is None or trace is None:
        raise MissingError
    told = await told_of(request, who, ids_of(answered))
    start = told.get(gap)
    if start is None:
        raise MissingError
    causes = causes_of(gap, trace["causes"], told)
    held = held_by(answered["gap"], told)
    own = gap_stop(start, 0, start=True)
    tie([*causes, own, *held], trace["edges"])
    values = {
        "who": who,
        "gap": start,
        "advice": answered["gap"]["advice"],
        "trace": trace,
        "steps": STEPS,
        "own": own,
        "causes": causes,
        "held": held,
        "roots": [
            told[step["gap"]["id"]]
            for step in trace["causes"]
            if step["last"] and step["gap"] and step["gap"]["id"] in told
        ],
        "files": downloads(request),
        "unit_href": unit_href,
    }
    return render(request, "pages/links.html", values)


async def _trace_file(request: Request, who: Viewer, gap: str) -> Response:
    trace = (await ask(request, who, "links/rows", gap=gap, steps=MOST_STEPS))["trace"]
    if trace is None or trace["gap"] is None:
        raise MissingError
    rows = [_trace_row(_CAUSE, step) for step in reversed(trace["causes"])]
    rows.append(_trace_row("Этот пробел", {"gap": trace["gap"], "distance": 0}))
    rows += [_trace_row("Держит", step) for step in trace["blocked"]]
    told = [("Пробел", trace["gap"]["title"]), ("У кого", words.unit_name(trace["gap"]))]
    if trace["truncated"]:
        told.append(("Внимание", f"Показаны ближайшие {MOST_STEPS} в каждую сторону."))
    return await sent_out(
        request, who, "Связи пробела", _TRACE_HEAD, rows, filters=told, ascii_name="trace"
    )


def _trace_row(side: str, step: Mapping[str, Any]) -> tuple[Any, ...]:
    gap = step["gap"]
    side = "Корень" if side == _CAUSE and step["last"] else side
    return (
        side, step["distance"], gap["severity"], gap["title"], gap["rule"], gap["clause"],
        words.unit_name(gap), (gap["region"] or {}).get("name"), gap["count"], gap["population"],
        form.as_day(gap["dueOn"]), (gap["answeredBy"] or {}).get("fullName"),
    )  # fmt: skip


def _root_row(cause: Mapping[str, Any]) -> tuple[Any, ...]:
    gap = cause["gap"]
    return (
        cause["blockedGaps"], cause["blockedChildren"],
        ", ".join(str(one) for one in cause["reports"]), gap["severity"], gap["title"],
        gap["rule"], gap["clause"], words.unit_name(gap), (gap["region"] or {}).get("name"),
        form.as_day(gap["dueOn"]), (gap["answeredBy"] or {}).get("fullName"),
    )  # fmt: skip


ROUTES = [Route("/links", links)]
