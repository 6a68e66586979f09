"""What a person says of one row of a preview: it is a known person, a new one, or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.import_files import finish
from cli.import_kept import meant
from cli.import_shown import print_line
from cli.output import say

if TYPE_CHECKING:
    from imports.planning import Said


async def decide(batch: str, row: int, said: Said) -> None:
    """Keep it, compare the file anew and say what would become of its rows now."""
    from graph.opening import open_graph
    from graph.settings import settings
    from imports import deciding
    from imports.acting import COMMAND
    from imports.batch import Fate
    from imports.telling import in_words

    async with open_graph(settings()) as graph:
        found = await meant(graph, batch)
        await deciding.decide(graph, COMMAND, found.id, {row: said})
        found = await finish(graph, found.id)
    print_line(f"{found.file}: {in_words(found)}")
    left = found.counts.get(Fate.DUPLICATE, 0)
    say(
        f"Ждут решения строк: {left}."
        if left
        else "Все возможные повторы решены. Записать: загрузите этот же файл ещё раз."
    )
