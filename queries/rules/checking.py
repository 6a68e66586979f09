"""Holds the Cypher of rules against the model: unknown labels, relationships, properties.

A rule that names what the model doesn't have finds nothing and nobody notices; therefore it fails
when the catalogue is built.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.declaration import Model
from graph.model import MODEL
from queries.named import unknown_in
from queries.rules.declaration import Rule


def check_rule(rule: Rule, model: Model = MODEL) -> None:
    """ValueError naming what the rule's Cypher says and the model doesn't know."""
    unknown = sorted(set(_unknown_of(rule, model)))
    if unknown:
        raise ValueError(f"{rule.id} names what the model does not have: {', '.join(unknown)}")


def _unknown_of(rule: Rule, model: Model) -> Iterator[str]:
    for case in rule.cases.values():
        said = (case.pattern.evidence, case.population, case.gap, case.due, case.since)
        yield from unknown_in(case.pattern.cypher, " ".join(said), model)
    for cause in rule.causes:
        yield from unknown_in(cause.path, "", model)
