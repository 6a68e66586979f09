"""The address of a repository, and what is told of a network that fails."""

from __future__ import annotations

import errno
import socket
import ssl
from pathlib import Path

import pytest

from graph.errors import ServerError
from graph.server.download import fetch
from graph.server.network import told
from graph.server.repository import base_address
from tests.unit.server.test_download import JAR


def test_an_empty_address_is_none() -> None:
    assert base_address("") == base_address(None)
    assert base_address("").startswith("https://")


def test_a_proxy_of_another_kind_is_told_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    with pytest.raises(ServerError, match=r"Прокси.*HTTPS_PROXY"):
        fetch([JAR], tmp_path, "http://127.0.0.1:1", print)


@pytest.mark.parametrize(
    ("cause", "text"),
    [
        (socket.gaierror(-3, "Temporary failure"), "нет сети"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), "не принято"),
        (TimeoutError("timed out"), "не пришёл вовремя"),
        (ssl.SSLCertVerificationError(1, "self-signed"), "SSL_CERT_FILE"),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "Network is unreachable"),
    ],
)
def test_a_failure_deep_in_the_network_is_told_plainly(cause: OSError, text: str) -> None:
    failure = RuntimeError(str(cause))
    failure.__cause__ = cause
    assert text in told(failure)
