"""Page «Журнал изменений»: who did what to which record, as far back as it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.change.history import action_titles
from api.web import form, words
from api.web.accounts import region_names
from api.web.asking import all_of, ask, nodes
from api.web.choice import PAGE_SIZE, cursor, day_of, one_of
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.page import render
from graph.model import MODEL
from queries.scope import VISIBILITY, Rule

HOME: Final = "/access/audit"
MOST_ACCOUNTS: Final = 1000
LONGEST: Final = 200
_DAY: Final = timedelta(days=1)
_ACCESS: Final = ("Account", "Token", "AuditChain")
_HEAD: Final = (
    *("Когда", "Кто", "Имя для входа", "Что сделано", "С чем", "Идентификатор записи"),
    *("Регион", "Что стало другим"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which entries the address asks for; words that mean nothing are as if not there."""

    account: str
    action: str
    label: str
    region: str
    record: str
    since: date | None
    until: date | None

    def parameters(self) -> dict[str, Any]:
        """For the address of another page of the same."""
        return {name: getattr(self, name) or "" for name in Choice.__slots__}

    def filter(self) -> dict[str, Any]:
        """The same as a question; days are Moscow's, `until` is included."""
        texts = ("account", "action", "label", "region", "record")
        asked: dict[str, Any] = {name: getattr(self, name) or None for name in texts}
        asked["since"] = _midnight(self.since) if self.since else None
        asked["until"] = _midnight(self.until + _DAY) if self.until else None
        return asked


async def audit(request: Request) -> Response:
    """The latest entries first; as a file all of the choice."""
    who = await viewer(request)
    choice = choice_of(request.query_params)
    names = await region_names(request, who)
    if wanted(request):
        return await _file(request, who, choice, names)
    after = cursor(request)
    answer = await ask(
        request, who, "access/audit", first=PAGE_SIZE, after=after, filter=choice.filter()
    )
    found = answer["auditEntries"]
    values = {
        "who": who,
        "rows": nodes(found),
        "page_info": found["pageInfo"],
        "after": after,
        "choice": choice,
        "regions": names,
        "logins": await _logins(request, who),
        "actions": sorted(action_titles().items(), key=lambda one: one[1]),
        "labels": labels(),
        "files": downloads(request),
    }
    return render(request, "pages/access_audit.html", values)


def choice_of(query: QueryParams) -> Choice:
    """The filters of an address."""
    return Choice(
        account=query.get("account", "")[:LONGEST],
        action=one_of(query.get("action", ""), action_titles(), ""),
        label=one_of(query.get("label", ""), MODEL.nodes, ""),
        region=query.get("region", "")[:LONGEST],
        record=query.get("record", "")[:LONGEST],
        since=day_of(query.get("since", "")),
        until=day_of(query.get("until", "")),
    )


def labels() -> list[tuple[str, str]]:
    """The types of records that people change, by their words."""
    open_ = [label for label, rule in VISIBILITY.items() if rule is not Rule.NEVER]
    return sorted(
        ((label, words.label_word(label)) for label in (*open_, *_ACCESS)), key=lambda one: one[1]
    )


async def _logins(request: Request, who: Viewer) -> list[dict[str, Any]]:
    return await all_of(request, who, "access/logins", "accounts", MOST_ACCOUNTS)


async def _file(
    request: Request, who: Viewer, choice: Choice, names: Mapping[str, str]
) -> Response:
    every = await all_of(
        request, who, "access/audit", "auditEntries", MOST_ROWS, filter=choice.filter()
    )
    rows = [_row(one, names) for one in every]
    return await sent_out(
        request, who, "Журнал изменений", _HEAD, rows,
        filters=await _told(request, who, choice, names), ascii_name="audit",
    )  # fmt: skip


async def _told(
    request: Request, who: Viewer, choice: Choice, names: Mapping[str, str]
) -> list[tuple[str, str]]:
    """The filters in words."""
    logins = {one["id"]: one["login"] for one in await _logins(request, who)}
    told = [
        ("Кто", logins.get(choice.account, choice.account)),
        ("Что сделано", action_titles().get(choice.action, "")),
        ("С чем", words.label_word(choice.label) if choice.label else ""),
        ("Регион", names.get(choice.region, choice.region)),
        ("Запись", choice.record),
        ("С", form.day(choice.since) if choice.since else ""),
        ("По", form.day(choice.until) if choice.until else ""),
    ]
    return [(word, value) for word, value in told if value]


def _row(one: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Any, ...]:
    return (
        form.as_moment(one["at"]),
        one["author"] or one["program"] or ("" if one["login"] else "программа"),
        one["login"],
        one["title"],
        words.label_word(one["label"]),
        one["record"],
        names.get(one["region"] or "", one["region"]),
        "содержание уничтожено" if one["erased"] else "; ".join(map(_change, one["changes"])),
    )


def _change(change: Mapping[str, Any]) -> str:
    if change["hidden"]:
        return f"{change['title']}: изменилось, не показывается"
    return f"{change['title']}: {change['before'] or '—'} → {change['after'] or '—'}"


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), ZoneInfo(form.MOSCOW)).isoformat()


ROUTES = [Route(HOME, audit, methods=["GET"])]
