"""Ports of the loopback address."""

from __future__ import annotations

import errno
import socket
import time

from graph.errors import ServerError

DYING_SECONDS = 5.0
"""How long the threads of a killed server may still hold its port."""

_FORBIDDEN = (errno.EACCES, errno.EPERM)


class PortError(ServerError):
    """The port can't be had; nothing else about the start is wrong."""


class PortTakenError(PortError):
    """Another program listens on the port."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Порт {port} занят другой программой. Закройте её или задайте другой порт "
            "в ORIENTIR_DB_PORT (0 — любой свободный)."
        )


class PortForbiddenError(PortError):
    """The system keeps the port for its administrator."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Порт {port} система даёт только администратору. Задайте в ORIENTIR_DB_PORT "
            "порт от 1024 или 0 — любой свободный."
        )


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def require_free(port: int) -> None:
    """PortTakenError when somebody listens on the port, PortForbiddenError when we may not.

    A server that was just killed is given the time to die: it leaves its port with its last thread.
    """
    until = time.monotonic() + DYING_SECONDS
    while True:
        try:
            return _bind(port)
        except PortTakenError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _bind(port: int) -> None:
    with socket.socket() as probe:
        # Otherwise a port whose last connection closed a minute ago counts as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise refused(port, error) from error


def refused(port: int, error: OSError) -> PortError:
    """What to tell of a port that the system didn't give us."""
    return PortForbiddenError(port) if error.errno in _FORBIDDEN else PortTakenError(port)
