"""Fetches the jars of the lock into the cache: in parallel, resumable, each one verified.

Must not know about running servers. A jar appears under its name only after its checksum has been
found right, so whatever has its name and size can be used.
"""

from __future__ import annotations

import hashlib
import http.client
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from graph.errors import ServerError
from graph.server import disk
from graph.server.jars import Jar, place
from graph.server.locks import exclusive
from graph.server.progress import progress

THREADS = 16
ATTEMPTS = 5
TIMEOUT_SECONDS = 30
CHUNK_BYTES = 1 << 17
FIRST_PAUSE_SECONDS = 0.2

_NETWORK_ERRORS = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError)


class _CutError(Exception):
    """One attempt failed in a way that another may not; str() says how, for the final message."""


@dataclass(frozen=True)
class _Run:
    """One download: where from, where to, how to tell of progress and how to end early."""

    base: str
    cache: Path
    advance: Callable[[int], None]
    stop: threading.Event = field(default_factory=threading.Event)


def base_address(maven_url: str | None) -> str:
    """The Maven repository's address, ending in a slash; jgo's own default unless one is given."""
    if maven_url is None:
        from jgo.constants import MAVEN_CENTRAL_URL  # slow to import, needed only to download

        return str(MAVEN_CENTRAL_URL).rstrip("/") + "/"
    if urlsplit(maven_url).scheme not in ("http", "https", "file"):
        raise ServerError(
            "ORIENTIR_MAVEN_URL должен начинаться с http://, https:// или file://; "
            "исправьте его или уберите, тогда возьмётся обычное хранилище Maven."
        )
    return maven_url.rstrip("/") + "/"


def missing(cache: Path, jars: Iterable[Jar]) -> list[Jar]:
    """The jars that aren't in the cache at their full size."""
    return [jar for jar in jars if not _has_size(place(cache, jar), jar.size)]


def fetch(
    jars: Iterable[Jar], cache: Path, maven_url: str | None, say: Callable[[str], None]
) -> None:
    """Bring every jar into the cache; ServerError says what to do when that can't be done.

    Two processes may call it at once: the second waits for the first and finds the jars there.
    """
    jars = tuple(jars)
    with disk.translated(cache):
        if not missing(cache, jars):
            return
    with disk.translated(cache), exclusive(cache / "jars.lock"):
        if wanted := missing(cache, jars):
            disk.require(cache, sum(jar.size for jar in wanted))
            _fetch_all(wanted, cache, base_address(maven_url), say)


def _fetch_all(wanted: list[Jar], cache: Path, base: str, say: Callable[[str], None]) -> None:
    with progress("Загрузка Neo4j", sum(jar.size for jar in wanted), say) as advance:
        run = _Run(base, cache, advance)
        with ThreadPoolExecutor(THREADS, thread_name_prefix="jar") as pool:
            futures = [pool.submit(_fetch_one, jar, run) for jar in wanted]
            try:
                done, _ = wait(futures, return_when=FIRST_EXCEPTION)
            finally:
                run.stop.set()  # also on Ctrl+C: threads leave at their next chunk
                pool.shutdown(wait=True, cancel_futures=True)
            _raise_first(done)


def _raise_first(done: set[Future[None]]) -> None:
    for future in done:
        future.result()


def _fetch_one(jar: Jar, run: _Run) -> None:
    target = place(run.cache, jar)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    for attempt in range(ATTEMPTS):
        try:
            _continue(jar, part, run)
            _verify(jar, part)
        except (*_NETWORK_ERRORS, _CutError) as error:
            failure: Exception = error
            if isinstance(error, urllib.error.HTTPError):
                error.close()  # it is the answer, too, with its connection
            if run.stop.is_set() or _is_final(error) or attempt == ATTEMPTS - 1:
                break
            run.stop.wait(FIRST_PAUSE_SECONDS * 2**attempt)
        else:
            part.replace(target)
            return
    raise _explained(jar, run.base, failure) from failure


def _continue(jar: Jar, part: Path, run: _Run) -> None:
    """Fetch what `part` still lacks; a server that ignores Range makes it start over."""
    have = part.stat().st_size if part.exists() else 0
    if have > jar.size:
        part.unlink()
        have = 0
    if have == jar.size:
        return
    request = urllib.request.Request(run.base + jar.path)  # noqa: S310 - base_address checks it
    if have:
        request.add_header("Range", f"bytes={have}-")
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310  # nosec B310
        resumed = response.status == http.HTTPStatus.PARTIAL_CONTENT
        with part.open("ab" if resumed else "wb") as file:
            while chunk := response.read(CHUNK_BYTES):
                if run.stop.is_set():
                    raise _CutError("загрузка остановлена")
                file.write(chunk)
                run.advance(len(chunk))


def _verify(jar: Jar, part: Path) -> None:
    size = part.stat().st_size
    if size < jar.size:
        raise _CutError(f"соединение оборвалось на {size} из {jar.size} байт")
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != jar.sha256:
        part.unlink()
        raise _CutError(f"контрольная сумма {found[:12]}… вместо {jar.sha256[:12]}…")


def _is_final(error: Exception) -> bool:
    """A refusal (404, 403) won't change by asking again; being asked to wait (429) will."""
    return (
        isinstance(error, urllib.error.HTTPError)
        and 400 <= error.code < 500
        and error.code not in (http.HTTPStatus.REQUEST_TIMEOUT, http.HTTPStatus.TOO_MANY_REQUESTS)
    )


def _explained(jar: Jar, base: str, error: Exception) -> ServerError:
    host = urlsplit(base).hostname or base
    seen = error.reason if isinstance(error, urllib.error.URLError) else error
    return ServerError(
        f"Не удалось загрузить {jar.coordinate} с {host}: {seen}. "
        "Проверьте сеть и прокси (HTTPS_PROXY) или задайте другое хранилище Maven "
        "в ORIENTIR_MAVEN_URL; уже загруженное сохранено, повторный запуск продолжит."
    )


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except FileNotFoundError:
        return False
