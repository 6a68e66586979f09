"""`orientir media …`: the store of photo and video from the command line."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial

import typer

app = typer.Typer(
    no_args_is_help=True,
    help="Хранилище фото и видео практикумов. Пример: orientir media clean",
)


@app.callback(help=app.info.help)
def media() -> None:
    """A group even while it has one command."""


@app.command()
def clean() -> None:
    """Удалить файлы старше суток, которых нет в графе: убранные и недозагруженные.

    Пример: orientir media clean
    """
    typer.echo(f"Удалено файлов: {asyncio.run(_clean())}.")


async def _clean() -> int:
    from graph.opening import open_graph
    from graph.settings import settings
    from queries.media.orphans import named
    from store import open_store
    from store.cleaning import clean as clean_store

    own = settings()
    async with open_graph(own) as graph:

        async def still_named(fingerprints: list[str]) -> set[str]:
            return await graph.read(partial(named, fingerprints=fingerprints))

        return await clean_store(open_store(own), still_named, datetime.now(UTC))
