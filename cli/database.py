"""`orientir db …`: the local Neo4j from the command line.

Must not speak to the graph, and never touches a server named by ORIENTIR_NEO4J_URI.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from graph.errors import ConfigurationError
from graph.server import LocalServer, Status
from graph.server.archive import check_target
from graph.server.home import Home
from graph.settings import settings

app = typer.Typer(
    no_args_is_help=True,
    help="Своя локальная база Neo4j: запуск, остановка, копия. "
    "Пример: orientir db start, затем orientir db status.",
)

Yes = Annotated[bool, typer.Option("--yes", "-y", help="не спрашивать подтверждения")]

_STATES = {
    "running": "работает",
    "starting": "запускается",
    "stopped": "остановлена",
    "stale": "прервана (данные восстановит orientir db start)",
}


@app.command()
def start() -> None:
    """Запустить базу; в первый раз загружает Neo4j (180 МБ).

    Пример: orientir db start
    """
    server = _server()
    server.say("Запускаю базу…")
    address = server.start()
    typer.echo(f"База работает: {address.uri}, пользователь {address.user}.")


@app.command()
def stop() -> None:
    """Остановить базу; данные остаются.

    Пример: orientir db stop
    """
    typer.echo("База остановлена." if _server().stop() else "База и не работала.")


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="вывести как JSON")] = False,
) -> None:
    """Показать, работает ли база, её порт, версию и место на диске.

    Пример: orientir db status --json
    """
    found = _server().status()
    if as_json:
        typer.echo(json.dumps(asdict(found), default=str, ensure_ascii=False))
        return
    for line in _lines(found):
        typer.echo(line)


@app.command()
def reset(yes: Yes = False) -> None:
    """Остановить базу и удалить все её данные; загруженный Neo4j остаётся.

    Пример: orientir db reset --yes
    """
    server = _server()
    _confirm(f"Удалить все данные в {server.folder.folder}?", yes)
    server.reset()
    typer.echo("Данные удалены.")


@app.command()
def dump(
    file: Annotated[Path, typer.Argument(help="куда записать копию")], yes: Yes = False
) -> None:
    """Записать копию базы в файл; на это время база останавливается.

    В копии есть персональные данные; пароля в ней нет.

    Пример: orientir db dump orientir.dump
    """
    server = _server()
    check_target(file)
    if file.exists():
        _confirm(f"Файл {file} уже есть. Заменить?", yes)
    server.dump(file)
    typer.echo(f"Копия записана: {file}.")


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="копия, записанная командой dump")], yes: Yes = False
) -> None:
    """Заменить базу копией из файла; непустую — только с --yes.

    Пример: orientir db load orientir.dump --yes
    """
    _server().load(file, overwrite=yes)
    typer.echo(f"Копия загружена: {file}.")


def _server() -> LocalServer:
    """The server of this checkout; ConfigurationError when an external one is in use."""
    found = settings()
    if found.neo4j_uri:
        parts = urlsplit(found.neo4j_uri)
        raise ConfigurationError(
            f"Задан ORIENTIR_NEO4J_URI: используется внешний сервер {parts.scheme}://"
            f"{parts.hostname}. Команды db управляют только своей базой; "
            "уберите переменную, чтобы работать с ней."
        )
    server = LocalServer.of(found)
    server.say = _to_stderr
    server.record_aot = True
    return server


def _to_stderr(line: str) -> None:
    typer.echo(line, err=True)


def _confirm(question: str, yes: bool) -> None:
    """Leave with code 1 unless a person agrees; what isn't answered is not agreed to."""
    try:
        if yes or typer.confirm(question, err=True):
            return
        refusal = "Отменено, ничего не изменено."
    except typer.Abort:
        refusal = "\nОтвета нет, ничего не изменено. Чтобы обойтись без вопроса, добавьте --yes."
    _to_stderr(refusal)
    raise typer.Exit(1)


def _lines(found: Status) -> list[str]:
    lines = [f"База {_STATES[found.state]}"]
    if found.uri:
        lines += [f"Адрес: {found.uri}", f"Процесс: {found.pid}, {_uptime(found)}"]
    lines += [
        f"Версия: Neo4j {found.neo4j_version}, Java {found.java_version}",
        f"Папка: {found.home}, {found.disk_bytes / 1e6:.1f} МБ",
    ]
    if (log := Home(found.home).console).exists():
        lines.append(f"Журнал: {log}")
    return lines


def _uptime(found: Status) -> str:
    minutes, seconds = divmod(found.uptime_seconds or 0, 60)
    hours, minutes = divmod(minutes, 60)
    return f"работает {hours} ч {minutes} мин {seconds} с"
