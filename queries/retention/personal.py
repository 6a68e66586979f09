"""What of the graph is personal data of one child: compiled from the model's declarations.

A property or link that is declared personal is destroyed with the rest from that day on; nothing
is listed by hand. Text only, no I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from graph.declaration import Cardinality, Kind, Model, Personal, Property, Relationship
from graph.session import Statement

CHILD: Final = "Student"
ACT: Final = "DestructionAct"
GONE: Final = "уничтожено"
"""What stands in a required text afterwards: a record without it could not be written again."""


@dataclass(frozen=True, slots=True)
class Part:
    """One label whose nodes are the child itself (`link` None) or records about one child."""

    label: str
    link: Relationship | None
    properties: tuple[Property, ...]

    @property
    def way(self) -> str:
        """Cypher from the child `s` to the nodes `n` of this label."""
        if self.link is None:
            return f"MATCH (s:{CHILD} {{id: $id}}) WITH s AS n"
        return f"MATCH (:{CHILD} {{id: $id}})<-[:{self.link.type}]-(n:{self.label})"


@dataclass(frozen=True, slots=True)
class Tie:
    """A link that is personal by itself, from or to the nodes of a part; `other` is its far end."""

    part: Part
    link: Relationship
    outwards: bool

    @property
    def others(self) -> tuple[str, ...]:
        return self.link.targets if self.outwards else (self.link.source,)

    @property
    def edge(self) -> str:
        left, right = ("-", "->") if self.outwards else ("<-", "-")
        return f"(n){left}[r:{self.link.type}]{right}(other:{'|'.join(self.others)})"


def parts(model: Model) -> tuple[Part, ...]:
    """The child, and by label what is about exactly one child and holds something personal."""
    about = {
        link.source: link
        for link in model.relationships
        if CHILD in link.targets and link.cardinality is Cardinality.ONE and link.source != ACT
    }
    linked = {label for r in model.relationships if _is_personal(r) for label in _ends(r)}
    own = Part(CHILD, None, _personal(model, CHILD))
    found = (Part(label, about[label], _personal(model, label)) for label in sorted(about))
    return (own, *(part for part in found if part.properties or part.label in linked))


def ties(model: Model) -> tuple[Tie, ...]:
    """Every personal link of these nodes: family, health, who is seen in a picture."""
    found: list[Tie] = []
    for part in parts(model):
        for link in model.relationships:
            if not _is_personal(link):
                continue
            if link.source == part.label:
                found.append(Tie(part, link, outwards=True))
            elif part.label in link.targets:
                found.append(Tie(part, link, outwards=False))
    return tuple(found)


def relatives(model: Model) -> tuple[str, ...]:
    """Labels of people who are known only for a child's sake: gone with their last child."""
    ends = {label for tie in ties(model) for label in tie.others}
    return tuple(sorted(label for label in ends if _personal(model, label)))


@cache
def anonymise(part: Part) -> Statement:
    """Take the personal values of the child `$id` out of a part; their names and how many."""
    named = ", ".join(f"['{p.name}', {_held(p)}]" for p in part.properties)
    lines = [part.way, f"WITH n, [one IN [{named}] WHERE one[1] | one[0]] AS held"]
    lines += [f"SET n.{p.name} = {_after(p)}" for p in part.properties]
    lines.append("RETURN n.id AS id, held ORDER BY id")
    return Statement("\n".join(lines))


@cache
def listing(part: Part) -> Statement:
    """The ids of a part's nodes of the child `$id`."""
    return Statement(f"{part.way}\nRETURN n.id AS id ORDER BY id")


@cache
def untie(tie: Tie) -> Statement:
    """Delete a personal link of the child `$id`; the far ends, once for each link."""
    return Statement(
        f"{tie.part.way}\nMATCH {tie.edge}\nWITH r, labels(other)[0] AS label, other.id AS id\n"
        "DELETE r\nRETURN label, id ORDER BY label, id"
    )


def forget_relative(model: Model, label: str) -> Statement:
    """Delete those of `$ids` who belong to no child any more; their ids.

    Locked first: two children of one family may go at the same moment.
    """
    types = "|".join(sorted({t.link.type for t in ties(model) if label in t.others}))
    return Statement(
        f"UNWIND $ids AS id\nMATCH (n:{label} {{id: id}})\nSET n.id = n.id\nWITH n, n.id AS id\n"
        f"WHERE NOT EXISTS {{ (n)-[:{types}]-() }}\nDETACH DELETE n\nRETURN id ORDER BY id"
    )


def left_over(model: Model) -> str:
    """A predicate over the child `s`: something personal of it is still here."""
    (own, *about) = parts(model)
    found = [_still(p, "s") for p in own.properties]
    for part in about:
        assert part.link is not None  # noqa: S101 - only the child itself has no link
        if part.properties:
            still = " OR ".join(_still(p, "n") for p in part.properties)
            found.append(
                f"EXISTS {{ MATCH (s)<-[:{part.link.type}]-(n:{part.label}) WHERE {still} }}"
            )
    for tie in ties(model):
        way = tie.edge.replace("(n)", "(s)")
        if tie.part.link is not None:
            way = f"(s)<-[:{tie.part.link.type}]-{tie.edge.replace('(n)', f'(:{tie.part.label})')}"
        way = way.replace("[r:", "[:").replace("(other:", "(:")
        found.append(f"EXISTS {{ {way} }}")
    return "(" + "\n  OR ".join(found) + ")"


def _still(p: Property, variable: str) -> str:
    if p.required:
        return f"coalesce({variable}.{p.name} <> '{GONE}', false)"
    return f"{variable}.{p.name} IS NOT NULL"


def _held(p: Property) -> str:
    return _still(p, "n")


def _after(p: Property) -> str:
    return f"'{GONE}'" if p.required else "null"


def _personal(model: Model, label: str) -> tuple[Property, ...]:
    found = tuple(p for p in model.nodes[label].properties if p.personal is not Personal.NO)
    for p in found:
        if p.required and (p.kind is not Kind.TEXT or p.choices):
            raise ValueError(f"{label}.{p.name}: a personal value that can't be replaced")
    return found


def _ends(link: Relationship) -> tuple[str, ...]:
    return (link.source, *link.targets)


def _is_personal(link: Relationship) -> bool:
    own = any(p.personal is not Personal.NO for p in link.properties)
    return own or link.personal is not Personal.NO
