"""Page «Договоры с координаторами»: who is approved, whose contract is signed and until when.

Its module stands before that of contracts: there an address of one word is a contract's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.web import form
from api.web.acting import Sent, fields_of, new_key
from api.web.asking import all_of, ask, nodes
from api.web.choice import PAGE_SIZE, Condition, cursor, every, one_of
from api.web.filling import Deed, Field, day, done
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.narrowing import has_one_region, name_of, region_of, within, zone_of
from api.web.page import link, render
from api.web.sections import may
from api.web.words import Mark

HOME: Final = "/contracts/coordinators"
STAGES: Final = {
    "nominated": Mark("left", "○", "выдвинут, не согласован"),
    "rejected": Mark("waived", "–", "отклонён Союзом"),
    "unsigned": Mark("upcoming", "◔", "согласован, договора нет"),
    "signed": Mark("closed", "✓", "договор действует"),
    "ended": Mark("late", "!", "договор закончился"),
}
TOLD: Final = {"signed": "Договор с координатором записан."}
SIGN: Final = Deed(
    "contracts/sign_coordinator",
    "signed",
    (
        Field("contractNumber", "номер договора"),
        Field("contractSignedOn", "когда подписан", day),
        Field("contractValidUntil", "действует до", day, required=False),
    ),
)
_UNSIGNED: Final[Condition] = {
    "approvedOn": {"isNull": False},
    "rejectedOn": {"isNull": True},
    "contractSignedOn": {"isNull": True},
}
_HEAD: Final = (
    "Регион",
    "Координатор",
    "Кампания",
    "Письмо ОИВ",
    "Дата письма",
    "Согласован",
    "Состояние",
    "Номер договора",
    "Подписан",
    "Действует до",
)


def stage_of(one: Mapping[str, Any], on: date) -> str:
    """How far a nomination is on a day, by its name in STAGES."""
    if one["rejectedOn"]:
        return "rejected"
    if one["contractSignedOn"] is None:
        return "unsigned" if one["approvedOn"] else "nominated"
    until = form.as_day(one["contractValidUntil"])
    return "ended" if until is not None and until < on else "signed"


def _day_at(who: Viewer, one: Mapping[str, Any]) -> date:
    return form.local(who.now, one["region"]["zone"]).date()


async def coordinators(request: Request) -> Response:
    """The list as the address narrows it; as a file all of it."""
    return await _list(request, await viewer(request))


async def _list(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    region = region_of(request, who)
    only = one_of(request.query_params.get("stage", ""), ("unsigned",), "")
    chosen = every(within(region), _UNSIGNED if only else None)
    asked = {"filter": chosen, "unsigned": every(within(region), _UNSIGNED)}
    if wanted(request):
        rows = await all_of(
            request, who, "contracts/coordinators", "nominations", MOST_ROWS, **asked
        )
        return await _file(request, who, region, rows)
    after = cursor(request)
    found = await ask(request, who, "contracts/coordinators", first=PAGE_SIZE, after=after, **asked)
    regions = nodes(found["regions"])
    values = {
        "who": who,
        "found": found["nominations"],
        "rows": nodes(found["nominations"]),
        "unsigned": found["unsigned"]["totalCount"],
        "regions": [] if has_one_region(who) else regions,
        "region": region,
        "only": only,
        "parameters": {"region": "" if has_one_region(who) else region, "stage": only},
        "after": after or "",
        "files": downloads(request),
        "stages": STAGES,
        "stage_of": stage_of,
        "day_at": _day_at,
        "may_sign": may(who.actor, "Mutation.signCoordinatorContract") and not who.actor.read_only,
        "opened": request.query_params.get("sign", "") or request.path_params.get("nomination", ""),
        "key": new_key(),
        "sentences": TOLD,
        "sent": sent,
        "fields": sent.fields if sent else {},
    }
    status = sent.status if sent else HTTPStatus.OK
    return render(request, "pages/contract_coordinators.html", values | {"path": HOME}, status)


async def _file(
    request: Request, who: Viewer, region: str, found: list[dict[str, Any]]
) -> Response:
    rows = [
        (
            one["region"]["name"],
            (one["nominee"] or {}).get("fullName"),
            (one["campaign"] or {}).get("name"),
            one["letterNumber"],
            form.as_day(one["letterDate"]),
            form.as_day(one["approvedOn"]),
            STAGES[stage_of(one, _day_at(who, one))].word,
            one["contractNumber"],
            form.as_day(one["contractSignedOn"]),
            form.as_day(one["contractValidUntil"]),
        )
        for one in found
    ]
    known = (one["region"] for one in found)
    filters = [("Регион", name_of(known, region))] if region else []
    return await sent_out(
        request, who, "Договоры с координаторами", _HEAD, rows,
        filters=filters, zone=zone_of(region), ascii_name="coordinator-contracts",
    )  # fmt: skip


async def sign(request: Request) -> Response:
    """Record the contract of an approved coordinator."""
    who = await viewer(request)
    fields = await fields_of(request)
    own = {"id": request.path_params["nomination"]}
    back = link(HOME, region=fields.get("region", ""))
    return await done(request, who, SIGN, fields, own, back=back, again=_list)


ROUTES = [
    Route(HOME, coordinators, methods=["GET"]),
    Route(HOME + "/{nomination}/sign", sign, methods=["POST"]),
]
