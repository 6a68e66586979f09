"""A Maven repository to read jars from: over HTTP, or a folder laid out like one.

Connections are kept and shared: opening one costs a name look-up and a TLS handshake, and for each
of 240 jars that took most of the time of a download.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit
from urllib.request import url2pathname

from graph.errors import ServerError
from graph.server.network import told

if TYPE_CHECKING:
    import httpx

TIMEOUT_SECONDS = 30
CHUNK_BYTES = 1 << 17

_PARTIAL_CONTENT = 206
_WAIT_AND_ASK_AGAIN = (408, 429)


class CutError(Exception):
    """One attempt failed in a way that another may not; str() tells a person how."""


class RefusedError(Exception):
    """Asking again won't help; str() tells a person why."""


@dataclass(frozen=True)
class Answer:
    """A file, or what is left of it: `start` is the byte the chunks begin with."""

    start: int
    chunks: Iterator[bytes]


class Repository(Protocol):
    """Where jars come from; `place` names it to a person, `advice` says what to do about it."""

    place: str
    advice: str

    def read(self, path: str, start: int) -> AbstractContextManager[Answer]:
        """A file from byte `start` on, or from its beginning; CutError, RefusedError."""
        ...


def base_address(maven_url: str | None) -> str:
    """The repository's address, ending in a slash; jgo's own default unless one is given."""
    if not maven_url:
        from jgo.constants import MAVEN_CENTRAL_URL  # slow to import, needed only to download

        return str(MAVEN_CENTRAL_URL).rstrip("/") + "/"
    parts = urlsplit(maven_url)
    if parts.scheme == "file" or (parts.scheme in ("http", "https") and parts.hostname):
        return maven_url.rstrip("/") + "/"
    raise ServerError(
        "ORIENTIR_MAVEN_URL должен быть адресом вида https://узел/путь, http://… или "
        "file:///папка; исправьте его или уберите, тогда возьмётся обычное хранилище Maven."
    )


@contextmanager
def opened(base: str, connections: int) -> Iterator[Repository]:
    """The repository at an address `base_address` gave, for so many readers at once."""
    if urlsplit(base).scheme == "file":
        yield _Folder(Path(url2pathname(urlsplit(base).path)))
        return
    with _client(connections) as client:
        yield _Http(base, client)


def _client(connections: int) -> httpx.Client:
    import httpx  # slow to import, needed only to download

    try:
        return httpx.Client(
            # The system's certificates, to which an organisation adds its own.
            verify=ssl.create_default_context(),
            timeout=TIMEOUT_SECONDS,
            follow_redirects=True,
            headers={"Accept-Encoding": "identity"},
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        )
    except (ImportError, ValueError) as error:  # how httpx refuses a proxy it has no means for
        raise ServerError(
            "Прокси из переменных окружения не подходит: нужен HTTP-прокси. Задайте "
            "HTTPS_PROXY=http://узел:порт и уберите ALL_PROXY с адресом socks://…"
        ) from error


class _Http:
    advice = (
        "Проверьте сеть и прокси (HTTPS_PROXY) или задайте другое хранилище Maven "
        "в ORIENTIR_MAVEN_URL"
    )

    def __init__(self, base: str, client: httpx.Client) -> None:
        self.place = urlsplit(base).hostname or base
        self._base = base
        self._client = client

    @contextmanager
    def read(self, path: str, start: int) -> Iterator[Answer]:
        import httpx

        headers = {"Range": f"bytes={start}-"} if start else {}
        try:
            with self._client.stream("GET", self._base + path, headers=headers) as response:
                _check(response.status_code)
                resumed = response.status_code == _PARTIAL_CONTENT
                yield Answer(start if resumed else 0, response.iter_raw())
        except httpx.HTTPError as error:
            raise CutError(told(error)) from error


def _check(status: int) -> None:
    """A refusal (404, 403) won't change by asking again; being asked to wait (429) will."""
    if status < 300:
        return
    seen = f"ответ {status}"
    if 400 <= status < 500 and status not in _WAIT_AND_ASK_AGAIN:
        raise RefusedError(seen)
    raise CutError(seen)


class _Folder:
    advice = "Проверьте папку в ORIENTIR_MAVEN_URL"

    def __init__(self, folder: Path) -> None:
        self.place = str(folder)
        self._folder = folder

    @contextmanager
    def read(self, path: str, start: int) -> Iterator[Answer]:
        try:
            file = (self._folder / path).open("rb")
        except FileNotFoundError as error:
            raise RefusedError("такого файла там нет") from error
        except OSError as error:
            raise RefusedError(f"файл не читается ({error.strerror})") from error
        with file:
            file.seek(start)
            yield Answer(start, iter(lambda: file.read(CHUNK_BYTES), b""))
