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
    ClientError,
    ConnectionAcquisitionTimeoutError,
    DatabaseUnavailable,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)
from neo4j.exceptions import (
    ConfigurationError as DriverConfigurationError,
)

from graph.around import Limit, Seen, seen_by_watchers, unreachable
from graph.errors import DeadlineError, GraphBusyError, GraphUnavailableError

# The database keeps to limit_seconds by itself, also when nobody is there to cancel.
TIMED_OUT = "Neo.ClientError.Transaction.TransactionTimedOut"

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Statement:
    """Cypher made by a compiler of this repository, never by formatting a string by hand."""

    text: str


Cypher = LiteralString | Statement


class Reader:
    """Asks inside one transaction."""

    def __init__(self, transaction: neo4j.AsyncManagedTransaction, seen: Seen) -> None:
        self._transaction = transaction
        self._seen = seen

    async def rows(self, cypher: Cypher, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """All rows as dictionaries, in the statement's order."""
        result = await self._run(cypher, parameters)
        return [_native(row) for row in await result.data()]

    async def values(
        self, cypher: Cypher, parameters: Mapping[str, Any] | None = None
    ) -> list[list[Any]]:
        """All rows as lists in the order of RETURN: cheaper than `rows` for many small rows."""
        result = await self._run(cypher, parameters)
        return [_native(values) for values in await result.values()]

    async def plain(
        self, cypher: Cypher, parameters: Mapping[str, Any] | None = None
    ) -> list[list[Any]]:
        """As `values`, of a statement that returns no dates or times: nothing is converted."""
        result = await self._run(cypher, parameters)
        return await result.values()

    async def single(self, cypher: Cypher, parameters: Mapping[str, Any] | None = None) -> Row:
        """The only row; LookupError if there are none or several."""
        rows = await self.rows(cypher, parameters)
        if len(rows) != 1:
            raise LookupError(f"expected one row, got {len(rows)}")
        return rows[0]

    async def _run(self, cypher: Cypher, parameters: Mapping[str, Any] | None) -> neo4j.AsyncResult:
        text = _text(cypher)
        self._seen(text)
        return await self._transaction.run(text, dict(parameters or {}))


class Writer(Reader):
    """Asks and changes inside one transaction: all of it is written or nothing.

    `audit_key` seals what the audit writes; b"" if this process has none.
    """

    def __init__(
        self, transaction: neo4j.AsyncManagedTransaction, seen: Seen, audit_key: bytes = b""
    ) -> None:
        super().__init__(transaction, seen)
        self.audit_key = audit_key


Work = Callable[[Reader], Awaitable[T]]
WriteWork = Callable[[Writer], Awaitable[T]]
Unit = Callable[[neo4j.AsyncManagedTransaction, Seen], Awaitable[T]]


class Graph:
    """One Neo4j database; make it with `connect`, share it freely, close it at the end."""

    def __init__(self, driver: neo4j.AsyncDriver, database: str, audit_key: bytes = b"") -> None:
        self._driver = driver
        self._database = database
        self.audit_key = audit_key
        # Chains sessions causally on a cluster: a read sees what this process wrote before.
        self._bookmarks = neo4j.AsyncGraphDatabase.bookmark_manager()

    async def read(self, work: Work[T], *, limit_seconds: float | None = None) -> T:
        """Run `work` in a read transaction; `limit_seconds` holds in the database too."""

        async def unit(transaction: neo4j.AsyncManagedTransaction, seen: Seen) -> T:
            return await work(Reader(transaction, seen))

        return await self._transact(neo4j.READ_ACCESS, unit, limit_seconds)

    async def write(self, work: WriteWork[T], *, limit_seconds: float | None = None) -> T:
        """Run `work` in a write transaction; it is committed when `work` returns."""

        async def unit(transaction: neo4j.AsyncManagedTransaction, seen: Seen) -> T:
            return await work(Writer(transaction, seen, self.audit_key))

        return await self._transact(neo4j.WRITE_ACCESS, unit, limit_seconds)

    async def rows(self, cypher: Cypher, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """One question in a read transaction of its own."""
        return await self.read(lambda reader: reader.rows(cypher, parameters))

    async def alone(
        self, cypher: Cypher, parameters: Mapping[str, Any] | None = None
    ) -> list[list[Any]]:
        """One reading statement that is its whole transaction: as `Reader.plain`.

        One way there and back instead of three. Where the driver would repeat a transaction, the
        statement is read again by `read`.
        """
        limit, text = Limit(None), _text(cypher)
        with seen_by_watchers(neo4j.READ_ACCESS) as seen:
            seen(text)
            async with limit.kept_by(self._probe), _failures():
                try:
                    async with self._session(neo4j.READ_ACCESS) as session:
                        asked = neo4j.Query(text, timeout=limit.seconds)
                        result = await session.run(asked, dict(parameters or {}))
                        return await result.values()
                except (DriverError, Neo4jError) as error:
                    if not error.is_retryable():
                        raise
        return await self.read(lambda reader: reader.plain(cypher, parameters))

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

    async def _transact(self, access: str, unit: Unit[T], limit_seconds: float | None) -> T:
        """Within what is left of the request's time (graph.around), repetitions included."""
        limit = Limit(limit_seconds)
        with seen_by_watchers(access) as seen:

            @neo4j.unit_of_work(timeout=limit.seconds)
            async def work(transaction: neo4j.AsyncManagedTransaction) -> T:
                with limit.reached():
                    return await unit(transaction, seen)

            async with limit.kept(), _failures(), self._session(access) as session:
                if access == neo4j.READ_ACCESS:
                    return await session.execute_read(work)
                return await session.execute_write(work)

    async def _probe(self) -> None:
        async with _failures(), self._session(neo4j.READ_ACCESS) as session:
            await (await session.run("RETURN 1")).consume()

    def _session(self, access: str) -> neo4j.AsyncSession:
        return self._driver.session(
            database=self._database,
            default_access_mode=access,
            bookmark_manager=self._bookmarks,
        )


@asynccontextmanager
async def connect(
    uri: str, user: str, password: str, database: str = "neo4j", audit_key: bytes = b""
) -> AsyncIterator[Graph]:
    """A graph for the time of the block. The first question, not this, finds it unreachable.

    `audit_key` seals the audit; whoever has the database and not the key can't forge its entries.
    """
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
    graph = Graph(driver, database, audit_key)
    try:
        yield graph
    finally:
        await graph.close()


@asynccontextmanager
async def _failures() -> AsyncIterator[None]:
    """Turn the driver's ways of saying «no database» into ours."""
    try:
        yield
    except (
        ServiceUnavailable,
        SessionExpired,
        DatabaseUnavailable,
        ConnectionAcquisitionTimeoutError,
    ) as error:
        raise unreachable() from error
    except TransientError as error:  # Still there after all the driver's repetitions.
        raise GraphBusyError from error
    except AuthError as error:
        raise GraphUnavailableError(
            "Neo4j не принимает имя или пароль. Проверьте ORIENTIR_NEO4J_USER и пароль."
        ) from error
    except ClientError as error:
        if (error.code or "").startswith(TIMED_OUT):
            raise DeadlineError from error
        raise


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
