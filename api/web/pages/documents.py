"""Page «Документы»: what goes to the operator of a practicum or a venue, and what has not gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.web import form
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
from api.web.page import render
from api.web.sections import may
from api.web.words import Mark
from queries.scope import Actor

HOME: Final = "/documents"
DIFFERENCES: Final = "/documents/differences"
MISSING: Final = "missing"
FINANCE, PACKAGE = "finance", "package"

STATES: Final = {
    "draft": Mark("left", "○", "не передан"),
    "submitted": Mark("upcoming", "◔", "на проверке у Союза"),
    "returned": Mark("late", "!", "возвращён"),
    "accepted": Mark("closed", "✓", "принят Союзом"),
}
_TAKEN: Final[Condition] = {"acceptedAt": {"isNull": False}}
_WAITING: Final[Condition] = {
    "submittedAt": {"isNull": False},
    "acceptedAt": {"isNull": True},
    "returnedAt": {"isNull": True},
}
_SENT_BACK: Final[Condition] = {"returnedAt": {"isNull": False}, "acceptedAt": {"isNull": True}}
_OF_STATE: Final = {"submitted": _WAITING, "returned": _SENT_BACK, "accepted": _TAKEN}


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of documents: its words, and the document and root of what lacks one."""

    kind: str
    word: str
    one: str
    lacking: str
    asked: str
    root: str
    counted: str
    columns: tuple[str, ...]
    columns_lacking: tuple[str, ...]


_STATE_COLUMNS: Final = ("Состояние", "Передан", "Принят", "Возвращён", "Возвращали, раз", "Почему")
SORTS: Final = {
    FINANCE: Sort(
        "FINANCE",
        "финансовые документы",
        "финансовый документ",
        "практикумы без документа",
        "documents/unpaid",
        "practicums",
        "unpaid",
        (
            "Практикум", "День", "Площадка", "Регион", "Номер", "Детей в акте", "Детей пришло",
            *_STATE_COLUMNS,
        ),
        ("Практикум", "День", "Площадка", "Регион", "Детей пришло", "Сдать до", "Срок"),
    ),
    PACKAGE: Sort(
        "PACKAGE",
        "пакеты документов площадок",
        "пакет документов",
        "площадки без пакета",
        "documents/unready",
        "venues",
        "unready",
        ("Площадка", "Муниципалитет", "Регион", "Номер", *_STATE_COLUMNS),
        ("Площадка", "Муниципалитет", "Регион", "Практикумов", "Первый", "Передать до", "Срок"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """What an address asks for."""

    sort: str
    state: str
    region: str
    search: str

    def parameters(self, who: Viewer) -> dict[str, str]:
        """The same for an address."""
        return {
            "kind": "" if self.sort == FINANCE else self.sort,
            "state": self.state,
            "region": "" if has_one_region(who) else self.region,
            "q": self.search,
        }


def state_of(document: Mapping[str, Any]) -> str:
    """The state of a document, by its name in STATES."""
    if document["acceptedAt"]:
        return "accepted"
    if document["returnedAt"]:
        return "returned"
    return "submitted" if document["submittedAt"] else "draft"


def may_submit(actor: Actor) -> bool:
    """Whether documents are this viewer's to hand over."""
    return may(actor, "Mutation.submitFinance") and not actor.read_only


def attended_of(practicum: Mapping[str, Any]) -> int | None:
    """How many children came; None while nobody has entered it."""
    if practicum["attendanceRecordedAt"] is None:
        return None
    count: int = practicum["attended"]["totalCount"]
    return count


async def documents(request: Request) -> Response:
    """The list as the address narrows it, of documents or of what lacks one; or all as a file."""
    who = await viewer(request)
    choice = _choice(request, who)
    if wanted(request):
        return await _file(request, who, choice)
    sort = SORTS[choice.sort]
    missing = choice.state == MISSING
    after = cursor(request)
    asked = _conditions(choice)
    counted = counted_at_once(request, who, choice.region)
    found = await ask(
        request, who, "documents/page", first=1 if missing else PAGE_SIZE,
        after=None if missing else after, counted=counted,
        countUnpaid=counted and choice.sort == FINANCE,
        countUnready=counted and choice.sort == PACKAGE, **asked,
    )  # fmt: skip
    listed = found["documents"]
    if missing:
        lacking = asked[sort.counted]
        more = await ask(request, who, sort.asked, filter=lacking, first=PAGE_SIZE, after=after)
        listed = more[sort.root]
    values = {
        "who": who,
        "found": listed,
        "rows": nodes(listed),
        "counts": {name: found[name]["totalCount"] if counted else None for name in _OF_STATE},
        "lacking": found[sort.counted]["totalCount"] if counted else None,
        "has_numbers": counted,
        "regions": [] if has_one_region(who) else nodes(found["regions"]),
        "choice": choice,
        "sort": sort,
        "sorts": SORTS,
        "states": STATES,
        "state_of": state_of,
        "attended_of": attended_of,
        "parameters": choice.parameters(who),
        "after": after or "",
        "files": downloads(request),
        "may_submit": may_submit(who.actor),
    }
    return render(request, "pages/documents.html", values)


def _choice(request: Request, who: Viewer) -> Choice:
    query = request.query_params
    return Choice(
        one_of(query.get("kind", ""), SORTS, FINANCE),
        one_of(query.get("state", ""), (*_OF_STATE, MISSING), ""),
        region_of(request, who),
        searched(request.query_params),
    )


def _conditions(choice: Choice) -> dict[str, Condition]:
    """The conditions of the list and of each number above it."""
    sort = SORTS[choice.sort]
    around = every(
        {"kind": {"eq": sort.kind}}, within(choice.region), _matching(choice.sort, choice.search)
    )
    own = {name: every(around, one) for name, one in _OF_STATE.items()}
    return own | {
        "filter": own.get(choice.state, around),
        "unpaid": every(
            within(choice.region),
            {"heldAt": {"isNull": False}, "cancelledAt": {"isNull": True}},
            {"documents": {"none": _standing("FINANCE")}},
            _named(FINANCE, choice.search),
        ),
        "unready": every(
            within(choice.region),
            {"practicums": {"some": {"cancelledAt": {"isNull": True}}}},
            {"documents": {"none": _standing("PACKAGE")}},
            _named(PACKAGE, choice.search),
        ),
    }


def _standing(kind: str) -> Condition:
    """What holds of a document that need not be handed over again."""
    return every({"kind": {"eq": kind}}, any_true(_TAKEN, _WAITING))


def _named(sort: str, search: str) -> Condition | None:
    if not search:
        return None
    if sort == PACKAGE:
        return {"name": {"contains": search}}
    at_venue = {"venue": {"some": {"name": {"contains": search}}}}
    return any_true({"title": {"contains": search}}, at_venue)


def _matching(sort: str, search: str) -> Condition | None:
    named = _named(sort, search)
    if named is None:
        return None
    about = "concernsVenue" if sort == PACKAGE else "concernsPracticum"
    return any_true({"number": {"contains": search}}, {about: {"some": named}})


async def _file(request: Request, who: Viewer, choice: Choice) -> Response:
    sort = SORTS[choice.sort]
    asked = _conditions(choice)
    if choice.state == MISSING:
        title, columns = sort.lacking, sort.columns_lacking
        found = await all_of(
            request, who, sort.asked, sort.root, MOST_ROWS, filter=asked[sort.counted]
        )
        rows = [_lacking_row(who, choice.sort, one) for one in found]
    else:
        title, columns = sort.word, sort.columns
        found = await all_of(
            request, who, "documents/rows", "documents", MOST_ROWS, filter=asked["filter"]
        )
        rows = [_row(choice.sort, one) for one in found]
    state = STATES[choice.state].word if choice.state in STATES else ""
    region = name_of((one["region"] for one in found), choice.region) if choice.region else ""
    return await sent_out(
        request, who, title.capitalize(), columns, rows,
        filters=told_filters(("Регион", region), ("Состояние", state), ("Поиск", choice.search)),
        zone=zone_of(choice.region), ascii_name="documents",
    )  # fmt: skip


def _row(sort: str, one: Mapping[str, Any]) -> tuple[Any, ...]:
    about = one["concerns"] or {}
    told = (
        STATES[state_of(one)].word,
        form.as_moment(one["submittedAt"]),
        form.as_moment(one["acceptedAt"]),
        form.as_moment(one["returnedAt"]),
        one["returnedTimes"],
        one["returnReason"],
    )
    region = one["region"]["name"]
    if sort == PACKAGE:
        municipality = (about.get("municipality") or {}).get("name")
        return (about.get("name"), municipality, region, one["number"], *told)
    return (
        about.get("title"),
        form.as_day(about.get("onDay")),
        (about.get("venue") or {}).get("name"),
        region,
        one["number"],
        one["childrenInAct"],
        attended_of(about) if about else None,
        *told,
    )


def _lacking_row(who: Viewer, sort: str, one: Mapping[str, Any]) -> tuple[Any, ...]:
    region = one["region"]
    gaps = nodes(one["gaps"])
    due = form.as_day(gaps[0]["dueOn"]) if gaps else None
    term = form.term(due, who.now, region["zone"], region["id"]).words if due else ""
    if sort == PACKAGE:
        first = nodes(one["practicums"])
        municipality = (one["municipality"] or {}).get("name")
        count, on = one["practicums"]["totalCount"], first[0]["onDay"] if first else None
        return (one["name"], municipality, region["name"], count, form.as_day(on), due, term)
    venue = (one["venue"] or {}).get("name")
    on = form.as_day(one["onDay"])
    return (one["title"], on, venue, region["name"], attended_of(one), due, term)


async def differences(request: Request) -> Response:
    """Acts that name another number of children than came."""
    who = await viewer(request)
    region = region_of(request, who)
    root = "documentsAgainstAttendance"
    if wanted(request):
        found = await all_of(
            request, who, "documents/differences", root, MOST_ROWS, region=region or None
        )
        columns = ("Практикум", "День", "Площадка", "Регион", "Номер документа", "Детей в акте",
                   "Детей пришло", "Разница")  # fmt: skip
        rows = [
            (one["title"], form.as_day(one["onDay"]), one["venueName"], one["region"],
             one["document"], one["inAct"], one["attended"], one["difference"])
            for one in found
        ]  # fmt: skip
        return await sent_out(
            request, who, "Документы против посещения", columns, rows,
            zone=zone_of(region), ascii_name="documents-against-attendance",
        )  # fmt: skip
    after = cursor(request)
    counted = counted_at_once(request, who, region)
    found_page = await ask(
        request, who, "documents/differences", region=region or None, first=PAGE_SIZE, after=after,
        counted=counted,
    )  # fmt: skip
    regions = nodes(found_page["regions"])
    values = {
        "who": who,
        "found": found_page[root],
        "rows": nodes(found_page[root]),
        "has_numbers": counted,
        "names": {one["id"]: one["name"] for one in regions},
        "regions": [] if has_one_region(who) else regions,
        "region": region,
        "parameters": {"region": "" if has_one_region(who) else region},
        "after": after or "",
        "files": downloads(request),
        "sorts": SORTS,
        "may_submit": may_submit(who.actor),
    }
    return render(request, "pages/document_differences.html", values)


ROUTES = [
    Route(HOME, documents, methods=["GET"]),
    Route(DIFFERENCES, differences, methods=["GET"]),
]
