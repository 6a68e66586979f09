"""What pages say about accounts and tokens: whose they are, what they see, whether they last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from starlette.requests import Request

from api.auth.viewer import Viewer
from api.web.asking import PAGE, ask
from api.web.words import Mark
from graph.model.account import Role

Data = Mapping[str, Any]
NAMED: Final = 3
"""How many regions are named before «и ещё»."""
TICK: Final = "region-"
"""How the fields of ticked regions begin."""
LASTS: Final = Mark("closed", "✓", "действует")
CLOSED: Final = Mark("waived", "–", "отключена")
REVOKED: Final = Mark("waived", "–", "отозван")
ENDED: Final = Mark("waived", "–", "срок кончился")


async def people_of(request: Request, who: Viewer, accounts: Iterable[Data]) -> dict[str, Data]:
    """The people whose accounts these are, by id."""
    ids = [one["person"] for one in accounts if one["person"]]
    found: dict[str, Data] = {}
    for start in range(0, len(ids), PAGE):
        answer = await ask(request, who, "access/people", ids=ids[start : start + PAGE])
        found |= {edge["node"]["id"]: edge["node"] for edge in answer["persons"]["edges"]}
    return found


async def region_names(request: Request, who: Viewer) -> dict[str, str]:
    """The names of all regions by their codes, in the order of names."""
    answer = await ask(request, who, "access/regions")
    return {edge["node"]["id"]: edge["node"]["name"] for edge in answer["regions"]["edges"]}


def role_of(account: Data) -> Role:
    """The role that an answer names."""
    return Role[account["role"]]


def account_mark(account: Data) -> Mark:
    """Whether an account is open."""
    return CLOSED if account["disabledAt"] else LASTS


def token_mark(token: Data, at: datetime) -> Mark:
    """Whether a token opens anything at the real moment `at`."""
    if token["revokedAt"]:
        return REVOKED
    return LASTS if at < datetime.fromisoformat(token["expiresAt"]) else ENDED


def sees(account: Data, person: Data | None, names: Mapping[str, str]) -> str:
    """Which regions an account opens today, in words."""
    if role_of(account) is Role.HEAD:
        return "все регионы, пока руководит кураторами"
    if role_of(account) in (Role.AUTHORITY, Role.AUTOMATION):
        return regions_told([names.get(one, one) for one in account["regions"]])
    if person is None:
        return "ничего: лица нет в сети"
    posts = person["curates" if role_of(account) is Role.CURATOR else "coordinates"]
    found = [edge["node"]["name"] for edge in posts["edges"]]
    return regions_told(found, posts.get("totalCount")) if found else "ничего: должности сейчас нет"


def regions_told(found: list[str], total: int | None = None) -> str:
    """A few names and how many more there are."""
    count = len(found) if total is None else total
    more = f" и ещё {count - NAMED}" if count > NAMED else ""
    return ", ".join(found[:NAMED]) + more


def scopes_told(token: Data) -> str:
    """What a token may do."""
    return "читать и вносить" if "WRITE" in token["scopes"] else "только читать"


def token_regions(token: Data, names: Mapping[str, str]) -> str:
    """The regions a token opens; those of its account if it names none."""
    if token["regions"] is None:
        return "все, что видит запись"
    return regions_told([names.get(one, one) for one in token["regions"]])


def picked(fields: Mapping[str, str]) -> list[str]:
    """The regions ticked in a form, one field each, or chosen in its field `region`."""
    ticked = [
        name.removeprefix(TICK) for name, on in fields.items() if name.startswith(TICK) and on
    ]
    chosen = fields.get("region", "")
    return [*ticked, *([chosen] if chosen else [])]
