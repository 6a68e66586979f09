"""`orientir account …`: accounts, from the machine of the system itself.

Whoever has the command line has the database, so these act as a head. Passwords are never taken as
arguments, which other users of the machine can see; what is to be handed over goes to stdout.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from getpass import getpass
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cli.output import print_json, print_rows, say
from graph.errors import ConfigurationError, InputError
from graph.model.account import Role

if TYPE_CHECKING:
    from graph.session import Graph, Reader, Row, Writer
    from queries.account.writes import NewAccount
    from queries.scope import Actor

T = TypeVar("T")
PAGE = 100

app = typer.Typer(
    no_args_is_help=True,
    help="Учётные записи.\n\nПримеры: `orientir account list`; "
    "`orientir account create ivanova --role coordinator --person RU-TA:person:1`; "
    "`orientir account disable ivanova`.",
    short_help="Учётные записи: создать, отключить, сменить пароль, связать с единым входом.",
)

Login = Annotated[str, typer.Argument(help="Имя для входа.")]
Stdin = Annotated[bool, typer.Option("--stdin", help="Взять пароль из ввода, а не создать.")]
Json = Annotated[bool, typer.Option("--json", help="Для программ: JSON.")]


@app.command()
def create(
    login: Login,
    role: Annotated[Role, typer.Option(help="Роль.")],
    person: Annotated[str, typer.Option(help="Лицо сети: head, curator, coordinator.")] = "",
    region: Annotated[
        list[str] | None,
        typer.Option(help="Регион по ISO 3166-2, можно несколько: authority, automation."),
    ] = None,
    stdin: Stdin = False,
    as_json: Json = False,
) -> None:
    """Создать запись. Пароль людям создаётся и показывается один раз; автоматике — orientir token.

    Примеры: `orientir account create ivanova --role coordinator --person RU-TA:person:1`;
    `orientir account create ministry --role authority --region RU-TA --stdin < пароль`;
    `orientir account create platform --role automation --region RU-TA --region RU-SA`.
    """
    from queries.account.writes import NewAccount

    password = None if role is Role.AUTOMATION else _password(stdin)
    new = NewAccount(login, role, person or None, region or ())
    made = asyncio.run(_created(new, password))
    _tell(f"Запись {login} создана.", made, None if stdin else password, as_json)


@app.command("list")
def list_accounts(as_json: Json = False) -> None:
    """Все записи, и отключённые.

    Примеры: `orientir account list`; `orientir account list --json`.
    """
    columns = {
        "login": "имя", "role": "роль", "person": "лицо", "regions": "регионы",
        "has_password": "пароль", "has_oidc": "единый вход", "disabled_at": "отключена", "id": "id",
    }  # fmt: skip
    rows = asyncio.run(asked(_all_accounts))
    print_rows(rows if as_json else map(_shown, rows), columns, as_json=as_json)


@app.command()
def disable(
    login: Login,
    undo: Annotated[bool, typer.Option("--undo", help="Снова открыть отключённую.")] = False,
) -> None:
    """Отключить запись: её входы и ключи перестают действовать сразу.

    Примеры: `orientir account disable ivanova`; `orientir account disable ivanova --undo`.
    """
    from queries.account.writes import disable_account, enable_account

    async def work(writer: Writer, actor: Actor, account: str) -> str:
        if undo:
            return await enable_account(writer, actor, account, now())
        return await disable_account(writer, actor, account, now())

    asyncio.run(changed(login, work))
    say(f"Запись {login} {'снова открыта' if undo else 'отключена'}.")


@app.command()
def password(login: Login, stdin: Stdin = False, as_json: Json = False) -> None:
    """Сменить пароль; прежние входы заканчиваются. Новый создаётся и показывается один раз.

    Примеры: `orientir account password ivanova`; `orientir account password ivanova --stdin`.
    """
    chosen = _password(stdin)
    account = asyncio.run(_password_set(login, chosen))
    _tell(f"Пароль записи {login} сменён.", account, None if stdin else chosen, as_json)


@app.command()
def sign_out(login: Login) -> None:
    """Закончить все входы записи.

    Пример: `orientir account sign-out ivanova`.
    """
    from queries.account.writes import end_sign_ins

    ended = asyncio.run(changed(login, lambda w, actor, id_: end_sign_ins(w, actor, id_, now())))
    say(f"Закончено входов: {ended}.")


@app.command()
def oidc(
    login: Login,
    subject: Annotated[str, typer.Argument(help="Субъект (sub) у издателя.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Убрать связь.")] = False,
) -> None:
    """Связать запись с субъектом единого входа издателя из ORIENTIR_OIDC_ISSUER.

    Примеры: `orientir account oidc ivanova 248289761001`; `orientir account oidc ivanova --undo`.
    """
    from graph.settings import settings
    from queries.account.oidc import link, unlink

    issuer = settings().oidc_issuer
    if not issuer and not undo:
        raise ConfigurationError("Единый вход не настроен: задайте ORIENTIR_OIDC_ISSUER.")
    if bool(subject) == undo:
        raise InputError("Укажите либо субъект, либо --undo.")

    async def work(writer: Writer, actor: Actor, account: str) -> None:
        if undo:
            await unlink(writer, actor, account, now())
        else:
            await link(writer, actor, account, issuer or "", subject, now())

    asyncio.run(changed(login, work))
    say(f"Запись {login} {'больше не связана' if undo else 'связана'} с единым входом.")


def now() -> datetime:
    """The real moment: sign-ins and tokens live by it."""
    return datetime.now(UTC)


async def asked(work: Callable[[Reader, Actor], Awaitable[T]]) -> T:
    """What `work` reads as a head."""
    async with _graph() as graph:
        return await graph.read(lambda reader: work(reader, _head()))


async def written(work: Callable[[Writer, Actor], Awaitable[T]]) -> T:
    """What `work` does as a head, in one transaction."""
    async with _graph() as graph:
        return await graph.write(lambda writer: work(writer, _head()))


async def changed(login: str, work: Callable[[Writer, Actor, str], Awaitable[T]]) -> T:
    """What `work` does as a head to the account with this login, in one transaction."""
    from queries.account.reads import account_of

    async def write(writer: Writer, actor: Actor) -> T:
        return await work(writer, actor, await account_of(writer, login))

    return await written(write)


async def _all_accounts(reader: Reader, actor: Actor) -> list[Row]:
    from queries.account.reads import WantedAccounts, account_page

    rows: list[Row] = []
    after, every, at = None, WantedAccounts(), now()
    while page := await account_page(reader, actor, every, at, PAGE, after):
        rows += page
        after = (page[-1]["login"],)
    return rows


async def _created(new: NewAccount, password: str | None) -> str:
    from dataclasses import replace

    from queries.account.password import fingerprint
    from queries.account.writes import create_account

    hashed = await fingerprint(password) if password else None
    whole = replace(new, password_hash=hashed)
    return await written(lambda writer, actor: create_account(writer, actor, whole, now()))


async def _password_set(login: str, password: str) -> str:
    from queries.account.password import fingerprint
    from queries.account.writes import set_password

    hashed = await fingerprint(password)

    async def work(writer: Writer, actor: Actor, account: str) -> str:
        await set_password(writer, actor, account, hashed, now())
        return account

    return await changed(login, work)


def _graph() -> AbstractAsyncContextManager[Graph]:
    from graph.opening import open_graph
    from graph.settings import settings

    return open_graph(settings())


def _head() -> Actor:
    from queries.scope import Actor

    return Actor("command line", Role.HEAD, None, everything=True, regions=frozenset())


def _password(stdin: bool) -> str:
    from queries.account.writes import checked_password, made_password

    if not stdin:
        return made_password()
    if sys.stdin.isatty():
        given = getpass("Пароль: ")
        if getpass("Ещё раз: ") != given:
            raise InputError("Пароли не совпали, ничего не изменено.")
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    return checked_password(given)


def _tell(message: str, account: str, password: str | None, as_json: bool) -> None:
    say(message)
    if as_json:
        print_json({"id": account, "password": password})
    elif password is not None:
        say("Пароль ниже показывается один раз. Передайте его владельцу записи.")
        typer.echo(password)


def _shown(row: Row) -> Row:
    words = {True: "да", False: "нет"}
    return row | {
        "regions": ", ".join(row["regions"]),
        "has_password": words[row["has_password"]],
        "has_oidc": words[row["has_oidc"]],
    }
