"""`orientir migrate`."""

from __future__ import annotations

import asyncio

from cli.output import say


def migrate() -> None:
    """Привести граф к версии программы; повторный запуск ничего не меняет.

    Пример: `orientir migrate`.
    """
    for step in asyncio.run(_migrate()):
        say(f"выполнено: {step}")
    say("Граф нужной версии.")


async def _migrate() -> list[str]:
    from graph import migrations
    from graph.opening import open_graph
    from graph.settings import settings

    async with open_graph(settings()) as graph:
        return await migrations.migrate(graph)
