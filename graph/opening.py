"""How a process comes by its graph: the configured Neo4j, or the local one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread

from graph.audit_key import audit_key
from graph.errors import ConfigurationError
from graph.server import Address, LocalServer
from graph.session import Graph, connect
from graph.settings import Settings


@asynccontextmanager
async def open_graph(settings: Settings, *, owned: bool = False) -> AsyncIterator[Graph]:
    """The graph of these settings, checked to answer.

    Without ORIENTIR_NEO4J_URI the local Neo4j is used, started if it isn't running; `owned` ends
    what was started here together with this process, otherwise it goes on (`orientir db stop`).
    """
    if settings.neo4j_uri:
        address = Address(settings.neo4j_uri, settings.neo4j_user, _password(settings))
        async with _connected(address, settings) as graph:
            yield graph
        return
    server = LocalServer.of(settings)
    server.record_aot = owned
    address = await anyio.to_thread.run_sync(lambda: server.start(owned=owned))
    async with _connected(address, settings) as graph:
        yield graph


@asynccontextmanager
async def _connected(address: Address, settings: Settings) -> AsyncIterator[Graph]:
    async with connect(
        address.uri,
        address.user,
        address.password,
        settings.neo4j_database,
        audit_key(settings),
    ) as graph:
        await graph.check()
        yield graph


def _password(settings: Settings) -> str:
    if settings.neo4j_password is not None:
        return settings.neo4j_password.get_secret_value()
    if settings.neo4j_password_file is not None:
        try:
            return settings.neo4j_password_file.read_text().strip()
        except OSError as error:
            raise ConfigurationError(
                f"Файл пароля {settings.neo4j_password_file} не читается: {error.strerror}."
            ) from error
    raise ConfigurationError(
        "Задан ORIENTIR_NEO4J_URI, но нет ни ORIENTIR_NEO4J_PASSWORD, "
        "ни ORIENTIR_NEO4J_PASSWORD_FILE."
    )
