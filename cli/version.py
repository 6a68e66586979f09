"""`orientir version`."""

from __future__ import annotations

import platform
from importlib import metadata
from typing import Annotated

import typer

from cli.output import print_json, print_rows


def version(
    as_json: Annotated[bool, typer.Option("--json", help="Для программ: JSON.")] = False,
) -> None:
    """Версии программы, графа, Neo4j и Python.

    Примеры: `orientir version`; `orientir version --json`.
    """
    from graph.migrations import GRAPH_VERSION
    from graph.server import NEO4J_VERSION

    versions = {
        "orientir": metadata.version("orientir"),
        "graph": str(GRAPH_VERSION),
        "neo4j": NEO4J_VERSION,
        "python": platform.python_version(),
    }
    if as_json:
        print_json(versions)
        return
    rows = [{"part": part, "version": number} for part, number in versions.items()]
    print_rows(rows, {"part": "что", "version": "версия"}, as_json=False)
