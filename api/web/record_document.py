"""The GraphQL documents of any record's card, made of the model's declarations.

There is one card for all node types, and a role may ask for some of their fields only: what can't
be asked for is left out of the text, so that the rest of the card is still answered. The documents
are of the same language and go the same way as those of `documents/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from api.access.table import access_table
from api.node.naming import (
    camel,
    connection_name,
    edge_name,
    edge_values,
    node_made,
    node_steps,
    node_values,
)
from graph.declaration import Kind, Property
from graph.model.account import Role
from queries.compiler.steps import Step, singular
from queries.scope import VISIBILITY
from queries.scope import Rule as Seen

NAMES: Final = ("fullName", "name", "title", "subject", "topic", "number", "letterNumber")
"""What a record is called by: the first of these that it has."""
TECHNICAL: Final = frozenset(
    {"id", "version", "regionId", "sha256", "digest", "figures", "timings", "leasedBy", "account"}
    | {"leasedUntil", "nextPart", "seenEntry", "claimedAt", "header", "headerRow", "problems"}
    | {"counts", "planned", "message", "registerId", "latitude", "longitude", "auditEntries"}
)
"""Values that say nothing to people."""
_BRIEF: Final = 3
_CONTACTS: Final = ("phone", "email")
_GAPS: Final = ("answeredGaps", "ownGaps", "gaps")
"""Which gaps of a record its card lists: of a person those it answers for."""
_OPEN: Final = "{ state: { eq: OPEN } }"


def may_ask(role: Role, kind: str, field: str) -> bool:
    """Whether the access table lets a role ask for a field."""
    return role in access_table()[f"{kind}.{field}"].roles


def root_field(label: str) -> str:
    """The field of Query that gives one node of a type."""
    return camel(singular(label))


@cache
def values(label: str, role: Role) -> dict[str, Property]:
    """What a card tells of the record itself: values that say something to people."""
    return {
        name: declared
        for name, declared in node_values(label).items()
        if name not in TECHNICAL and may_ask(role, label, name)
    }


@cache
def withheld(label: str, role: Role) -> tuple[str, ...]:
    """What the record has and this role is not shown, in words."""
    return tuple(
        declared.ru
        for name, declared in node_values(label).items()
        if name not in TECHNICAL and not may_ask(role, label, name)
    )


@cache
def name_of(label: str, role: Role) -> str:
    """The field that names a record of this type; "" if none does."""
    known = [*node_values(label), *node_made(label)]
    return next((one for one in NAMES if one in known and may_ask(role, label, one)), "")


@cache
def brief(label: str, role: Role) -> tuple[str, ...]:
    """The few values that tell one record of a list from another, beside its name."""
    known = values(label, role)
    contacts = [name for name in _CONTACTS if name in known]
    telling = [
        name
        for name, declared in known.items()
        if name not in NAMES and not declared.personal_of_child and _short(declared)
    ]
    return tuple(dict.fromkeys([*contacts, *telling]))[:_BRIEF]


@cache
def steps(label: str, role: Role, *, many: bool) -> dict[str, Step]:
    """The relationships of a card, to one record or to many."""
    return {
        name: step
        for name, step in node_steps(label).items()
        if step.many is many
        and may_ask(role, label, name)
        and all(may_ask(role, target, "id") for target in step.targets)
        and (not many or may_ask(role, connection_name(step), "edges"))
    }


def counted(label: str) -> bool:
    """Whether a card counts its relationships: of a region or of what the whole country shares
    there are too many to be counted each time.
    """
    return label != "Region" and VISIBILITY[label] in (Seen.REGION, Seen.PERSON)


@cache
def card(label: str, role: Role) -> str:
    """The card of a record `$id`: its values, the records it has one of, how many of the others."""
    own = [*values(label, role), *_made(label, role)]
    ones = [_one(name, step, role) for name, step in steps(label, role, many=False).items()]
    asked = [*own, *ones, *_counts(label, role), *_open_gaps(label, role)]
    body = "\n    ".join(asked)
    return (
        f"query Record($id: ID!) {{\n  record: {root_field(label)}(id: $id) "
        f"{{\n    {body}\n  }}\n}}\n"
    )


@cache
def along(label: str, name: str, role: Role) -> str:
    """A page of the records to which a relationship of the record `$id` leads."""
    step = steps(label, role, many=True)[name]
    lasting = [one for one in edge_values(step) if may_ask(role, edge_name(step), one)]
    node = f"node {{ {_telling(step.target, role)} }}"
    asked = "pageInfo { hasNextPage endCursor }"
    if may_ask(role, connection_name(step), "totalCount"):
        asked = f"totalCount {asked}"
    return (
        "query Along($id: ID!, $first: Int!, $after: String) {\n"
        f"  record: {root_field(label)}(id: $id) {{\n"
        f"    along: {name}(first: $first, after: $after) {{\n"
        f"      {asked}\n      edges {{ {' '.join([*lasting, node])} }}\n    }}\n  }}\n}}\n"
    )


@cache
def open_gaps(label: str, role: Role) -> str:
    """The gravest open gaps of a record `$id`, with at whom they are."""
    gap = "id title severity count dueOn unit { label id name }"
    order = "[{ field: SEVERITY, direction: ASC }, { field: BLOCKED_GAPS, direction: DESC }]"
    return (
        "query OpenGaps($id: ID!, $first: Int!) {\n"
        f"  record: {root_field(label)}(id: $id) {{\n"
        f"    openGaps: {gaps_of(label, role)}(first: $first, filter: {_OPEN}, orderBy: {order}) "
        f"{{ edges {{ node {{ {gap} }} }} }}\n  }}\n}}\n"
    )


def gaps_of(label: str, role: Role) -> str:
    """The relationship by which gaps are a record's; "" of a type that has none."""
    own = steps(label, role, many=True)
    return next((one for one in _GAPS if one in own and own[one].target == "Gap"), "")


@cache
def alone(label: str, role: Role) -> str:
    """One record `$id` as a line of a list."""
    return (
        f"query Alone($id: ID!) {{\n  record: {root_field(label)}(id: $id) "
        f"{{ {_telling(label, role)} }}\n}}\n"
    )


def _short(declared: Property) -> bool:
    return declared.kind is not Kind.TEXTS and (
        declared.kind is not Kind.TEXT or declared.choices is not None
    )


def _made(label: str, role: Role) -> list[str]:
    return [name for name in node_made(label) if may_ask(role, label, name)]


def _telling(label: str, role: Role) -> str:
    name = name_of(label, role)
    return " ".join(["__typename", "id", *([name] if name else []), *brief(label, role)])


def _one(name: str, step: Step, role: Role) -> str:
    if len(step.targets) == 1:
        zone = " zone" if step.target == "Region" else ""
        return f"{name} {{ {_telling(step.target, role)}{zone} }}"
    return f"{name} {{ __typename {' '.join(_members(step, role))} }}"


def _members(step: Step, role: Role) -> Iterator[str]:
    """Of each type that it may be its name under an alias: one name may be of two kinds there."""
    for target in step.targets:
        own = name_of(target, role)
        told = f" {alias(target)}: {own}" if own else ""
        yield f"... on {target} {{ id{told} }}"


def alias(label: str) -> str:
    """Under what the name of a record of this type stands where several types may."""
    return f"called{label}"


def _counts(label: str, role: Role) -> Iterator[str]:
    if counted(label):
        for name, step in steps(label, role, many=True).items():
            if may_ask(role, connection_name(step), "totalCount"):
                yield f"{name} {{ totalCount }}"


def _open_gaps(label: str, role: Role) -> Iterator[str]:
    if gaps_of(label, role):
        yield f"openGaps: {gaps_of(label, role)}(filter: {_OPEN}) {{ totalCount }}"
