"""Rows of nodes and links as the write path takes them, in memory until they are loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from graph.session import Row

# A node is written after everything its row links to.
ORDER = tuple(
    """FederalDistrict Region Municipality ProfessionalArea Competence ImpairmentGroup Operator
    Campaign FormatWindow Deadline Authority Organisation Person School Venue Licence
    VenueContract Nomination Mentor Qualification Practicum Student Guardian Consent StageResult
    Recommendation Cabinet Document MediaFile InformationRequest ReportDuty ReportVersion
    PromotionMeasure TrainingNeed TrainingEvent Appeal Gap GapEvent Waiver Alert Delivery""".split()
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows for one call of write_nodes (`link` is None) or write_links."""

    label: str
    link: str | None
    rows: list[Row]


@dataclass(slots=True)
class Network:
    """Nodes by label and id, links by (label, link) and (source, target); order is kept."""

    nodes: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    links: dict[tuple[str, str], dict[tuple[str, str], Row]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def add(self, label: str, row: Row) -> str:
        """Put a node; ValueError if its id is taken. Returns the id."""
        node_id = str(row["id"])
        if node_id in self.nodes[label]:
            raise ValueError(f"{label} {node_id} is made twice")
        self.nodes[label][node_id] = row
        return node_id

    def node(self, label: str, node_id: str) -> Row:
        return self.nodes[label][node_id]

    def has(self, label: str, node_id: str) -> bool:
        return node_id in self.nodes[label]

    def drop(self, label: str, node_id: str) -> Row:
        """Take a node out together with the links that start at it."""
        for (source_label, link), rows in self.links.items():
            if source_label == label:
                self._drop_from(source_label, link, [k for k in rows if k[0] == node_id])
        return self.nodes[label].pop(node_id)

    def link(
        self, label: str, link: str, source: str, target: str, /, **properties: object
    ) -> None:
        self.links[label, link][source, target] = {
            "source": source,
            "target": target,
            **properties,
        }

    def unlink(self, label: str, link: str, source: str, target: str) -> Row:
        return self.links[label, link].pop((source, target))

    def from_source(self, label: str, link: str, source: str) -> list[Row]:
        return [row for key, row in self.links[label, link].items() if key[0] == source]

    def to_target(self, label: str, link: str, target: str) -> list[Row]:
        return [row for key, row in self.links[label, link].items() if key[1] == target]

    @property
    def size(self) -> int:
        """How many rows there are to write."""
        return sum(map(len, self.nodes.values())) + sum(map(len, self.links.values()))

    def batches(self, size: int) -> Iterator[Batch]:
        """All rows in the order in which they can be written, at most `size` a batch."""
        for label in ORDER:
            rows = iter(self.nodes.get(label, {}).values())
            while chunk := list(islice(rows, size)):
                yield Batch(label, None, chunk)
        for (label, link), linked in self.links.items():
            rows = iter(linked.values())
            while chunk := list(islice(rows, size)):
                yield Batch(label, link, chunk)

    def _drop_from(self, label: str, link: str, keys: list[tuple[str, str]]) -> None:
        for key in keys:
            del self.links[label, link][key]
