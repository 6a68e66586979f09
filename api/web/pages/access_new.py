"""Page that creates an account: for which role, for whom; its password is shown once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.web import words
from api.web.accounts import Data, picked
from api.web.acting import Fields, Sent, fields_of, refused
from api.web.asking import ask, change, nodes
from api.web.choice import one_of
from api.web.page import render
from api.web.pages.access_account import home_of
from graph.errors import AccessError, InputError
from graph.model.account import Role
from queries.account.writes import OF_A_PERSON

HOME: Final = "/access/new"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who has the role today: where, and the login of an account they have already."""

    id: str
    name: str
    where: str
    login: str


async def blank(request: Request) -> Response:
    """The form of a role: the coordinator's if none is named."""
    role = one_of(request.query_params.get("role", ""), [*Role], Role.COORDINATOR)
    return await _shown(request, await viewer(request), Role(role))


async def create(request: Request) -> Response:
    """Make the account; this answer is the only one that has its password."""
    who, fields = await viewer(request), await fields_of(request)
    role = Role(one_of(fields.get("role", ""), [*Role], Role.COORDINATOR))
    try:
        data = await change(
            request,
            who,
            "access/create",
            login=fields.get("login", ""),
            role=role.name,
            person=fields.get("person") or None,
            regions=picked(fields) or None,
        )
    except (InputError, AccessError) as error:
        return await _shown(request, who, role, refused(error, fields))
    made = data["createAccount"]
    shown = {
        "title": "Запись создана",
        "what": f"Пароль записи {fields.get('login', '')}",
        "secret": made["password"],
        "back": home_of(made["id"]),
    }
    return render(request, "pages/access_secret.html", {"who": who, "it": shown})


async def _shown(request: Request, who: Viewer, role: Role, sent: Sent | None = None) -> Response:
    found = await ask(request, who, "access/choices", role=role.name)
    fields: Fields = sent.fields if sent else {}
    values = {
        "who": who,
        "role": role,
        "roles": words.ROLES,
        "of_a_person": role in OF_A_PERSON,
        "candidates": candidates(role, found),
        "regions": nodes(found["regions"]),
        "refusal": sent.refusal if sent else None,
        "fields": fields,
        "picked": picked(fields),
        "Role": Role,
    }
    status = sent.status if sent else HTTPStatus.OK
    return render(request, "pages/access_new.html", values, status)


def candidates(role: Role, found: Mapping[str, Any]) -> list[Candidate]:
    """Who has the role today, by name; those of several regions once."""
    logins = {
        edge["node"]["person"]: edge["node"]["login"]
        for edge in found["accounts"]["edges"]
        if not edge["node"]["disabledAt"]
    }
    places: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for person, where in _of_role(role, found):
        names[person["id"]] = person["fullName"]
        places.setdefault(person["id"], []).append(where)
    made = [
        Candidate(id_, name, _places(places[id_]), logins.get(id_, ""))
        for id_, name in names.items()
    ]
    return sorted(made, key=lambda one: (one.name, one.id))


def _of_role(role: Role, found: Mapping[str, Any]) -> Iterator[tuple[Data, str]]:
    """Each person of a role with the place of one of their posts."""
    if role is Role.HEAD:
        for edge in found["persons"]["edges"]:
            posts = edge["node"]["worksForHistory"]["edges"]
            if any(post["headsCurators"] and post["to"] is None for post in posts):
                yield edge["node"], "Союз"
        return
    posts = {Role.CURATOR: "curators", Role.COORDINATOR: "coordinators"}.get(role)
    for edge in found["regions"]["edges"] if posts else ():
        for post in edge["node"][posts]["edges"]:
            yield post["node"], edge["node"]["name"]


def _places(found: list[str]) -> str:
    return found[0] if len(found) == 1 else f"{found[0]} и ещё {len(found) - 1}"


ROUTES = [Route(HOME, blank, methods=["GET"]), Route(HOME, create, methods=["POST"])]
