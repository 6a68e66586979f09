"""`orientir audit`: is the audit as it was written."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import print_json, say

if TYPE_CHECKING:
    from queries.audit.verifying import Verified

app = typer.Typer(no_args_is_help=True, help="Журнал изменений: не тронут ли он.")


@app.callback()
def audit() -> None:
    """Журнал изменений: кто, что и когда менял."""


@app.command()
def verify(
    region: Annotated[str | None, typer.Option(help="Только журнал региона по ISO 3166-2.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Для программ: JSON.")] = False,
) -> None:
    """Проверить цепочки журнала: правку, удаление, вставку, перестановку записей.

    Примеры: `orientir audit verify`; `orientir audit verify --region RU-TA --json`.
    Код 1, если журнал тронут.
    """
    found = asyncio.run(_verified(region))
    if as_json:
        print_json(
            {
                "chains": found.chains,
                "entries": found.entries,
                "erased": found.erased,
                "broken": [
                    {"chain": one.chain, "number": one.number, "what": one.what}
                    for one in found.broken
                ],
            }
        )
    else:
        _show(found)
    if found.broken:
        raise typer.Exit(1)


async def _verified(region: str | None) -> Verified:
    from graph.opening import open_graph
    from graph.settings import settings
    from queries.audit.verifying import verify as check

    async with open_graph(settings()) as graph:
        return await check(graph, region)


def _show(found: Verified) -> None:
    for one in found.broken:
        say(f"{one.chain or 'общий журнал'}, запись {one.number}: {one.what}")
    erased = f", стёрто содержание {found.erased}" if found.erased else ""
    summary = f"Журналов {found.chains}, записей {found.entries}{erased}"
    say(f"{summary}. {'Журнал тронут.' if found.broken else 'Всё цело.'}")
