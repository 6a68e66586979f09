"""Which rules a write can change: those whose patterns name what it touched.

A write that says which node types or relationships it touched needs only these rules checked anew
(`scan_region(…, rules=touched_by(…))`); all others find what they found before.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from graph.model import MODEL
from queries.named import named_in
from queries.rules.catalogue import CATALOGUE
from queries.rules.declaration import Rule

# Terms and the campaign reach every pattern as parameters, under no name of their own.
_EVERYTHING = frozenset({"Campaign", "Deadline", "Region", "TAKES_PART"})


def touched_by(names: Collection[str]) -> tuple[str, ...]:
    """The ids of the rules that a write of these labels or relationship types can change.

    All of them for a campaign, its deadlines and a region. ValueError for a name that is neither a
    label nor a relationship type of the model.
    """
    if _EVERYTHING & set(names):
        return tuple(CATALOGUE)
    _check(names)
    return tuple(rule.id for rule in CATALOGUE.values() if _names(rule.id) & set(names))


@cache
def _names(rule_id: str) -> frozenset[str]:
    rule: Rule = CATALOGUE[rule_id]
    return frozenset().union(*(named_in(pattern.cypher) for pattern in rule.patterns()))


def _check(names: Collection[str]) -> None:
    known = MODEL.nodes.keys() | {link.type for link in MODEL.relationships}
    unknown = sorted(set(names) - known)
    if unknown:
        raise ValueError(f"neither labels nor relationship types: {unknown}")
