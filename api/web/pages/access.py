"""Pages «Доступ»: accounts by login, tokens of automation."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import viewer
from api.system import system
from api.web import accounts as told
from api.web import form, words
from api.web.accounts import people_of, region_names, role_of, token_regions
from api.web.asking import all_of, ask, nodes
from api.web.choice import PAGE_SIZE, cursor, one_of
from api.web.listing import MOST_ROWS, downloads, sent_out, wanted
from api.web.page import render
from graph.model.account import Role

LONGEST_SEARCH: Final = 100
ACCOUNTS: Final = (
    *("Имя для входа", "Роль", "Кто", "Что видит", "Состояние", "Создана", "Последний вход"),
    *("Действует входов", "Входит паролем", "Единый вход"),
)
TOKENS: Final = (
    *("Ключ", "Запись", "Что можно", "Регионы", "Состояние", "Выдан", "Действует до"),
    "Последний день использования",
)


async def accounts(request: Request) -> Response:
    """The accounts, by role and a part of the login if asked."""
    who = await viewer(request)
    role = one_of(request.query_params.get("role", ""), [*Role], "")
    search = request.query_params.get("q", "").strip()[:LONGEST_SEARCH]
    asked = {"role": Role(role).name if role else None, "search": search or None}
    if wanted(request):
        return await _accounts_file(request, asked, role, search)
    after = cursor(request)
    found = (await ask(request, who, "access/accounts", first=PAGE_SIZE, after=after, **asked))[
        "accounts"
    ]
    rows = nodes(found)
    values = {
        "who": who,
        "rows": rows,
        "people": await people_of(request, who, rows),
        "names": await region_names(request, who),
        "page_info": found["pageInfo"],
        "after": after,
        "filters": {"role": role, "q": search},
        "files": downloads(request),
        "roles": words.ROLES,
        "a": told,
    }
    return render(request, "pages/access.html", values)


async def tokens(request: Request) -> Response:
    """The tokens by name, ended ones too."""
    who = await viewer(request)
    names, at = await region_names(request, who), system(request).clock()
    if wanted(request):
        every = await all_of(request, who, "access/tokens", "tokens", MOST_ROWS)
        rows = [
            (
                *(one["name"], one["login"], told.scopes_told(one), token_regions(one, names)),
                told.token_mark(one, at).word,
                *(form.as_moment(one[name]) for name in ("createdAt", "expiresAt")),
                form.as_day(one["lastUsedOn"]),
            )
            for one in every
        ]
        return await sent_out(request, who, "Ключи автоматики", TOKENS, rows, ascii_name="tokens")
    after = cursor(request)
    found = (await ask(request, who, "access/tokens", first=PAGE_SIZE, after=after))["tokens"]
    values = {
        "who": who,
        "rows": nodes(found),
        "names": names,
        "at": at,
        "page_info": found["pageInfo"],
        "after": after,
        "files": downloads(request),
        "token_regions": token_regions,
        "a": told,
    }
    return render(request, "pages/access_tokens.html", values)


async def _accounts_file(
    request: Request, asked: dict[str, str | None], role: str, search: str
) -> Response:
    who = await viewer(request)
    every = await all_of(request, who, "access/accounts", "accounts", MOST_ROWS, **asked)
    people, names = await people_of(request, who, every), await region_names(request, who)
    rows = [_row(one, people.get(one["person"] or ""), names) for one in every]
    filters = [("Роль", words.ROLES[Role(role)])] if role else []
    filters += [("Имя содержит", search)] if search else []
    return await sent_out(
        request, who, "Учётные записи", ACCOUNTS, rows, filters=filters, ascii_name="accounts"
    )


def _row(one: dict[str, Any], person: Any, names: dict[str, str]) -> tuple[Any, ...]:
    return (
        one["login"],
        words.ROLES[role_of(one)],
        person["fullName"] if person else None,
        told.sees(one, person, names),
        told.account_mark(one).word,
        form.as_moment(one["createdAt"]),
        form.as_moment(one["signedInAt"]),
        one["lastingSignIns"],
        "да" if one["hasPassword"] else "нет",
        "да" if one["hasOidc"] else "нет",
    )


ROUTES = [
    Route("/access", accounts, methods=["GET"]),
    Route("/access/tokens", tokens, methods=["GET"]),
]
