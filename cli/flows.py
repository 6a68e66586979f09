"""`orientir flows`: what happens by the clock. Prefect is imported only when something runs."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from cli.output import print_json, print_rows, say
from graph.errors import ConfigurationError, InputError

if TYPE_CHECKING:
    from flows.catalogue import Entry, Schedule

app = typer.Typer(
    no_args_is_help=True,
    help="Процессы по расписанию.\n\nПримеры: `orientir flows list`; `orientir flows serve`; "
    "`orientir flows run scan --region RU-TA --as-of 2019-10-01 --dry-run`.",
    short_help="Процессы по расписанию.",
)

Json = Annotated[bool, typer.Option("--json", help="Для программ: JSON.")]


@app.command("list")
def list_flows(as_json: Json = False) -> None:
    """Какие процессы есть и когда они запускаются; в JSON — каждое расписание.

    Примеры: `orientir flows list`; `orientir flows list --json`.
    """
    from flows.catalogue import CATALOGUE
    from flows.document import zones_of
    from flows.timing import in_words

    if as_json:
        print_json([_row(entry, one) for entry in CATALOGUE for one in entry.schedules])
        return
    rows = [
        {
            "flow": entry.name,
            "when": in_words(entry.schedules[0].cron),
            "zone": zones_of(entry),
            "about": entry.about,
        }
        for entry in CATALOGUE
    ]
    columns = {"flow": "процесс", "when": "когда", "zone": "по часам", "about": "что делает"}
    print_rows(rows, columns, as_json=False)


def _row(entry: Entry, schedule: Schedule) -> dict[str, Any]:
    return {
        "flow": entry.name,
        "schedule": schedule.name,
        "cron": schedule.cron,
        "zone": schedule.zone,
        "parameters": dict(schedule.parameters),
        "concurrency": entry.concurrency,
        "retries": entry.retries,
        "retry_delays_seconds": list(entry.retry_delays_seconds),
        "about": entry.about,
    }


@app.command()
def serve(
    port: Annotated[
        int, typer.Option(help="Порт своего сервера Prefect.", min=1, max=65535)
    ] = 4200,
) -> None:
    """Запускать все процессы по их расписаниям, пока не остановят.

    Если задан PREFECT_API_URL, служит тому серверу, иначе поднимает свой.

    Примеры: `orientir flows serve`; `orientir flows serve --port 4300`.
    """
    from cli.port import require_free
    from flows.serve import serve as serve_flows
    from graph.settings import settings

    require_free("127.0.0.1", port, "--port ")
    with suppress(KeyboardInterrupt):
        asyncio.run(serve_flows(settings(), port, say))
    say("Остановлено.")


Pool = Annotated[str, typer.Option(help="Имя пула работ в Prefect.")]


@app.command()
def deploy(
    pool: Pool = "orientir",
    type_: Annotated[
        str, typer.Option("--type", help="Где идут запуски: process, docker, kubernetes.")
    ] = "process",
    image: Annotated[
        str | None, typer.Option(help="Образ для docker и kubernetes, см. docker/Dockerfile.")
    ] = None,
    variables: Annotated[
        list[str] | None,
        typer.Option("--set", help="Переменная задания Prefect: имя=значение (JSON или текст)."),
    ] = None,
) -> None:
    """Сообщить серверу Prefect из PREFECT_API_URL все расписания, и только их.

    Пул создаётся, если его нет. Повторять можно сколько угодно. Секреты серверу не передаются.

    Примеры: `orientir flows deploy`; `orientir flows deploy --type docker --pool containers
    --image orientir:0.1.0 --set 'networks=["orientir_graph"]'`.
    """
    from flows.deploy import Pool as WorkPool
    from flows.deploy import deploy as deploy_flows
    from flows.deploy import pool_type
    from graph.settings import settings

    _require_server()
    wanted = WorkPool(pool, pool_type(type_), image, dict(map(_variable, variables or ())))
    done = asyncio.run(deploy_flows(settings(), wanted))
    say(f"В «{pool}» ({type_}): процессов {done.flows}, расписаний {done.schedules}.")
    for name in done.removed:
        say(f"Убрано: {name}.")
    for name in done.withheld:
        say(f"{name} не передан: это секрет. Дайте контейнерам файл и {name}_FILE.")


@app.command()
def work(
    pool: Pool = "orientir",
    health_port: Annotated[
        int, typer.Option(help="Порт, на котором отвечает /health.", min=1, max=65535)
    ] = 8080,
) -> None:
    """Выполнять работу сервера Prefect, названного в PREFECT_API_URL.

    Таких исполнителей может быть сколько угодно, на разных машинах; на одной — с разными портами.

    Пример: `PREFECT_API_URL=http://prefect:4200/api orientir flows work`.
    """
    from cli.port import require_free
    from flows.serve import work as work_flows
    from graph.settings import settings

    _require_server()
    require_free("127.0.0.1", health_port, "--health-port ")
    with suppress(KeyboardInterrupt):
        asyncio.run(work_flows(settings(), pool, health_port, say))


def _require_server() -> None:
    if not os.environ.get("PREFECT_API_URL"):
        raise ConfigurationError(
            "Не задан PREFECT_API_URL. Укажите сервер Prefect или запускайте процессы сами: "
            "orientir flows serve."
        )


def _variable(text: str) -> tuple[str, Any]:
    """`name=value`; a value that isn't JSON is text."""
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise InputError(f"«{text}» не похоже на переменную задания. Нужно имя=значение.")
    try:
        return name, orjson.loads(value)
    except orjson.JSONDecodeError:
        return name, value


@app.command(hidden=True)
def execute() -> None:
    """Выполнить запуск, ради которого исполнитель начал этот контейнер."""
    from flows import engine
    from graph.settings import settings

    engine.prepare(settings())
    command = [sys.executable, "-m", "prefect", "flow-run", "execute"]
    os.execv(sys.executable, command)  # noqa: S606 - no shell, nothing of it from outside


@app.command()
def run(
    name: Annotated[str, typer.Argument(help="Имя процесса, см. orientir flows list.")],
    region: Annotated[
        list[str] | None, typer.Option(help="Регион по ISO 3166-2; можно несколько раз.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="На какой день или момент; без него — на сейчас.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Показать, что было бы сделано, и не записывать.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Выполнить процесс один раз, здесь и сейчас.

    Пример: `orientir flows run scan --region RU-TA --as-of 2019-10-01 --dry-run`.
    """
    from flows import engine
    from flows.catalogue import entry
    from graph.settings import settings

    chosen = entry(name)
    engine.prepare(settings())
    say("Готовлю Prefect, это занимает до минуты…")
    parameters: dict[str, Any] = {"regions": region, "as_of": as_of, "dry_run": dry_run}
    rows = asyncio.run(chosen.flow()(**parameters))
    if dry_run:
        say("Пробный запуск: ничего не записано.")
    print_rows(rows, chosen.columns, as_json=as_json)
