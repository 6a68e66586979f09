"""A port is looked at before anything slow is started."""

from __future__ import annotations

import socket

import pytest

from cli.port import require_free
from graph.errors import ConfigurationError


def test_a_taken_port_is_refused_with_another_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=rf"Порт {port} .*--port {port + 1}\."):
            require_free("127.0.0.1", port, "--port ")


def test_a_free_port_passes() -> None:
    require_free("127.0.0.1", 0, "--port ")
