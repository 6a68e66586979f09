"""Looks whether a port is free before anything slow is started."""

from __future__ import annotations

import socket

from graph.errors import ConfigurationError


def require_free(host: str, port: int, option: str) -> None:
    """ConfigurationError, saying what to do, if the port is taken; 0 always passes."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # Otherwise a port whose last connection closed a minute ago counts as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigurationError(
                f"Порт {port} на {host} занять нельзя ({error.strerror}). Остановите программу, "
                f"которая его держит, или задайте другой: {option}{port + 1}."
            ) from error
