"""Imports that the graph keeps: their list, going on with them, taking them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.import_files import agreed, finish
from cli.import_shown import print_line
from cli.output import say
from graph.errors import InputError

if TYPE_CHECKING:
    from graph.session import Graph
    from imports.batch import Summary

_LISTED = 1000
LINE = {
    "read_at": "когда",
    "file": "файл",
    "kind": "лист",
    "state": "состояние",
    "told": "строки",
    "id": "загрузка",
}
"""The columns of `line`."""


async def listed(region: str) -> list[Summary]:
    """The imports of a region, or of all, the latest first."""
    from graph.opening import open_graph
    from graph.settings import settings
    from imports.acting import COMMAND
    from imports.viewing import summaries

    async with open_graph(settings()) as graph:
        return await graph.read(lambda reader: summaries(reader, COMMAND, region, _LISTED))


def line(one: Summary) -> dict[str, Any]:
    """One import as a row of a table."""
    from imports.telling import STATES, in_words, kind_of

    return {
        "read_at": one.read_at or one.loaded_at,
        "file": one.file,
        "kind": kind_of(one),
        "state": STATES[one.state],
        "told": in_words(one) if one.counts else f"строк {one.total}",
        "id": one.id,
    }


async def take_back(said: str, *, yes: bool) -> None:
    """Take back the import whose id begins so, after a question."""
    from graph.opening import open_graph
    from graph.settings import settings
    from imports.acting import COMMAND
    from imports.telling import in_words
    from imports.undo import ask_undo
    from queries import clock

    async with open_graph(settings()) as graph:
        found = await meant(graph, said)
        print_line(f"{found.file}: {in_words(found)}")
        if not yes and not agreed("Отменить эту загрузку?"):
            say("Ничего не изменено.")
            return
        await ask_undo(graph, COMMAND, found.id, await clock.now(graph))
        await finish(graph, found.id)
    say("Загрузка отменена: всё, что она внесла, стало как было.")


async def meant(graph: Graph, said: str) -> Summary:
    """The only import whose id begins so; InputError if there is none, or several."""
    from imports.acting import COMMAND
    from imports.viewing import summaries

    every = await graph.read(lambda reader: summaries(reader, COMMAND, "", _LISTED))
    found = [one for one in every if one.id.startswith(said)]
    exact = [one for one in found if one.id == said] or found
    if len(exact) != 1:
        what = "Такой загрузки нет" if not exact else f"Так начинаются загрузок: {len(exact)}"
        raise InputError(f"{what}. Возьмите её из списка: orientir import list.")
    return exact[0]


async def go_on() -> None:
    """Finish all imports that wait for work."""
    from graph.opening import open_graph
    from graph.settings import settings
    from imports.acting import COMMAND
    from imports.settling import BUSY
    from imports.telling import STATES, in_words
    from imports.viewing import summaries

    async with open_graph(settings()) as graph:
        every = await graph.read(lambda reader: summaries(reader, COMMAND, "", _LISTED))
        waiting = [one for one in every if one.state in BUSY]
        for one in waiting:
            done = await finish(graph, one.id)
            print_line(f"{done.file}: {STATES[done.state]}; {in_words(done)}")
    if not waiting:
        say("Прерванных загрузок нет.")
