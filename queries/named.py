"""What a text of Cypher names: labels, relationship types, properties, held against the model.

This reads text; it is not a parser of Cypher: it knows the few forms in which our patterns name
things.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from graph.declaration import Model
from graph.model import MODEL

_NODE = re.compile(r"\((\w*):(\w+(?:\|\w+)*)")
_LINK = re.compile(r"\[(\w*):(\w+(?:\|\w+)*)")
_PROPERTY = re.compile(r"(?<![\w$.])(\w+)\.(\w+)")
_MAP = re.compile(r"[(\[]\w*:(\w+) \{([^}]*)\}")
_KEY = re.compile(r"(\w+):")


def unknown_names(cypher: str, model: Model = MODEL) -> set[str]:
    """Labels, relationship types and properties (as «Label.name») that the model doesn't have."""
    return set(unknown_in(cypher, "", model))


def named_in(cypher: str) -> frozenset[str]:
    """All labels and relationship types that the text names."""
    found = (*_NODE.findall(cypher), *_LINK.findall(cypher))
    return frozenset(name for _, named in found for name in named.split("|"))


def unknown_in(cypher: str, more: str, model: Model) -> Iterator[str]:
    """The same one after the other; `more` may only name properties of what `cypher` binds."""
    known, types = _properties(model)
    bound: dict[str, set[str]] = defaultdict(set)
    for pattern, names in ((_NODE, known.keys()), (_LINK, types.keys())):
        for variable, named in pattern.findall(cypher):
            found = set(named.split("|"))
            yield from found - names
            bound[variable] |= found & names
    allowed = known | types
    for variable, name in _PROPERTY.findall(f"{cypher} {more}"):
        owners = bound.get(variable, set())
        if owners and not any(name in allowed[owner] for owner in owners):
            yield f"{'|'.join(sorted(owners))}.{name}"
    for owner, keys in _MAP.findall(cypher):
        yield from (f"{owner}.{k}" for k in _KEY.findall(keys) if k not in allowed.get(owner, ()))


def _properties(model: Model) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    nodes = {label: set(node.property_names()) for label, node in model.nodes.items()}
    links: dict[str, set[str]] = defaultdict(set)
    for link in model.relationships:
        links[link.type] |= {p.name for p in link.all_properties}
    return nodes, dict(links)
