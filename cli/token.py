"""`orientir token …`: tokens of automation. A secret goes to stdout, once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cli.account import PAGE, asked, changed, now, written
from cli.output import print_json, print_rows, say
from graph.model.account import TokenScope

if TYPE_CHECKING:
    from graph.session import Reader, Row, Writer
    from queries.account.token import IssuedToken
    from queries.scope import Actor

LONGEST_DAYS = 366

app = typer.Typer(
    no_args_is_help=True,
    help="Ключи автоматики.\n\nПримеры: `orientir token create platform --name ночная-выгрузка`; "
    "`orientir token list`; `orientir token revoke token:…`.",
    short_help="Ключи автоматики: выдать, перечислить, отозвать.",
)

Json = Annotated[bool, typer.Option("--json", help="Для программ: JSON.")]


@app.command()
def create(
    login: Annotated[str, typer.Argument(help="Запись с ролью automation.")],
    name: Annotated[str, typer.Option(help="Название: для чего ключ.")],
    scope: Annotated[
        list[TokenScope] | None, typer.Option(help="Права; без них — read.", show_default=False)
    ] = None,
    days: Annotated[int, typer.Option(help="Срок, дней.", min=1, max=LONGEST_DAYS)] = 90,
    region: Annotated[
        list[str] | None, typer.Option(help="Только эти регионы записи; без них — все её.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Выдать ключ: секрет показывается один раз, на стандартном выводе.

    Примеры: `orientir token create platform --name выгрузка > ключ`;
    `orientir token create platform --name запись --scope read --scope write --days 30`.
    """
    from queries.account.token import NewToken, create_token

    scopes = scope or [TokenScope.READ]
    ends = now() + timedelta(days=days)

    async def work(writer: Writer, actor: Actor, account: str) -> IssuedToken:
        new = NewToken(account, name, scopes, ends, region or ())
        return await create_token(writer, actor, new, now())

    made = asyncio.run(changed(login, work))
    say(f"Ключ {made.id} действует до {ends:%d.%m.%Y %H:%M} UTC.")
    if as_json:
        print_json({"id": made.id, "secret": made.secret, "expires_at": ends})
    else:
        say("Секрет ниже показывается один раз. Заголовок запроса: Authorization: Bearer <секрет>.")
        typer.echo(made.secret)


@app.command("list")
def list_tokens(as_json: Json = False) -> None:
    """Все ключи, и отозванные; секретов в списке нет.

    Примеры: `orientir token list`; `orientir token list --json`.
    """
    columns = {
        "name": "название", "login": "запись", "scopes": "права", "regions": "регионы",
        "expires_at": "до", "revoked_at": "отозван", "last_used_on": "использован", "id": "id",
    }  # fmt: skip
    rows = asyncio.run(asked(_all_tokens))
    print_rows(rows if as_json else map(_shown, rows), columns, as_json=as_json)


@app.command()
def revoke(token: Annotated[str, typer.Argument(help="Ключ, см. orientir token list.")]) -> None:
    """Отозвать ключ: он перестаёт действовать сразу.

    Пример: `orientir token revoke token:0123456789abcdef0123456789abcdef`.
    """
    from queries.account.token import revoke_token

    asyncio.run(written(lambda writer, actor: revoke_token(writer, actor, token, now())))
    say(f"Ключ {token} отозван.")


async def _all_tokens(reader: Reader, actor: Actor) -> list[Row]:
    from queries.account.reads import token_page

    rows: list[Row] = []
    after: tuple[str, ...] | None = None
    while page := await token_page(reader, actor, None, PAGE, after):
        rows += page
        after = (page[-1]["name"], page[-1]["id"])
    return rows


def _shown(row: Row) -> Row:
    regions = "все" if row["regions"] is None else ", ".join(row["regions"])
    return row | {"scopes": ", ".join(row["scopes"]), "regions": regions}
