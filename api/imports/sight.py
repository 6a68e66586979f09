"""Who may look at what of an import, beside the regions that are theirs.

The same as the access table says of GraphQL; here for what goes out as files and pages.
"""

from __future__ import annotations

from typing import Final

from graph.errors import AccessError
from graph.model.account import Role
from queries.changes.declaration import COORDINATOR
from queries.scope import Actor

SUMMARIES: Final = frozenset({Role.HEAD, Role.CURATOR, Role.COORDINATOR})


class NotForRoleError(AccessError):
    """This role may not see imports, or not their rows."""

    def __init__(self) -> None:
        super().__init__("Строки загрузок видит только координатор региона: в них названы люди.")


def may_see_rows(actor: Actor) -> None:
    """NotForRoleError for whoever may not see the rows of imports: they name people."""
    if actor.role not in COORDINATOR:
        raise NotForRoleError


def sees_summaries(actor: Actor) -> bool:
    """Whether imports of the actor's regions may be told to the actor, without their rows."""
    return actor.role in SUMMARIES
