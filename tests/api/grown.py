"""A network grown from the model itself: every node type and relationship, values and holes.

Made from a seed, through the one way into the graph. It means nothing: links cross regions, events
come in any order, half of what may be absent is. What answers rightly here answers anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Final

from graph.declaration import Cardinality, Kind, Property, Relationship
from graph.model import MODEL
from graph.model.account import Role
from graph.session import Graph, Row, Writer
from graph.writing import write_links, write_nodes
from queries.compiler.steps import LABELS
from queries.rules.catalogue import CATALOGUE
from queries.scope import Actor

# In Kamchatka it is the next day already.
MOMENT: Final = datetime(2019, 10, 14, 13, 30, tzinfo=UTC)
DAY: Final = MOMENT.date()
ZONES: Final = {
    "RU-TA": "Europe/Moscow",
    "RU-KAM": "Asia/Kamchatka",
    "RU-KGD": "Europe/Kaliningrad",
}
WORDS: Final = ("Ёлка", "ёж", "дом", "Дом «2», к. 1", "d'Artagnan", "")

_MANY: Final = {"Student": 12, "Gap": 14, "GapEvent": 24, "Consent": 14, "School": 6, "Person": 8}
_USUAL: Final = 4
_HOLES: Final = 0.35
# Two nodes of different types: what is asked for by this id alone is the first type's.
TWIN: Final = "twin"

HEAD: Final = Actor("head", Role.HEAD, "Person:0", everything=True, regions=frozenset())
CURATOR: Final = Actor(
    "curator", Role.CURATOR, "Person:1", everything=False, regions=frozenset({"RU-TA", "RU-KAM"})
)
COORDINATOR: Final = Actor(
    "coordinator",
    Role.COORDINATOR,
    "Person:2",
    everything=False,
    regions=frozenset({"RU-TA", "RU-KGD"}),
)


async def grow(graph: Graph, seed: int) -> None:
    """Grow it in an empty graph."""
    growth = Growth(Random(seed))
    await graph.write(growth.everything)


def identities(label: str) -> list[str]:
    """The ids of all nodes of a type."""
    if label == "Region":
        return list(ZONES)
    numbered = [f"{label}:{i}" for i in range(_MANY.get(label, _USUAL))]
    return [*numbered[:-1], TWIN] if label in ("School", "Venue") else numbered


def value(dice: Random, declared: Property) -> Any:
    """A value that such a property may have."""
    if declared.choices is not None:
        words = [str(one) for one in declared.choices]
        several = declared.kind is Kind.TEXTS
        return dice.sample(words, dice.randint(0, len(words))) if several else dice.choice(words)
    return _VALUES[declared.kind](dice, declared)


def _whole(dice: Random, declared: Property) -> int:
    least = declared.minimum or 0
    return dice.randint(least, min(least + 4, declared.maximum or least + 4))


_VALUES: Final[dict[Kind, Any]] = {
    Kind.TEXT: lambda dice, one: dice.choice(WORDS[:-1] if one.required else WORDS),
    Kind.INTEGER: _whole,
    Kind.NUMBER: lambda dice, _: dice.choice([0.0, 1.0, 55.75, -0.1]),
    Kind.BOOLEAN: lambda dice, _: dice.random() < 0.5,
    Kind.DATE: lambda dice, _: day(dice),
    Kind.INSTANT: lambda dice, _: instant(dice),
    Kind.TEXTS: lambda dice, _: dice.sample(WORDS, dice.randint(0, 3)),
}


def day(dice: Random) -> date:
    """A day within a month of the moment, often next to it."""
    return DAY + timedelta(days=dice.choice([0, 1, -1, dice.randint(-30, 30)]))


def instant(dice: Random) -> datetime:
    """An instant within a month of the moment, some to the microsecond."""
    exact = dice.choice([0, 0, dice.randint(0, 999_999)])
    return MOMENT + timedelta(hours=dice.randint(-700, 200), microseconds=exact)


@dataclass
class Growth:
    """Rows by the dice; the same seed gives the same network."""

    dice: Random
    _regions: Iterator[str] = field(default_factory=lambda: iter(ZONES.values()))

    async def everything(self, writer: Writer) -> None:
        for label in _in_order():
            await write_nodes(writer, label, [self._node(label, i) for i in identities(label)])
        for link in MODEL.relationships:
            if link.cardinality is not Cardinality.ONE and _grows(link):
                rows = [row for i in identities(link.source) for row in self._links(link, i)]
                await write_links(writer, link.source, link.link, rows)

    def _node(self, label: str, identity: str) -> Row:
        row: Row = {"id": identity} | self._values(MODEL.nodes[label].properties)
        if label == "Region":
            row["zone"] = next(self._regions)
        if label == "Gap":
            row["rule"] = self.dice.choice(sorted(CATALOGUE))
            row["case"] = self.dice.choice([*CATALOGUE[row["rule"]].cases, "none_such"])
        for link in MODEL.links_of(label):
            if link.cardinality is Cardinality.ONE:
                target = self.dice.choice(_targets(link))
                there = self.dice.choice(identities(target))
                named = {"id": there, "label": target}
                row[link.link] = named if len(link.targets) > 1 else there
        return row

    def _values(self, declared: tuple[Property, ...]) -> Row:
        return {
            one.name: value(self.dice, one)
            for one in declared
            if one.required or self.dice.random() > _HOLES
        }

    def _links(self, link: Relationship, source: str) -> Iterator[Row]:
        """To some targets; with intervals also twice to one, and one after the other."""
        starts = DAY - timedelta(days=self.dice.randint(0, 60))
        most = 2 if link.interval or link.cardinality is Cardinality.MANY else 1
        seen: set[str] = set()
        for _ in range(self.dice.randint(0, most)):
            label = self.dice.choice(link.targets)
            there = self.dice.choice(identities(label))
            row: Row = {"source": source, "target": there} | self._values(link.properties)
            if link.interval:
                ends = starts + timedelta(days=self.dice.randint(1, 80))
                row |= {"from": starts, "to": ends}
                starts = ends
                if self.dice.random() < 0.5:
                    yield self._labelled(link, label, row | {"to": None})
                    return
            elif there in seen:
                continue
            seen.add(there)
            yield self._labelled(link, label, row)

    def _labelled(self, link: Relationship, label: str, row: Row) -> Row:
        return row | {"label": label} if len(link.targets) > 1 else row


def _grows(link: Relationship) -> bool:
    return link.source in LABELS and set(link.targets) <= set(LABELS)


def _in_order() -> list[str]:
    """Every label that may be seen, after those its nodes can't be without."""
    done: list[str] = []
    while len(done) < len(LABELS):
        done += [label for label in LABELS if label not in done and _needs(label) <= set(done)]
    return done


def _needs(label: str) -> set[str]:
    return {
        target
        for link in MODEL.links_of(label)
        if link.cardinality is Cardinality.ONE
        for target in _targets(link)
    }


def _targets(link: Relationship) -> list[str]:
    """A gap may be at an alert, but an alert is always of a gap: there is no first one."""
    return [one for one in link.targets if (link.source, one) != ("Gap", "Alert")]
