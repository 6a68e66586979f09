"""`orientir run`: everything by one command — the database, what to look at, the server."""

from __future__ import annotations

import asyncio
import contextlib
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import console, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.session import Graph
    from graph.settings import Settings
    from queries.account.demo import DemoAccounts

EMPTY = "RETURN NOT EXISTS { MATCH (:Region) } AS empty"
DEMO = "RETURN EXISTS { MATCH (r:GraphRecord) WHERE r.demo_moment IS NOT NULL } AS demo"


def run(
    port: Annotated[
        int | None, typer.Option(help="Порт; иначе ORIENTIR_PORT.", min=1, max=65535)
    ] = None,
    students: Annotated[int, typer.Option(help="Участников в показательной сети.", min=1)] = 5000,
    regions: Annotated[int, typer.Option(help="Регионов в ней.", min=1, max=85)] = 4,
    demo: Annotated[
        bool, typer.Option("--demo/--no-demo", help="Наполнять ли пустую базу показательной сетью.")
    ] = True,
) -> None:
    """Запустить базу, наполнить её, если она пуста, и открыть сервер.

    Данные остаются между запусками; второй запуск занимает секунды. Ctrl-C останавливает всё.

    Примеры: `orientir run`; `orientir run --port 8080`; `orientir run --students 1000 --regions 2`;
    `orientir run --no-demo`.
    """
    from cli.port import require_free
    from graph.settings import settings

    chosen = settings()
    listen = chosen.port if port is None else port
    require_free(chosen.host, listen, "--port или ORIENTIR_PORT=")
    size = (regions, students) if demo else None
    with (
        contextlib.suppress(KeyboardInterrupt),
        asyncio.Runner(loop_factory=_loop_factory()) as runner,
    ):
        runner.run(_run(chosen, listen, size))
    say("Остановлено. Данные сохранены.")


async def _run(settings: Settings, port: int, size: tuple[int, int] | None) -> None:
    from graph.opening import open_graph

    say("Открываю базу…")
    async with open_graph(settings, owned=True) as graph:
        await _prepare(graph, size)
        _welcome(settings.host, port, await _accounts(graph))
        await _serve(settings, port, graph)


async def _prepare(graph: Graph, size: tuple[int, int] | None) -> None:
    """Bring the graph to this program's version; an empty one gets the demo network."""
    from graph import migrations

    for step in await migrations.migrate(graph):
        say(f"Граф: выполнено {step}.")
    if size and (await graph.rows(EMPTY))[0]["empty"]:
        await _load_demo(graph, *size)


async def _load_demo(graph: Graph, regions: int, students: int) -> None:
    from cli.scan import scan_regions

    say(f"Создаю показательную сеть: регионов {regions}, участников {students}…")
    # TODO: graph.demo
    results = await scan_regions(graph, None, None, dry_run=False)
    say(f"Первая проверка: открытых пробелов {sum(result.open_gaps for result in results)}.")


async def _accounts(graph: Graph) -> DemoAccounts | None:
    """The accounts of the demo network; None when the graph holds a real one."""
    from queries import clock
    from queries.account.demo import create_demo_accounts

    if not (await graph.rows(DEMO))[0]["demo"]:
        return None
    return await create_demo_accounts(graph, await clock.now(graph))


def _welcome(host: str, port: int, accounts: DemoAccounts | None) -> None:
    from rich.panel import Panel

    shown = _reachable(host)
    lines = [
        f"Страницы   http://{shown}:{port}/",
        f"GraphQL    http://{shown}:{port}/graphql",
    ]
    if accounts:
        lines += [
            "",
            f"Войти как  {', '.join(accounts.logins)}",
            f"Пароль     {accounts.password}",
            f"           (он же в файле {accounts.file})",
        ]
    console().print(Panel("\n".join(lines), title="Ориентир", expand=False, padding=(1, 2)))
    say("Ctrl-C — остановить.")


def _reachable(host: str) -> str:
    """What to type into a browser here: a server that listens everywhere is also on loopback."""
    with contextlib.suppress(ValueError):
        return "127.0.0.1" if ip_address(host).is_unspecified else host
    return host


async def _serve(settings: Settings, port: int, graph: Graph) -> None:
    import uvicorn

    from api.app import create_app

    app = create_app(settings, graph)
    config = uvicorn.Config(
        app, host=settings.host, port=port, log_level="warning", access_log=False
    )
    await uvicorn.Server(config).serve()


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where there is one: twice the requests a second."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
