"""The model: one file a concept, collected here. Adding a concept is adding a file.

Every module of this package offers NODES and RELATIONSHIPS, frozen declarations.
"""

from __future__ import annotations

import importlib
import pkgutil

from graph.declaration import Model, Node, Relationship, build


def _collect() -> Model:
    nodes: list[Node] = []
    relationships: list[Relationship] = []
    for module_info in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        nodes.extend(module.NODES)
        relationships.extend(module.RELATIONSHIPS)
    return build(tuple(nodes), tuple(relationships))


MODEL = _collect()
