"""How commands speak: results to stdout, everything about the work itself to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

_RIGHT = (int, float)
_FILE_WIDTH = 200


def say(message: str) -> None:
    """One line about the work, for a person."""
    typer.echo(message, err=True)


def console() -> Console:
    """Where tables and panels for a person go; plain and wide when it isn't a terminal."""
    width = None if sys.stdout.isatty() else _FILE_WIDTH
    return Console(file=sys.stdout, highlight=False, width=width)


def print_json(value: Any) -> None:
    """A result for machines: UTF-8, keys in their own order, one document."""
    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z).decode())


def print_rows(
    rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str], *, as_json: bool
) -> None:
    """Rows as a table with these headings, or all of them as JSON."""
    listed = [dict(row) for row in rows]
    if as_json:
        print_json(listed)
        return
    if not listed:
        say("Ничего нет.")
        return
    console().print(_table(listed, columns))


def _table(rows: list[dict[str, Any]], columns: Mapping[str, str]) -> Table:
    table = Table(box=None, header_style="bold")
    for key, heading in columns.items():
        number = isinstance(rows[0].get(key), _RIGHT)
        # Folded, never cut: an id that is shown must be one that can be copied.
        table.add_column(heading, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row.get(key)) for key in columns))
    return table


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%d.%m.%Y %H:%M} UTC"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return "" if value is None else str(value)
