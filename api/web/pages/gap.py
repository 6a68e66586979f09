"""The card of one gap: what is wrong, why, by when, whom to call, and what can be decided of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError, RequestError
from api.web import form
from api.web import gap_view as view
from api.web.acting import KEY, Sent, acted, fields_of, guards, new_key
from api.web.asking import Data, all_of, ask, ask_text, nodes
from api.web.choice import cursor
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.page import render
from api.web.record_document import alone
from api.web.sections import may
from api.web.stops import told_of, unit_href
from graph.model.gap import FORESEEN, GapState

RECORDS: Final = 50
STEPS: Final = 30
EVENTS: Final = 100
_HEAD: Final = ("Запись", "Кто или что", "Чем доказано")
_TOLD: Final = {
    "comment": "Замечание записано.",
    "assign": "Пробел поручен: отвечает названное вами лицо.",
    "extend": "Срок продлён, причина записана.",
    "waive": "Пробел снят, причина записана.",
}
_ACTS: Final = {
    "comment": ("links/comment_gap", ("text",)),
    "assign": ("links/assign_gap", ("person", "reason")),
    "extend": ("links/extend_gap", ("until", "reason")),
    "waive": ("links/waive_gap", ("reason",)),
}
_EMPTY: Final = dict.fromkeys(("act", "text", "person", "until", "reason"), "")
_SIDES: Final = ("causes", "blocked")
_LASTING: Final = frozenset({GapState.OPEN, GapState.UPCOMING})


async def gap(request: Request) -> Response:
    """The card; as a file all records of the gap."""
    who = await viewer(request)
    if wanted(request):
        return await _file(request, who)
    return await _shown(request, who)


async def decide(request: Request) -> Response:
    """Write down what a person has decided of the gap, or say why not."""
    who = await viewer(request)
    fields = await fields_of(request)
    act = fields.get("act", "")
    if act not in _ACTS:
        raise RequestError("Непонятно, что сделать с пробелом: откройте его страницу заново.")
    name, asked = _ACTS[act]
    identity = request.path_params["gap"]
    variables = {one: fields.get(one, "") for one in asked} | {"gap": identity}
    given = variables | {KEY: guards(fields)[KEY]}
    return await acted(
        request, who, name, given, fields=fields, back=f"/gaps/{form.segment(identity)}",
        told=act, again=_shown,
    )  # fmt: skip


async def _shown(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    identity = request.path_params["gap"]
    after = cursor(request)
    answered = await ask(
        request, who, "links/gap", gap=identity, steps=STEPS, records=RECORDS, after=after,
        events=EVENTS,
    )  # fmt: skip
    if answered["gap"] is None:
        raise MissingError
    found = answered["gap"] | answered["told"]
    state = GapState[found["state"]]
    zone = found["region"]["zone"]
    trace = answered["trace"]
    people = await ask(request, who, "links/people", gap=identity)
    causes, blocked = await _traced(request, who, trace)
    values = {
        "who": who,
        "gap": found,
        "state": state,
        "foreseen": state in FORESEEN,
        "case": view.case_of(found),
        "path_cards": view.path_cards(found),
        "unit_page": unit_href(found),
        "region_rule": view.region_rule(found),
        "person": await _person(request, who, found),
        "people": view.people(people["gap"]),
        "trace": trace,
        "causes": causes,
        "blocked": blocked,
        "cause_text": view.cause_text(found, causes),
        "records": nodes(answered["gapRecords"]),
        "page_info": answered["gapRecords"]["pageInfo"],
        "after": after,
        "files": downloads(request),
        "history": view.history(found),
        "comments": [one for one in found["decisions"] if one["kind"] == "Comment"],
        "extensions": [one for one in found["decisions"] if one["kind"] == "Extension"],
        "seen_at": form.as_moment(found["seenAt"]),
        "told_of": _TOLD,
        "sent": sent,
        "fields": _EMPTY | dict(sent.fields if sent else {}),
        "key": new_key(),
        "soonest": view.tomorrow(found, form.local(who.now, zone).date()),
        **_decidable(who, state),
    }
    status = sent.status if sent else HTTPStatus.OK
    return render(request, "pages/gap.html", values, status)


async def _traced(request: Request, who: Viewer, trace: Data) -> tuple[list[Data], list[Data]]:
    """The causes and what is blocked, each with all that is told of the gap at that step."""
    steps = [step for side in _SIDES for step in trace[side] if step["gap"]]
    told = await told_of(request, who, [step["gap"]["id"] for step in steps])
    causes, blocked = (
        [
            step | {"gap": told[step["gap"]["id"]]}
            for step in trace[side]
            if step["gap"] and step["gap"]["id"] in told
        ]
        for side in _SIDES
    )
    return causes, blocked


def _decidable(who: Viewer, state: GapState) -> dict[str, bool]:
    """What this viewer may do with a gap of this state."""
    writes = not who.actor.read_only
    lasting = writes and state in _LASTING
    return {
        "comments_too": writes and may(who.actor, "Mutation.commentGap"),
        "assigns": lasting and may(who.actor, "Mutation.assignGap"),
        "extends": lasting and may(who.actor, "Mutation.extendGap"),
        "waives": lasting and state is GapState.OPEN and may(who.actor, "Mutation.waiveGap"),
    }


async def _person(request: Request, who: Viewer, found: Data) -> Data | None:
    """Who answers, with what of the contacts this role may see."""
    if not found["answeredBy"]:
        return None
    text = alone("Person", who.actor.role)
    person: Data | None = (await ask_text(request, who, text, id=found["answeredBy"]["id"]))[
        "record"
    ]
    return person


async def _file(request: Request, who: Viewer) -> Response:
    identity = request.path_params["gap"]
    found = (await ask(request, who, "links/brief", gap=identity))["gap"]
    if found is None:
        raise MissingError
    nodes = await all_of(request, who, "links/records", "gapRecords", MOST_ROWS, gap=identity)
    return await sent_out(
        request, who, "Записи пробела", _HEAD, [view.record_row(node) for node in nodes],
        filters=view.filters(found), zone=found["region"]["zone"], ascii_name="gap-records",
    )  # fmt: skip


ROUTES = [
    Route("/gaps/{gap:path}", gap, methods=["GET"]),
    Route("/gaps/{gap:path}", decide, methods=["POST"]),
]
