"""All of the graph as lines, in one order: what a copy holds, and what a restored graph is held to.

Neo4j reads what is committed, not a snapshot: what is written meanwhile may be in a copy with one
part and not with another. So the graph is asked before and after whether anything was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, LiteralString

import orjson

from graph.errors import OrientirError
from graph.model import MODEL
from graph.session import Reader
from queries.backup.sections import Section, held, reading, sections

PAGE: Final = 2000

# Every change of a person adds to the audit, every scan and alert adds a node.
SIGNS: LiteralString = """
MATCH (n) WITH count(n) AS nodes
CALL () { MATCH ()-[r]->() RETURN count(r) AS links }
RETURN nodes, links, COLLECT {
  MATCH (c:AuditChain) RETURN c.id + ' ' + c.count + ' ' + coalesce(c.last_hash, '') ORDER BY c.id
} AS heads
"""

Sink = Callable[[bytes], None]


class UnknownRecordsError(OrientirError):
    """The graph has what the model doesn't declare: a copy would silently lose it."""

    code = "BACKUP"

    def __init__(self, where: str) -> None:
        super().__init__(
            f"В графе есть то, чего нет в модели ({where}): копия была бы неполной, её нет. "
            "Удалите лишнее или объявите его в модели."
        )


@dataclass(slots=True)
class Part:
    """One label in a copy: how many nodes, how many links from them, and the hash of its lines."""

    nodes: int = 0
    links: int = 0
    sha256: str = ""


@dataclass(slots=True)
class Content:
    """What was read; `quiet` says that nothing was written meanwhile, so that all fits together."""

    parts: dict[str, Part] = field(default_factory=dict)
    sha256: str = ""
    quiet: bool = True

    @property
    def nodes(self) -> int:
        return sum(part.nodes for part in self.parts.values())

    @property
    def links(self) -> int:
        return sum(part.links for part in self.parts.values())


async def read_all(reader: Reader, sink: Sink) -> Content:
    """Every node and link as lines given to `sink`; UnknownRecordsError for what isn't declared.

    A line with a label begins its section, a line a node with its links follows, by id.
    """
    before = await reader.single(SIGNS)
    content, whole = Content(), hashlib.sha256()

    def told(line: bytes) -> None:
        whole.update(line)
        sink(line)

    for section in sections(MODEL):
        told(heading(section.label))
        content.parts[section.label] = await _section(reader, section, told)
    content.sha256 = whole.hexdigest()
    content.quiet = await reader.single(SIGNS) == before
    if content.quiet and (content.nodes, content.links) != (before["nodes"], before["links"]):
        raise UnknownRecordsError(f"записей {before['nodes']}, связей {before['links']}")
    return content


def heading(label: str) -> bytes:
    """The line that begins a section."""
    return line(label)


def line(value: Any) -> bytes:
    """One line of a copy."""
    return orjson.dumps(value) + b"\n"


async def _section(reader: Reader, section: Section, told: Sink) -> Part:
    part, own = Part(), hashlib.sha256()
    after = ""
    while True:
        rows = await reader.plain(reading(section), {"after": after, "limit": PAGE})
        for values, properties, links in rows:
            _require_all(section.label, values, properties)
            text = line([*values, *(_links(section, place, links) for place in range(len(links)))])
            own.update(text)
            told(text)
            part.links += sum(map(len, links))
        part.nodes += len(rows)
        if len(rows) < PAGE:
            part.sha256 = own.hexdigest()
            return part
        after = rows[-1][0][0]


def _links(section: Section, place: int, links: list[list[list[Any]]]) -> list[list[Any]]:
    """The links of one kind from one node, in a steady order: `[target label, id, values…]`."""
    kind = section.links[place].type
    found = []
    for label, id_, properties, *values in links[place]:
        _require_all(kind, values, properties)
        found.append([label, id_, *values])
    return sorted(found, key=lambda one: [str(value) for value in one])


def _require_all(where: str, values: list[Any], properties: int) -> None:
    if held(values) != properties:
        raise UnknownRecordsError(where)
