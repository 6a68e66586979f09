"""Rows that the access table lacks, as a proposal: `python -m api.access.proposing`.

What is personal is closed but to those whose work it is; a person decides before it is committed.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from typing import Final

from api.access.table import COLUMNS, NO, YES, access_table, fields_of
from api.node.naming import (
    camel,
    edge_name,
    edge_values,
    node_made,
    node_steps,
    node_values,
    root_names,
)
from graph.declaration import Personal
from graph.model.account import Role
from queries.changes import CATALOGUE
from queries.compiler.steps import LABELS
from queries.scope import VISIBILITY, Rule

EVERYBODY: Final = frozenset(Role)
READERS: Final = EVERYBODY - {Role.AUTOMATION}
STAFF: Final = frozenset({Role.HEAD, Role.CURATOR, Role.COORDINATOR})
FAMILY: Final = frozenset({Role.COORDINATOR})
"""A child's name, words, health and family are for the coordinator of its region alone."""
_NAMES: Final = frozenset({"family_name", "given_name", "patronymic", "fullName"})
_PEOPLE: Final = frozenset({"Guardian"})


def _roles(personal: Personal, label: str, name: str = "") -> frozenset[Role]:
    if personal in (Personal.CHILD, Personal.SPECIAL):
        return FAMILY
    if personal is not Personal.ADULT:
        return EVERYBODY
    if label in _PEOPLE:
        return FAMILY
    return READERS if name in _NAMES else STAFF


def proposals() -> dict[str, tuple[frozenset[Role], bool]]:
    """For the fields of node types: who may ask, and whether foreign records show it."""
    found: dict[str, tuple[frozenset[Role], bool]] = {}
    for label in LABELS:
        public = VISIBILITY[label] is Rule.DICTIONARY
        for name, declared in node_values(label).items():
            roles = _roles(declared.personal, label, declared.name)
            found[f"{label}.{name}"] = (roles, public and roles == EVERYBODY)
        for name, made in node_made(label).items():
            found[f"{label}.{name}"] = (_roles(made.personal, label, name), False)
        for name, step in node_steps(label).items():
            family = any(target in _PEOPLE for target in step.targets)
            roles = FAMILY if family else _roles(step.personal, label)
            found[f"{label}.{name}"] = (roles, public and not step.many and roles == EVERYBODY)
            if step.many and step.properties:
                for name, told in edge_values(step).items():
                    found[f"{edge_name(step)}.{name}"] = (_roles(told.personal, label), False)
    for name, root in root_names().items():
        found[f"Query.{name}"] = (FAMILY if root.label in _PEOPLE else EVERYBODY, False)
    for change in CATALOGUE.values():
        found[f"Mutation.{camel(change.name)}"] = (frozenset(change.roles), False)
    return found


def main(fields: Iterable[str]) -> None:
    """Print a row for each field that has none."""
    proposed, writer = proposals(), csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
    for field in sorted(set(fields) - access_table().keys()):
        roles, foreign = proposed.get(field, (EVERYBODY, False))
        cells = [YES if role in roles else NO for role in Role]
        writer.writerow([field, *cells, YES if foreign else NO])


if __name__ == "__main__":
    from api.schema import SCHEMA

    print(";".join(COLUMNS), file=sys.stderr)  # noqa: T201 - what this file is run for
    main(fields_of(SCHEMA._schema))
