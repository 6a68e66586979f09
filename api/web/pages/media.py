"""Page «Фото и видео»: which practicums have pictures, whom they show, what may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web import form
from api.web.acting import Fields, Sent, acted, fields_of
from api.web.asking import all_of, ask, nodes
from api.web.choice import PAGE_SIZE, Condition, cursor, every, one_of, searched
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.narrowing import (
    any_true,
    counted_at_once,
    has_one_region,
    name_of,
    region_of,
    told_filters,
    within,
    zone_of,
)
from api.web.page import link, render
from api.web.sections import may
from api.web.words import Mark
from queries.scope import Actor
from store import ALLOWED

HOME: Final = "/media"
FILES: Final = 20
"""How many files of a practicum are shown at once."""
STATES: Final = {
    "without": Mark("late", "!", "нет ни фото, ни видео"),
    "forbidden": Mark("late", "!", "есть ребёнок, которого показывать нельзя"),
    "with": Mark("closed", "✓", "фото или видео есть"),
}
TOLD: Final = {
    "uploaded": "Загружено. Теперь отметьте, какие дети на снимке или видео.",
    "marked": "Отметка записана.",
    "removed": "Файл убран: больше он не показывается никому.",
}
CHILD: Final = "child:"
"""How the names of a form's ticks begin: the child's id follows."""
KINDS: Final = {"PHOTO": "Фото", "VIDEO": "Видео"}
ACCEPTED: Final = ",".join(["." + one.extension for one in ALLOWED.values()] + [".jpeg", ".heif"])

_BY_STATE: Final[Mapping[str, Condition]] = {
    "without": {"mediaFiles": {"none": {}}},
    "forbidden": {
        "gaps": {
            "some": {
                "rule": {"eq": "R22"},
                "case": {"eq": "image_without_consent"},
                "state": {"eq": "OPEN"},
            }
        }
    },
    "with": {"mediaFiles": {"some": {}}},
}
_HEAD: Final = ("Практикум", "День", "Площадка", "Регион", "Файлов", "Что не так", "Загрузить до")


def may_keep(actor: Actor) -> bool:
    """Whether uploading, marking and removing are this viewer's."""
    return may(actor, "Mutation.markMedia") and not actor.read_only


def state_of(practicum: Mapping[str, Any]) -> str:
    """What is to be said of a practicum's files, by its name in STATES."""
    if any(gap["case"] == "image_without_consent" for gap in nodes(practicum["gaps"])):
        return "forbidden"
    return "with" if practicum["mediaFiles"]["totalCount"] else "without"


def due_of(practicum: Mapping[str, Any]) -> str | None:
    """By when the missing pictures are due; None if that is not told."""
    due = (gap["dueOn"] for gap in nodes(practicum["gaps"]) if gap["case"] == "no_media")
    return next(due, None)


async def media(request: Request) -> Response:
    """The practicums held, as the address narrows them; as a file all of them."""
    who = await viewer(request)
    region, search = region_of(request, who), searched(request.query_params)
    state = one_of(request.query_params.get("state", ""), STATES, "")
    venue = {"venue": {"some": {"name": {"contains": search}}}}
    held = every(
        within(region),
        {"heldAt": {"isNull": False}, "cancelledAt": {"isNull": True}},
        any_true({"title": {"contains": search}}, venue) if search else None,
    )
    by = {name: every(held, one) for name, one in _BY_STATE.items()}
    chosen = by.get(state, held)
    if wanted(request):
        return await _file(request, who, (region, search, state), chosen)
    after = cursor(request)
    counted = counted_at_once(request, who, region)
    found = await ask(
        request, who, "media/page", filter=chosen, first=PAGE_SIZE, after=after, counted=counted,
        **by,
    )  # fmt: skip
    values = {
        "who": who,
        "found": found["practicums"],
        "rows": nodes(found["practicums"]),
        "counts": {name: found[name]["totalCount"] for name in by} if counted else {},
        "has_numbers": counted,
        "regions": [] if has_one_region(who) else nodes(found["regions"]),
        "region": region,
        "q": search,
        "state": state,
        "states": STATES,
        "state_of": state_of,
        "due_of": due_of,
        "parameters": {
            "region": "" if has_one_region(who) else region, "q": search, "state": state,
        },
        "after": after or "",
        "files": downloads(request),
        "may_keep": may_keep(who.actor),
    }  # fmt: skip
    return render(request, "pages/media.html", values)


async def _file(
    request: Request, who: Viewer, asked: tuple[str, str, str], chosen: Condition
) -> Response:
    region, search, state = asked
    found = await all_of(request, who, "media/rows", "practicums", MOST_ROWS, filter=chosen)
    rows = [
        (
            one["title"],
            form.as_day(one["onDay"]),
            (one["venue"] or {}).get("name"),
            one["region"]["name"],
            one["mediaFiles"]["totalCount"],
            STATES[state_of(one)].word,
            form.as_day(due_of(one)),
        )
        for one in found
    ]
    name = name_of((one["region"] for one in found), region) if region else ""
    word = STATES[state].word if state else ""
    return await sent_out(
        request, who, "Фото и видео практикумов", _HEAD, rows,
        filters=told_filters(("Регион", name), ("Поиск", search), ("Состояние", word)),
        zone=zone_of(region), ascii_name="media",
    )  # fmt: skip


async def practicum(request: Request) -> Response:
    """The files of one practicum."""
    return await _of_practicum(request, await viewer(request))


async def _of_practicum(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    identity = request.path_params["practicum"]
    after = cursor(request)
    found = await ask(request, who, "media/practicum", id=identity, first=FILES, after=after)
    it = found["practicum"]
    if it is None:
        raise MissingError
    ids = [one["id"] for one in nodes(it["mediaFiles"])]
    keeps = may_keep(who.actor)
    values = {
        "who": who,
        "it": it,
        "rows": nodes(it["mediaFiles"]),
        "gaps": nodes(it["gaps"]),
        "consents": await _consents(request, who, ids),
        "marks": await _marks(request, who, identity, ids) if keeps else {},
        "opened": await _opened(request, who),
        "kinds": KINDS,
        "accepted": ACCEPTED,
        "may_keep": keeps,
        "home": _home(identity),
        "after": after or "",
        "sentences": TOLD,
        "sent": sent,
    }
    status = sent.status if sent else HTTPStatus.OK
    return render(request, "pages/media_practicum.html", values, status)


async def _consents(request: Request, who: Viewer, ids: list[str]) -> dict[str, Any]:
    if not ids:
        return {}
    found = await ask(request, who, "media/consents", ids=ids)
    return {one["id"]: one for one in found["mediaConsents"]}


async def _marks(request: Request, who: Viewer, identity: str, ids: list[str]) -> dict[str, Any]:
    """Whom each file shows, whom it may not show, and whom else it could show."""
    found = await ask(request, who, "media/marks", id=identity, ids=ids, first=FILES)
    attended = found["practicum"]["attended"]
    shown = {one["id"]: nodes(one["depicts"]) for one in nodes(found["mediaFiles"])}
    forbidding = {one["id"]: set(one["forbidding"]) for one in found["mediaConsents"]}
    came = sorted(nodes(attended), key=lambda child: (child["fullName"] is None, child["fullName"]))
    return {
        media: {
            "shown": children,
            "ids": {child["id"] for child in children},
            "forbidding": forbidding.get(media, set()),
            "choice": _with(came, children),
            "all": attended["totalCount"] <= len(came),
        }
        for media, children in shown.items()
    }


def _with(came: list[dict[str, Any]], shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Who came, and before them those shown that did not: a mark must not lose them unseen."""
    known = {child["id"] for child in came}
    return [child for child in shown if child["id"] not in known] + came


async def _opened(request: Request, who: Viewer) -> dict[str, Any] | None:
    """What may be had of the file that the address opens."""
    identity = request.query_params.get("file", "")
    if not identity:
        return None
    access = (await ask(request, who, "media/access", id=identity))["mediaAccess"]
    gone = {"shown": False, "why": "Файла нет среди ваших: его убрали или он хранится не здесь."}
    return {"id": identity, **(access or gone)}


async def act(request: Request) -> Response:
    """Say whom a file shows, or take it down."""
    who = await viewer(request)
    fields = await fields_of(request)
    identity, step = fields.get("file", ""), request.path_params["step"]
    if step == "mark":
        name, told = "media/mark", "marked"
        variables: dict[str, Any] = {"id": identity, "students": _ticked(fields)}
    elif step == "remove":
        name, told, variables = "media/remove", "removed", {"id": identity}
    else:
        raise MissingError
    back = f"{_home(request.path_params['practicum'])}#files"
    return await acted(
        request, who, name, variables, fields=fields, back=back, told=told, again=_of_practicum
    )


def _ticked(fields: Fields) -> list[str]:
    return [name.removeprefix(CHILD) for name in fields if name.startswith(CHILD)]


def _home(identity: str) -> str:
    return link(f"{HOME}/practicums/{form.segment(identity)}")


ROUTES = [
    Route(HOME, media, methods=["GET"]),
    Route(HOME + "/practicums/{practicum}", practicum, methods=["GET"]),
    Route(HOME + "/practicums/{practicum}/{step}", act, methods=["POST"]),
]
