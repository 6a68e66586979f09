"""Says in plain words why a connection failed; must not open any."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

_SEEN: tuple[tuple[type[BaseException], str], ...] = (
    (socket.gaierror, "адрес не найден — похоже, нет сети или не отвечает DNS"),
    (ConnectionRefusedError, "соединение не принято"),
    (TimeoutError, "ответ не пришёл вовремя"),
    (
        ssl.SSLCertVerificationError,
        "сертификату нет доверия — если сеть проверяет трафик, укажите файл её сертификата "
        "в SSL_CERT_FILE",
    ),
)


def told(error: BaseException) -> str:
    """What happened, from the whole chain of causes; what we have no words for, as it was said."""
    causes = list(_chain(error))
    for kind, text in _SEEN:
        if any(isinstance(cause, kind) for cause in causes):
            return text
    return f"соединение оборвалось: {error}" if str(error) else "соединение оборвалось"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
