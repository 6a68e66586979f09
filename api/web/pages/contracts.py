"""Page «Договоры»: contracts with venues from draft to end, and venues that have none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web import form
from api.web.acting import Fields, Sent, fields_of, new_key
from api.web.asking import all_of, ask, nodes
from api.web.choice import PAGE_SIZE, Condition, cursor, every, one_of, searched
from api.web.filling import Deed, Field, day, done
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.narrowing import (
    any_true,
    has_one_region,
    name_of,
    region_of,
    today,
    told_filters,
    within,
    zone_of,
)
from api.web.page import render
from api.web.sections import may
from api.web.words import Mark
from queries.scope import Actor

HOME: Final = "/contracts"
WITHOUT: Final = "without"
STAGES: Final = {
    "draft": Mark("left", "○", "не направлен"),
    "sent": Mark("upcoming", "◔", "на подписании"),
    "signed": Mark("closed", "✓", "действует"),
    "ended": Mark("waived", "–", "закончился"),
}
TOLD: Final = {
    "sent": "Договор направлен площадке.",
    "signed": "Подписание записано.",
    "ended": "Договор прекращён.",
    "requirements": "Соответствие площадки требованиям подтверждено.",
    "participation": "Записано, с какого дня площадка участвует.",
}

_UNSIGNED: Final = {"signedOn": {"isNull": True}}
_SIGNED: Final = {"signedOn": {"isNull": False}}
_HEAD: Final = (
    "Площадка",
    "Организация",
    "Муниципалитет",
    "Адрес",
    "Регион",
    "Кампания",
    "Номер",
    "Состояние",
    "Направлен",
    "Подписать до",
    "Срок",
    "Подписан",
    "Действует до",
)
_HEAD_WITHOUT: Final = ("Площадка", "Муниципалитет", "Регион", "Практикумов")

SEND: Final = Deed(
    "contracts/send",
    "sent",
    (
        Field("campaign", "кампания"),
        Field("sentOn", "когда направлен", day),
        Field("dueOn", "подписать до", day, required=False),
        Field("number", "номер", required=False),
    ),
    versioned=False,
)
DEEDS: Final = {
    "sign": Deed(
        "contracts/sign",
        "signed",
        (
            Field("signedOn", "когда подписан", day),
            Field("validUntil", "действует до", day, required=False),
            Field("number", "номер", required=False),
        ),
    ),
    "end": Deed("contracts/end", "ended", (Field("validUntil", "последний день", day),)),
}
"""Of the contract itself, by the last word of the address."""
VENUE_DEEDS: Final = {
    "requirements": Deed(
        "contracts/requirements",
        "requirements",
        (Field("requirementsConfirmedOn", "когда подтверждено", day),),
    ),
    "participation": Deed(
        "contracts/participation", "participation", (Field("from", "с какого дня", day),)
    ),
}
"""Of the contract's venue."""


def stages(on: date) -> dict[str, Condition]:
    """What holds of the contracts of each stage on a day, and of those that are late."""
    lasts = any_true({"validUntil": {"isNull": True}}, {"validUntil": {"gte": on.isoformat()}})
    return {
        "draft": every(_UNSIGNED, {"sentOn": {"isNull": True}}),
        "sent": every(_UNSIGNED, {"sentOn": {"isNull": False}}),
        "signed": every(_SIGNED, lasts),
        "ended": every(_SIGNED, {"validUntil": {"lt": on.isoformat()}}),
        "late": every(_UNSIGNED, {"dueOn": {"lt": on.isoformat()}}),
    }


def stage_of(contract: Mapping[str, Any], on: date) -> str:
    """The stage a contract is at on a day, by its name in STAGES."""
    if contract["signedOn"] is None:
        return "draft" if contract["sentOn"] is None else "sent"
    until = form.as_day(contract["validUntil"])
    return "ended" if until is not None and until < on else "signed"


def may_sign(actor: Actor) -> bool:
    """Whether contracts with venues are this viewer's to lead."""
    return may(actor, "Mutation.signVenueContract") and not actor.read_only


def local_day(who: Viewer, region: Mapping[str, Any]) -> date:
    """The day it is in a region of an answer."""
    return form.local(who.now, region["zone"]).date()


async def contracts(request: Request) -> Response:
    """The list as the address narrows it; as a file all of it."""
    who = await viewer(request)
    region, search = region_of(request, who), searched(request.query_params)
    stage = one_of(request.query_params.get("stage", ""), (*STAGES, WITHOUT), "")
    late = request.query_params.get("late") == "1" and stage in ("", "draft", "sent")
    if stage == WITHOUT:
        return await _without(request, who, region, search)
    around, counted = _around(who, region, search)
    chosen = every(counted.get(stage, around), counted["late"] if late else None)
    if wanted(request):
        return await _file(request, who, region, chosen, _told(stage, late, search))
    after = cursor(request)
    found = await ask(
        request, who, "contracts/page", filter=chosen, first=PAGE_SIZE, after=after, **counted
    )
    values = {
        "found": found["venueContracts"],
        "rows": nodes(found["venueContracts"]),
        "counts": {name: found[name]["totalCount"] for name in counted},
        "stage_of": stage_of,
        "local_day": local_day,
    }
    return _list(request, who, values, nodes(found["regions"]), (region, search, stage, late))


async def _without(request: Request, who: Viewer, region: str, search: str) -> Response:
    lacking = _lacking(region, search)
    if wanted(request):
        venues = await all_of(
            request, who, "contracts/without", "venues", MOST_ROWS, filter=lacking
        )
        rows = [
            (
                one["name"],
                (one["municipality"] or {}).get("name"),
                one["region"]["name"],
                one["practicums"]["totalCount"],
            )
            for one in venues
        ]
        return await sent_out(
            request, who, "Площадки без договора", _HEAD_WITHOUT, rows,
            filters=told_filters(("Площадка", search)), zone=zone_of(region),
            ascii_name="venues-without-contract",
        )  # fmt: skip
    around, counted = _around(who, region, search)
    numbers = await ask(request, who, "contracts/page", filter=around, first=1, **counted)
    after = cursor(request)
    found = await ask(
        request, who, "contracts/without", filter=lacking, first=PAGE_SIZE, after=after
    )
    values = {
        "found": found["venues"],
        "rows": nodes(found["venues"]),
        "counts": {name: numbers[name]["totalCount"] for name in counted},
    }
    return _list(request, who, values, nodes(numbers["regions"]), (region, search, WITHOUT, False))


def _list(
    request: Request,
    who: Viewer,
    values: dict[str, Any],
    regions: list[dict[str, Any]],
    chosen: tuple[str, str, str, bool],
) -> Response:
    region, search, stage, late = chosen
    own = {
        "who": who,
        "regions": [] if has_one_region(who) else regions,
        "region": region,
        "q": search,
        "stage": stage,
        "late": late,
        "stages": STAGES,
        "parameters": {
            "region": "" if has_one_region(who) else region,
            "q": search,
            "stage": stage,
            "late": 1 if late else "",
        },
        "after": request.query_params.get("after", ""),
        "files": downloads(request),
        "may_sign": may_sign(who.actor),
        "sentences": TOLD,
    }
    return render(request, "pages/contracts.html", values | own)


def _around(who: Viewer, region: str, search: str) -> tuple[Condition, dict[str, Condition]]:
    """The condition of all contracts in the list's region, and that of each number above it."""
    venue = {"venue": {"some": {"name": {"contains": search}}}} if search else None
    around = every(within(region), venue)
    by = {name: every(around, one) for name, one in stages(today(who, region)).items()}
    return around, by | {WITHOUT: _lacking(region, search)}


def _lacking(region: str, search: str) -> Condition:
    """Venues assigned to a campaign that have no contract at all."""
    return every(
        within(region),
        {"campaigns": {"some": {}}},
        {"venueContracts": {"none": {}}},
        {"name": {"contains": search}} if search else None,
    )


def _told(stage: str, late: bool, search: str) -> list[tuple[str, str]]:
    return [
        *told_filters(("Площадка", search), ("Состояние", STAGES[stage].word if stage else "")),
        *([("Только", "просроченные")] if late else []),
    ]


async def _file(
    request: Request, who: Viewer, region: str, chosen: Condition, filters: list[tuple[str, str]]
) -> Response:
    found = await all_of(request, who, "contracts/rows", "venueContracts", MOST_ROWS, filter=chosen)
    if region:
        filters = [("Регион", name_of((one["region"] for one in found), region)), *filters]
    return await sent_out(
        request, who, "Договоры с площадками", _HEAD, [_row(who, one) for one in found],
        filters=filters, zone=zone_of(region), ascii_name="contracts",
    )  # fmt: skip


def _row(who: Viewer, one: Mapping[str, Any]) -> tuple[Any, ...]:
    venue, region = one["venue"], one["region"]
    zone = zone_of(region["id"])
    on = form.local(who.now, zone).date()
    unsigned = one["signedOn"] is None
    due = form.term(one["dueOn"], who.now, zone, region["id"]).words if unsigned else ""
    return (
        venue["name"],
        (venue["organisation"] or {}).get("name"),
        (venue["municipality"] or {}).get("name"),
        venue["address"],
        region["name"],
        (one["campaign"] or {}).get("name"),
        one["number"],
        STAGES[stage_of(one, on)].word,
        form.as_day(one["sentOn"]),
        form.as_day(one["dueOn"]),
        due,
        form.as_day(one["signedOn"]),
        form.as_day(one["validUntil"]),
    )


async def contract(request: Request) -> Response:
    """The card of one contract."""
    return await _card(request, await viewer(request))


async def _card(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    identity = request.path_params["contract"]
    found = await ask(request, who, "contracts/card", id=identity)
    it = found["venueContract"]
    if it is None:
        raise MissingError
    on = local_day(who, it["region"])
    values = {
        "who": who,
        "it": it,
        "venue": it["venue"],
        "stage": stage_of(it, on),
        "stages": STAGES,
        "today": on,
        "contacts": await _contacts(request, who, identity),
        "history": nodes(found["history"]),
        "may_sign": may_sign(who.actor),
        "home": _home(identity),
        "key": new_key(),
        "sentences": TOLD,
        "sent": sent,
        "fields": sent.fields if sent else {},
    }
    status = {"status": sent.status} if sent else {}
    return render(request, "pages/contract.html", values, **status)


async def _contacts(request: Request, who: Viewer, identity: str) -> list[dict[str, Any]]:
    if not may(who.actor, "Person.phone"):
        return []
    found = await ask(request, who, "contracts/contacts", id=identity)
    return nodes(found["venueContract"]["venue"]["contacts"])


async def act(request: Request) -> Response:
    """Sign or end a contract, or say of its venue what it lacks."""
    who = await viewer(request)
    identity, step = request.path_params["contract"], request.path_params["step"]
    fields = await fields_of(request)
    if step in DEEDS:
        deed, own = DEEDS[step], {"id": identity}
    elif step in VENUE_DEEDS:
        deed, own = VENUE_DEEDS[step], _of_venue(step, fields)
    else:
        raise MissingError
    return await done(request, who, deed, fields, own, back=_home(identity), again=_card)


def _of_venue(step: str, fields: Fields) -> dict[str, str]:
    own = {"id": fields.get("venue", "")}
    return own | ({"participatesIn": fields.get("region", "")} if step == "participation" else {})


async def new(request: Request) -> Response:
    """The form that sends a contract to a venue."""
    return await _form(request, await viewer(request))


async def _form(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    fields: Fields = sent.fields if sent else {}
    identity = fields.get("venue") or request.query_params.get("venue", "")
    venue = (await ask(request, who, "contracts/venue", id=identity))["venue"]
    if venue is None:
        raise MissingError
    values = {
        "who": who,
        "venue": venue,
        "campaigns": nodes(venue["campaigns"]),
        "others": nodes(venue["venueContracts"]),
        "today": local_day(who, venue["region"]),
        "may_sign": may_sign(who.actor),
        "key": new_key(),
        "sent": sent,
        "fields": fields,
    }
    status = {"status": sent.status} if sent else {}
    return render(request, "pages/contract_new.html", values, **status)


async def send(request: Request) -> Response:
    """Send a contract to a venue, then on to the list, where it stands."""
    who = await viewer(request)
    fields = await fields_of(request)
    own = {"venue": fields.get("venue", "")}
    return await done(request, who, SEND, fields, own, back=f"{HOME}?stage=sent", again=_form)


def _home(identity: str) -> str:
    return f"{HOME}/{form.segment(identity)}"


ROUTES = [
    Route(HOME, contracts, methods=["GET"]),
    Route(f"{HOME}/new", new, methods=["GET"]),
    Route(f"{HOME}/new", send, methods=["POST"]),
    Route(HOME + "/{contract}", contract, methods=["GET"]),
    Route(HOME + "/{contract}/{step}", act, methods=["POST"]),
]
