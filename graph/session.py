"""The only file that speaks to the driver.

A `Reader` can only ask, a `Writer` can also change; what is handed to a function says what it may
do. Both live inside one managed transaction that the driver repeats after a transient failure, so
the work given must be repeatable. Rows come back with Python's own dates and times.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, LiteralString, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    ServiceUnavailable,
    SessionExpired,
)
from neo4j.exceptions import (
    ConfigurationError as DriverConfigurationError,
)

from graph.errors import GraphUnavailableError

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Statement:
    """Cypher made by a compiler of this repository, never by formatting a string by hand."""

    text: str


Cypher = LiteralString | Statement


class Reader:
    """Asks inside one transaction."""

    def __init__(self, transaction: neo4j.AsyncManagedTransaction) -> None:
        self._transaction = transaction

    async def rows(self, cypher: Cypher, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """All rows as dictionaries, in the statement's order."""
        result = await self._transaction.run(_text(cypher), dict(parameters or {}))
        return [_native(row) for row in await result.data()]

    async def values(
        self, cypher: Cypher, parameters: Mapping[str, Any] | None = None
    ) -> list[list[Any]]:
        """All rows as lists in the order of RETURN: cheaper than `rows` for many small rows."""
        result = await self._transaction.run(_text(cypher), dict(parameters or {}))
        return [_native(values) for values in await result.values()]

    async def single(self, cypher: Cypher, parameters: Mapping[str, Any] | None = None) -> Row:
        """The only row; LookupError if there are none or several."""
        rows = await self.rows(cypher, parameters)
        if len(rows) != 1:
            raise LookupError(f"expected one row, got {len(rows)}")
        return rows[0]


class Writer(Reader):
    """Asks and changes inside one transaction: all of it is written or nothing."""


Work = Callable[[Reader], Awaitable[T]]
WriteWork = Callable[[Writer], Awaitable[T]]


class Graph:
    """One Neo4j database; make it with `connect`, share it freely, close it at the end."""

    def __init__(self, driver: neo4j.AsyncDriver, database: str) -> None:
        self._driver = driver
        self._database = database
        # Chains sessions causally on a cluster: a read sees what this process wrote before.
        self._bookmarks = neo4j.AsyncGraphDatabase.bookmark_manager()

    async def read(self, work: Work[T], *, limit_seconds: float | None = None) -> T:
        """Run `work` in a read transaction; `limit_seconds` holds in the database too."""

        @neo4j.unit_of_work(timeout=limit_seconds)
        async def unit(transaction: neo4j.AsyncManagedTransaction) -> T:
            return await work(Reader(transaction))

        async with _failures(), self._session(neo4j.READ_ACCESS) as session:
            return await session.execute_read(unit)

    async def write(self, work: WriteWork[T], *, limit_seconds: float | None = None) -> T:
        """Run `work` in a write transaction; it is committed when `work` returns."""

        @neo4j.unit_of_work(timeout=limit_seconds)
        async def unit(transaction: neo4j.AsyncManagedTransaction) -> T:
            return await work(Writer(transaction))

        async with _failures(), self._session(neo4j.WRITE_ACCESS) as session:
            return await session.execute_write(unit)

    async def rows(self, cypher: Cypher, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """One question in a read transaction of its own."""
        return await self.read(lambda reader: reader.rows(cypher, parameters))

    async def change(
        self, cypher: Cypher, parameters: Mapping[str, Any] | None = None
    ) -> list[Row]:
        """One changing statement in a transaction of its own."""
        return await self.write(lambda writer: writer.rows(cypher, parameters))

    async def check(self) -> None:
        """Return if the database answers; GraphUnavailableError otherwise."""
        await self.rows("RETURN 1 AS one")

    async def close(self) -> None:
        await self._driver.close()

    def _session(self, access: str) -> neo4j.AsyncSession:
        return self._driver.session(
            database=self._database,
            default_access_mode=access,
            bookmark_manager=self._bookmarks,
        )


@asynccontextmanager
async def connect(
    uri: str, user: str, password: str, database: str = "neo4j"
) -> AsyncIterator[Graph]:
    """A graph for the time of the block. The first question, not this, finds it unreachable."""
    try:
        driver = neo4j.AsyncGraphDatabase.driver(
            uri,
            auth=(user, password),
            connection_acquisition_timeout=5.0,
            connection_timeout=4.0,
            max_transaction_retry_time=5.0,
            notifications_min_severity="OFF",
        )
    except (DriverConfigurationError, ValueError) as error:
        raise GraphUnavailableError(
            f"Адрес Neo4j «{uri}» не подходит; нужен вид bolt://узел:порт или neo4j://узел:порт."
        ) from error
    graph = Graph(driver, database)
    try:
        yield graph
    finally:
        await graph.close()


@asynccontextmanager
async def _failures() -> AsyncIterator[None]:
    """Turn the driver's ways of saying «no database» into ours."""
    try:
        yield
    except (ServiceUnavailable, SessionExpired) as error:
        raise GraphUnavailableError(
            "Neo4j не отвечает. Проверьте сервер: orientir db status."
        ) from error
    except AuthError as error:
        raise GraphUnavailableError(
            "Neo4j не принимает имя или пароль. Проверьте ORIENTIR_NEO4J_USER и пароль."
        ) from error


def _text(cypher: Cypher) -> LiteralString:
    # A Statement is only made by compilers from declarations; the driver knows no such type.
    return cypher.text if isinstance(cypher, Statement) else cypher


def _native(value: Any) -> Any:
    """Python's dates and times instead of the driver's, at any depth."""
    if isinstance(value, dict):
        return {key: _native(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_native(item) for item in value]
    to_native = getattr(value, "to_native", None)
    return to_native() if to_native is not None else value
