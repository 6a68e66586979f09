"""Who acts where no account does: the command line, the schedule, a worker between two requests."""

from __future__ import annotations

from typing import Final

from graph.model.account import Role
from queries.audit.writing import BY_COMMAND, BY_SCHEDULE
from queries.scope import Actor

COMMAND: Final = Actor(BY_COMMAND, Role.COORDINATOR, None, True, frozenset())
"""Whoever has the command line has the database: every region is theirs."""
SCHEDULE: Final = Actor(BY_SCHEDULE, Role.COORDINATOR, None, True, frozenset())
"""A worker carries out what a person with rights has asked for already, by its exact plan."""
