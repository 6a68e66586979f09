"""One family of errors.

A message says in Russian what was seen and what to do, and never carries personal data. A room
raises; only the edges (HTTP, GraphQL, the command line) turn an error into a status or exit code.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar


class OrientirError(Exception):
    """Base of every expected failure; `code` is stable and goes to API clients."""

    code: ClassVar[str] = "ERROR"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ConfigurationError(OrientirError):
    """A setting is missing or can't be used."""

    code = "CONFIGURATION"


class ServerError(OrientirError):
    """The local Neo4j can't be fetched, started, stopped or reset."""

    code = "LOCAL_SERVER"


class GraphUnavailableError(OrientirError):
    """Neo4j doesn't answer."""

    code = "GRAPH_UNAVAILABLE"


class GraphBusyError(GraphUnavailableError):
    """Neo4j gave this transaction up however often it was repeated; nothing was written."""

    code = "GRAPH_BUSY"

    def __init__(self) -> None:
        super().__init__("База занята. Повторите через несколько секунд.")


class DeadlineError(OrientirError):
    """The time for a request or a question is over; the transaction it was in is rolled back."""

    code = "DEADLINE"

    def __init__(self) -> None:
        super().__init__("Время на ответ вышло. Сузьте запрос или повторите его позже.")


class GraphVersionError(OrientirError):
    """The graph is of another version than this code, or a migration can't go on."""

    code = "GRAPH_VERSION"


class InvalidWriteError(OrientirError):
    """A row was refused before or inside the writing transaction; nothing of it was written.

    `label` is the node or relationship type and `field` the property or link that is wrong.
    """

    code = "INVALID_WRITE"

    def __init__(self, label: str, field: str, problem: str) -> None:
        super().__init__(f"{label}.{field}: {problem}")
        self.label = label
        self.field = field


class CalendarError(OrientirError):
    """The production calendar doesn't cover a year."""

    code = "CALENDAR"


class InputError(OrientirError):
    """A file or an argument can't be used as it is."""

    code = "BAD_INPUT"


class AccessError(OrientirError):
    """Not signed in, or not allowed."""

    code = "FORBIDDEN"


@contextmanager
def first_of_group() -> Iterator[None]:
    """Around a task group: the first failure itself, which stopped the others.

    Callers and edges know our errors by their classes, not groups of them.
    """
    try:
        yield
    except ExceptionGroup as group:
        raise group.exceptions[0] from group
