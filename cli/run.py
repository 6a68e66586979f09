"""`orientir run`: everything by one command — the database, what to look at, the server."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated

import typer

from cli.demo_loading import (
    LEDGER_FILE,
    REGIONS,
    SEED,
    STUDENTS,
    demo_plan,
    load_demo,
    unfinished_plan,
)
from cli.output import console, say
from graph.errors import ConfigurationError
from queries.scanned import LAST_FULL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from socket import socket

    from graph.demo import Plan
    from graph.session import Graph
    from graph.settings import Settings
    from queries.account.demo import DemoAccounts

# The same emptiness that a load asks for: accounts alone are somebody's data too.
EMPTY = "RETURN NOT EXISTS { MATCH (n) WHERE NOT n:GraphRecord } AS empty"
# A whole one: the mark is set when the load has come to its end.
DEMO = "RETURN EXISTS { MATCH (r:GraphRecord) WHERE r.demo_loaded_at IS NOT NULL } AS demo"
UNSCANNED = (
    """
MATCH (r:Region) WHERE """
    + LAST_FULL
    + """ IS NULL
RETURN r.id AS region ORDER BY region
"""
)


def run(
    port: Annotated[
        int | None, typer.Option(help="Порт; иначе ORIENTIR_PORT.", min=1, max=65535)
    ] = None,
    students: Annotated[int, typer.Option(help="Участников в показательной сети.", min=1)] = (
        STUDENTS
    ),
    regions: Annotated[int, typer.Option(help="Регионов в ней.", min=1, max=85)] = REGIONS,
    demo: Annotated[
        bool, typer.Option("--demo/--no-demo", help="Наполнять ли пустую базу показательной сетью.")
    ] = True,
) -> None:
    """Запустить базу, наполнить её, если она пуста, и открыть сервер.

    Данные остаются между запусками; второй запуск занимает секунды, а прерванная загрузка сети
    завершается. Ctrl-C останавливает всё.

    Примеры: `orientir run`; `orientir run --port 8080`; `orientir run --students 1000 --regions 2`;
    `orientir run --no-demo`.
    """
    from cli.port import require_free
    from graph.settings import settings

    chosen = settings()
    listen = chosen.port if port is None else port
    require_free(chosen.host, listen, "--port или ORIENTIR_PORT=")
    size = (regions, students) if demo else None
    # A keeper's way of saying Ctrl-C (docker, systemd): what runs ends first, and all is closed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
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
        await prepare(graph, size, settings.home.expanduser().absolute() / LEDGER_FILE)
        accounts = await _accounts(graph)
        await _serve(settings, port, graph, lambda: _welcome(settings.host, port, accounts))


async def prepare(graph: Graph, size: tuple[int, int] | None, ledger_file: Path) -> None:
    """Bring the graph to this program's version; an empty one gets the demo network.

    A load that was cut off is finished as it was begun, whatever `size` says; a demo region that
    has never been scanned is.
    """
    from graph import migrations

    for step in await migrations.migrate(graph):
        say(f"Граф: выполнено {step}.")
    plan = await wanted(graph, size)
    if plan:
        await load_demo(graph, plan, ledger_file)
    if (await graph.rows(DEMO))[0]["demo"]:
        await _first_scan(graph)


async def wanted(graph: Graph, size: tuple[int, int] | None) -> Plan | None:
    """The demo network to load now; ConfigurationError if half of one is all there is to serve."""
    if (await graph.rows(EMPTY))[0]["empty"]:
        return demo_plan(*size, SEED) if size else None
    unfinished = await unfinished_plan(graph)
    if unfinished is None:
        return None
    if size is None:
        raise ConfigurationError(
            "Загрузка показательной сети была прервана: в базе только часть её. Завершите её "
            "(orientir run без --no-demo) или начните заново: orientir db reset."
        )
    say("Загрузка показательной сети была прервана; завершаю.")
    return unfinished


async def _first_scan(graph: Graph) -> None:
    from cli.scan import scan_regions

    waiting = [row["region"] for row in await graph.rows(UNSCANNED)]
    if not waiting:
        return
    say("Первая проверка…")
    results = await scan_regions(graph, waiting, None, dry_run=False)
    gaps = sum(result.open_gaps for result in results)
    say(f"Первая проверка: регионов {len(results)}, открытых пробелов {gaps}.")


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


async def _serve(settings: Settings, port: int, graph: Graph, welcome: Callable[[], None]) -> None:
    """Serve until interrupted; `welcome` is called when the addresses answer, and not before."""
    import uvicorn

    from api.app import create_app
    from api.body import MAX_BODY

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                welcome()

    app = create_app(settings, graph)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=port,
        log_level="warning",
        access_log=False,
        ws_max_size=MAX_BODY,
    )
    await Server(config).serve()


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where there is one: twice the requests a second."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
