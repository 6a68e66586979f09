"""`orientir`: the commands, and the only place where an error becomes an exit code.

0 done, 1 an expected error (told in one message), 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from typer import rich_utils

from cli import account, alerts, backup, database, media, reports
from cli import audit as audit_commands
from cli import flows as flow_commands
from cli import imports as import_commands
from cli import token as token_commands
from cli.demo import demo
from cli.docs import docs
from cli.duplicates import duplicates
from cli.gap import gaps, rules, trace
from cli.migrate import migrate
from cli.output import say
from cli.run import run
from cli.scan import scan
from cli.version import version
from graph.errors import OrientirError

rich_utils.COMMANDS_PANEL_TITLE = "Команды"
rich_utils.OPTIONS_PANEL_TITLE = "Параметры"
rich_utils.ARGUMENTS_PANEL_TITLE = "Аргументы"
rich_utils.ERRORS_PANEL_TITLE = "Ошибка"

app = typer.Typer(
    name="orientir",
    no_args_is_help=True,
    add_completion=False,
    # Errors are told by `main`, not by typer's own traceback with its local variables.
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(run)
app.command()(demo)
app.command()(scan)
app.command()(gaps)
app.command()(trace)
app.command()(rules)
app.command()(duplicates)
app.command()(migrate)
app.add_typer(database.app, name="db")
app.add_typer(account.app, name="account")
app.add_typer(token_commands.app, name="token")
app.add_typer(import_commands.app, name="import")
app.add_typer(flow_commands.app, name="flows")
app.add_typer(media.app, name="media")
app.add_typer(reports.app, name="reports")
app.add_typer(alerts.app, name="alerts")
app.add_typer(audit_commands.app, name="audit")
app.add_typer(backup.app, name="backup")
app.command()(docs)
app.command()(version)


@app.callback()
def orientir(
    debug: Annotated[
        bool, typer.Option("--debug", envvar="ORIENTIR_DEBUG", help="Показывать сбои полностью.")
    ] = False,
) -> None:
    """Ориентир: региональная сеть «Билета в будущее» — кто, что и к какому сроку должен.

    Начните с `orientir run`: база, показательные данные и сервер одной командой.

    Примеры: `orientir run --port 8080`; `orientir scan --region RU-TA --as-of 2019-10-01 --json`;
    `orientir db status`; `orientir flows serve`.
    """
    if debug:
        os.environ["ORIENTIR_DEBUG"] = "1"
    _begin_logging(debug)


def _begin_logging(debug: bool) -> None:
    """What the graph's room tells of long work goes to stderr as plain lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    graph = logging.getLogger("graph")
    graph.addHandler(handler)
    graph.setLevel(logging.INFO)
    if not debug:
        # The driver reports every attempt to connect; a person gets one message at the end.
        logging.getLogger("neo4j").setLevel(logging.ERROR)


def main() -> None:
    """Run the command line; always ends by SystemExit."""
    try:
        app(prog_name="orientir")
    except OrientirError as error:
        say(f"Ошибка: {error.message}")
        _trace_if_asked()
        sys.exit(1)
    except Exception as error:  # the edge: nobody may meet a bare traceback
        say(_wrong_settings(error) or _failure(error))
        _trace_if_asked()
        sys.exit(1)


def _wrong_settings(error: Exception) -> str:
    """A message naming the variables that are wrong, never their values; "" for other errors."""
    if not isinstance(error, ValidationError) or error.title != "Settings":
        return ""
    names = ", ".join(f"ORIENTIR_{part}".upper() for one in error.errors() for part in one["loc"])
    return f"Ошибка: не подходит значение настройки {names}. Список настроек — в README."


def _failure(error: Exception) -> str:
    kind = type(error).__name__
    try:
        place = f"Подробности: {_record_failure()}"
    except OSError as refusal:
        place = f"Подробности записать не удалось ({refusal.strerror})"
    return f"Сбой программы ({kind}). {place}\nНа экране: добавьте --debug сразу после orientir."


def _record_failure() -> Path:
    """Keep the traceback for whoever will look into it; readable by the owner only."""
    from graph.settings import settings

    log = settings().home.expanduser().absolute() / "logs" / "failures.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.touch(mode=0o600)
    with log.open("a", encoding="utf-8") as file:
        file.write(traceback.format_exc() + "\n")
    return log


def _trace_if_asked() -> None:
    if os.environ.get("ORIENTIR_DEBUG"):
        traceback.print_exc()


if __name__ == "__main__":
    main()
