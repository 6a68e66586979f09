"""An empty sheet of a kind, with the names of a region to choose from."""

from __future__ import annotations

from pathlib import Path

from cli.import_files import region_of
from cli.whole_file import whole_file
from graph.errors import InputError


async def write(name: str, said: str | None, out: Path | None) -> Path:
    """The file that was written. InputError for an unknown kind or region, or a place."""
    from flows.region import select_regions
    from graph.opening import open_graph
    from graph.settings import settings
    from imports.kinds import KINDS
    from imports.offering import offered
    from imports.template import template_name, write_template

    kind = KINDS.get(name)
    if kind is None:
        raise InputError(f"Вида листа {name} нет. Список: orientir import kinds.")
    async with open_graph(settings()) as graph:
        region = await region_of(graph, said)
        await select_regions(graph, [region])
        lists = await graph.read(lambda reader: offered(reader, kind, region))
    target = out or Path(template_name(kind))
    with whole_file(target) as file:
        write_template(kind, lists, file)
    return target
