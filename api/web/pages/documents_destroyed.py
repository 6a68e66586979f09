"""Acts of the destruction of children's data: their list, and each as a paper to sign.

What such an act has to say: order of Roskomnadzor of 28.10.2022 № 179, clause 3. What only the
operator knows (its name and address, who signs) is left to be written in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import viewer
from api.errors import MissingError
from api.web import form
from api.web.asking import all_of, ask, nodes
from api.web.choice import PAGE_SIZE, cursor
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.narrowing import (
    has_one_region,
    name_of,
    region_of,
    told_filters,
    within,
    zone_of,
)
from api.web.page import render
from api.web.pages.documents import HOME as DOCUMENTS
from api.web.pages.documents import SORTS
from api.web.terms import term_word
from graph.model.consent import DestructionReason
from queries.audit.listing import PROGRAMS
from queries.retention.destroying import child_of

HOME: Final = f"{DOCUMENTS}/destroyed"
COLUMNS: Final = (
    "Акт", "Участник", "Регион", "Уничтожено", "Обработки нет с", "Почему", "Какие данные",
    "Записей", "Значений и связей", "Файлов", "Записей журнала", "Кем",
)  # fmt: skip


async def acts(request: Request) -> Response:
    """The list, the latest first; as a file all of it."""
    who = await viewer(request)
    region, after = region_of(request, who), cursor(request)
    if wanted(request):
        rows = await all_of(
            request, who, "documents/destroyed", "destructionActs", MOST_ROWS,
            filter=within(region),
        )  # fmt: skip
        named = name_of((one["region"] for one in rows), region) if region else ""
        return await sent_out(
            request, who, "Акты об уничтожении данных", COLUMNS, [_row(one) for one in rows],
            filters=told_filters(("Регион", named)), zone=zone_of(region),
            ascii_name="destroyed",
        )  # fmt: skip
    found = await ask(
        request, who, "documents/destroyed", first=PAGE_SIZE, after=after, filter=within(region)
    )
    values = {
        "who": who,
        "found": found["destructionActs"],
        "rows": nodes(found["destructionActs"]),
        "regions": [] if has_one_region(who) else nodes(found["regions"]),
        "region": region,
        "after": after or "",
        "sorts": SORTS,
        "files": downloads(request),
        "child_of": child_of,
        "reason_of": _reason,
    }
    return render(request, "pages/documents_destroyed.html", values)


async def act(request: Request) -> Response:
    """One act, ready to be printed and signed."""
    who = await viewer(request)
    found = await ask(request, who, "documents/act_of_destruction", id=request.path_params["act"])
    it = found["destructionAct"]
    if it is None:
        raise MissingError
    values = {
        "who": who,
        "it": it,
        "child": child_of(it["id"]),
        "reason": _reason(it),
        "by": _by(it),
        "responsible": nodes(it["region"]["coordinators"]),
    }
    return render(request, "pages/act_of_destruction.html", values)


def _reason(it: Mapping[str, Any]) -> str:
    return term_word(DestructionReason[it["reason"]])


def _by(it: Mapping[str, Any]) -> str:
    """By what part of the system: people don't destroy, they end the processing."""
    made_by: str = it["madeBy"]
    return PROGRAMS.get(made_by, made_by)


def _row(it: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        it["id"], child_of(it["id"]), it["region"]["name"], form.as_moment(it["at"]),
        form.as_day(it["endedOn"]), _reason(it), "; ".join(it["classes"]), it["records"],
        it["values"], it["files"], it["auditEntries"], _by(it),
    )  # fmt: skip


ROUTES = [
    Route(HOME, acts, methods=["GET"]),
    Route(HOME + "/{act}", act, methods=["GET"]),
]
