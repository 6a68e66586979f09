"""`orientir alerts`: who was told of what, what could not be delivered, whether a channel works.

Whoever has the command line has the database, so these see all regions. No names of people here.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output import print_rows, say
from graph.errors import InputError, OrientirError

if TYPE_CHECKING:
    from graph.model.gap import DeliveryState
    from queries.scope import Actor

app = typer.Typer(
    no_args_is_help=True,
    help="Оповещения: что и кому доставлено.\n\nПримеры: `orientir alerts list`; "
    "`orientir alerts dead --region RU-TA`; `orientir alerts retry`; "
    "`orientir alerts test --to почта --email me@example.ru`.",
    short_help="Оповещения: что доставлено, что нет.",
)

Region = Annotated[str, typer.Option(help="Регион по ISO 3166-2; без него — все.")]
First = Annotated[int, typer.Option(help="Сколько показать.", min=1, max=10_000)]
Json = Annotated[bool, typer.Option("--json", help="Для программ: JSON.")]

COLUMNS = {
    "state": "состояние", "rule": "правило", "region": "регион", "step": "ступень",
    "person": "кому", "wanted_at": "когда нужно", "attempts": "попыток", "next_at": "следующая",
    "sent_at": "отправлено", "channel": "каналы", "error": "ошибка",
}  # fmt: skip


@app.command("list")
def list_deliveries(
    region: Region = "",
    state: Annotated[
        str, typer.Option(help="waiting, sending, sent, failed, dead, dropped; без него — все.")
    ] = "",
    first: First = 50,
    as_json: Json = False,
) -> None:
    """Кому что доставлено и что ещё ждёт, сначала новое.

    Примеры: `orientir alerts list`; `orientir alerts list --state failed --region RU-TA`.
    """
    print_rows(asyncio.run(_listed(_state(state), region, first)), COLUMNS, as_json=as_json)


@app.command()
def dead(region: Region = "", first: First = 50, as_json: Json = False) -> None:
    """Что не дошло и больше не отправляется: причина — в столбце «ошибка».

    Пример: `orientir alerts dead --region RU-TA --json`.
    """
    print_rows(asyncio.run(_listed(_state("dead"), region, first)), COLUMNS, as_json=as_json)


@app.command()
def retry(region: Region = "") -> None:
    """Отправить не дошедшее заново, когда причина устранена.

    Срочное и сводка этого дня уйдут сразу, остальное — со следующей сводкой. То, что было некому
    доставить, поднимется само, когда появится получатель.

    Пример: `orientir alerts retry --region RU-TA`.
    """
    deliveries, messages = asyncio.run(_retry(region))
    say(f"Снова в отправке: оповещений — {deliveries}, сообщений — {messages}.")


@app.command("test")
def try_channel(
    to: Annotated[str, typer.Option(help="Имя канала из ORIENTIR_CHANNELS.")],
    email: Annotated[str, typer.Option(help="Почта, если её просит канал.")] = "",
    telegram: Annotated[str, typer.Option(help="Номер беседы, если его просит канал.")] = "",
) -> None:
    """Отправить проверочное сообщение по одному каналу.

    Примеры: `orientir alerts test --to почта --email me@example.ru`;
    `orientir alerts test --to журнал`.
    """
    failure = asyncio.run(_try(to, email, telegram))
    if failure:
        raise OrientirError(f"Канал «{to}» не принял сообщение: {failure}.")
    say(f"Канал «{to}» принял сообщение.")


def _state(text: str) -> DeliveryState | None:
    from graph.model.gap import DeliveryState

    if text and text not in set(DeliveryState):
        known = ", ".join(DeliveryState)
        raise InputError(f"Нет состояния «{text}». Есть: {known}.")
    return DeliveryState(text) if text else None


def _everybody() -> Actor:
    from graph.model.account import Role
    from queries.scope import Actor

    return Actor("command line", Role.HEAD, None, everything=True, regions=frozenset())


async def _listed(state: DeliveryState | None, region: str, first: int) -> list[dict[str, Any]]:
    from graph.opening import open_graph
    from graph.settings import settings
    from queries.alert.listing import deliveries

    async with open_graph(settings()) as graph:
        found = await graph.read(
            lambda reader: deliveries(reader, _everybody(), state=state, region=region, limit=first)
        )
    return [asdict(one) for one in found]


async def _retry(region: str) -> tuple[int, int]:
    from graph.opening import open_graph
    from graph.settings import settings
    from queries import clock
    from queries.alert.listing import retry_dead

    async with open_graph(settings()) as graph:
        now = await clock.now(graph)
        return await graph.write(lambda writer: retry_dead(writer, _everybody(), now, region))


async def _try(name: str, email: str, telegram: str) -> str:
    from delivery.channel import channels
    from delivery.testing import send_test
    from graph.settings import settings

    found = {channel.name: channel for channel in channels(settings())}
    if name not in found:
        known = ", ".join(found) or "ни одного, задайте ORIENTIR_CHANNELS"
        raise InputError(f"Нет канала «{name}». Есть: {known}.")
    return await send_test(found[name], email, telegram)
