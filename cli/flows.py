"""`orientir flows`: what happens by the clock. Prefect is imported only when something runs."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import Annotated, Any

import typer

from cli.output import print_rows, say
from graph.errors import ConfigurationError

app = typer.Typer(
    no_args_is_help=True,
    help="Процессы по расписанию.\n\nПримеры: `orientir flows list`; `orientir flows serve`; "
    "`orientir flows run scan --region RU-TA --as-of 2019-10-01 --dry-run`.",
    short_help="Процессы по расписанию.",
)

Json = Annotated[bool, typer.Option("--json", help="Для программ: JSON.")]


@app.command("list")
def list_flows(as_json: Json = False) -> None:
    """Какие процессы есть и когда они запускаются.

    Примеры: `orientir flows list`; `orientir flows list --json`.
    """
    from flows.catalogue import CATALOGUE

    rows = [
        {
            "flow": entry.name,
            "schedule": schedule.name,
            "cron": schedule.cron,
            "zone": schedule.zone,
            "about": entry.about,
        }
        for entry in CATALOGUE
        for schedule in entry.schedules
    ]
    columns = {"flow": "процесс", "cron": "cron", "zone": "часовой пояс", "about": "что делает"}
    print_rows(rows, columns, as_json=as_json)


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


@app.command()
def work(
    pool: Annotated[str, typer.Option(help="Имя пула работ в Prefect.")] = "orientir",
) -> None:
    """Выполнять работу сервера Prefect, названного в PREFECT_API_URL.

    Таких исполнителей может быть сколько угодно, на разных машинах.

    Пример: `PREFECT_API_URL=http://prefect:4200/api orientir flows work`.
    """
    from flows.serve import work as work_flows
    from graph.settings import settings

    if not os.environ.get("PREFECT_API_URL"):
        raise ConfigurationError(
            "Не задан PREFECT_API_URL. Укажите сервер Prefect или запускайте процессы сами: "
            "orientir flows serve."
        )
    with suppress(KeyboardInterrupt):
        asyncio.run(work_flows(settings(), pool, say))


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
