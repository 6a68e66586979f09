"""The language of changes: who may, what goes in, what is written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from graph.model import MODEL
from graph.model.account import Role
from queries.changes.field import Field, Place
from queries.changes.work import Work

# Source: requirements, «Who does what»; schools, venues and mentors have no accounts: what is
# theirs is written with the coordinator's rights.
COORDINATOR: Final = frozenset({Role.COORDINATOR})
CURATOR: Final = frozenset({Role.CURATOR})
BOTH: Final = COORDINATOR | CURATOR

Apply = Callable[[Work], Awaitable[None]]
Check = Callable[[Work], None]


@dataclass(frozen=True, slots=True)
class Change:
    """One function of the Order.

    `label` is what it writes; `writes` are all labels whose records it may touch, `label` among
    them; `touches` names what rules may find otherwise after it (labels, relationship types).
    `checks` are asked in order before `apply`. What is not `public` is offered by a field of its
    own in the API.
    """

    name: str
    clause: str
    title: str
    roles: frozenset[Role]
    label: str
    fields: tuple[Field, ...]
    apply: Apply
    writes: frozenset[str]
    touches: frozenset[str]
    checks: tuple[Check, ...] = ()
    public: bool = True

    @property
    def existing(self) -> bool:
        """Whether it changes a record that is there, whose version can be expected."""
        return any(one.place is Place.SUBJECT for one in self.fields)


def change(
    name: str,
    clause: str,
    title: str,
    roles: frozenset[Role],
    label: str,
    fields: tuple[Field, ...],
    apply: Apply,
    *,
    checks: tuple[Check, ...] = (),
    also: tuple[str, ...] = (),
    touches: tuple[str, ...] | None = None,
    public: bool = True,
) -> Change:
    """A checked declaration; `also` are labels it writes besides its own. ValueError if unfit."""
    writes = frozenset({label, *also})
    names = [one.name for one in fields]
    if len(set(names)) != len(names):
        raise ValueError(f"{name}: a field is declared twice")
    if unknown := writes - MODEL.nodes.keys():
        raise ValueError(f"{name} writes unknown labels {sorted(unknown)}")
    touched = writes if touches is None else frozenset(touches)
    return Change(name, clause, title, roles, label, fields, apply, writes, touched, checks, public)
