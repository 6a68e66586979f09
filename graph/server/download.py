"""Fetches the jars of the lock into the cache: in parallel, resumable, each one verified.

Must not know about running servers. A jar appears under its name only after its checksum has been
found right; `discard_broken` finds those that a disk or a hand has spoilt since.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import ServerError
from graph.server import disk
from graph.server.jars import Jar, place
from graph.server.locks import exclusive
from graph.server.progress import progress
from graph.server.repository import CutError, RefusedError, Repository, base_address, opened

THREADS = 16
ATTEMPTS = 5
FIRST_PAUSE_SECONDS = 0.2

_BUSY = "Neo4j уже загружает другая команда, жду её…"


@dataclass(frozen=True)
class _Run:
    """One download: where from, where to, how to tell of progress and how to end early."""

    source: Repository
    cache: Path
    advance: Callable[[int], None]
    stop: threading.Event = field(default_factory=threading.Event)


def missing(cache: Path, jars: Iterable[Jar]) -> list[Jar]:
    """The jars that aren't in the cache at their full size."""
    return [jar for jar in jars if _size(place(cache, jar)) != jar.size]


def discard_broken(cache: Path, jars: Iterable[Jar], say: Callable[[str], None]) -> bool:
    """Delete the jars whose content isn't the lock's; whether there were any."""
    broken = [jar for jar in jars if not _is_whole(place(cache, jar), jar)]
    if not broken:  # and no lock either: a cache that others keep may be closed to us
        return False
    with disk.translated(cache, disk.CACHE), exclusive(cache / "jars.lock", lambda: say(_BUSY)):
        for jar in broken:
            place(cache, jar).unlink(missing_ok=True)
    return True


def fetch(
    jars: Iterable[Jar], cache: Path, maven_url: str | None, say: Callable[[str], None]
) -> None:
    """Bring every jar into the cache; ServerError says what to do when that can't be done.

    Two processes may call it at once: the second waits for the first and finds the jars there.
    """
    jars = tuple(jars)
    with disk.translated(cache, disk.CACHE):
        if not missing(cache, jars):
            return
    with disk.translated(cache, disk.CACHE), exclusive(cache / "jars.lock", lambda: say(_BUSY)):
        if wanted := missing(cache, jars):
            disk.require(cache, _lacking_bytes(cache, wanted), disk.CACHE)
            _fetch_all(wanted, cache, base_address(maven_url), say)


def _fetch_all(wanted: list[Jar], cache: Path, base: str, say: Callable[[str], None]) -> None:
    total = _lacking_bytes(cache, wanted)
    with progress("Загрузка Neo4j", total, say) as advance, opened(base, THREADS) as source:
        run = _Run(source, cache, advance)
        with ThreadPoolExecutor(THREADS, thread_name_prefix="jar") as pool:
            # The big ones first: otherwise the last seconds are spent on one of them alone.
            futures = [pool.submit(_fetch_one, jar, run) for jar in sorted(wanted, key=_bigger)]
            try:
                done, _ = wait(futures, return_when=FIRST_EXCEPTION)
            finally:
                run.stop.set()  # also on Ctrl+C: threads leave at their next chunk
                pool.shutdown(wait=True, cancel_futures=True)
            _raise_first(done)


def _bigger(jar: Jar) -> int:
    return -jar.size


def _raise_first(done: set[Future[None]]) -> None:
    for future in done:
        future.result()


def _fetch_one(jar: Jar, run: _Run) -> None:
    target = place(run.cache, jar)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = _part(target)
    for attempt in range(ATTEMPTS):
        try:
            _continue(jar, part, run)
            _verify(jar, part)
        except (CutError, RefusedError) as error:
            failure: Exception = error
            if run.stop.is_set() or isinstance(error, RefusedError) or attempt == ATTEMPTS - 1:
                break
            run.stop.wait(FIRST_PAUSE_SECONDS * 2**attempt)
        else:
            part.replace(target)
            return
    raise _explained(jar, run.source, failure) from failure


def _continue(jar: Jar, part: Path, run: _Run) -> None:
    """Fetch what `part` still lacks; a server that ignores Range makes it start over."""
    have = _size(part)
    if have > jar.size:
        part.unlink()
        have = 0
    if have == jar.size:
        return
    with (
        run.source.read(jar.path, have) as answer,
        part.open("ab" if answer.start else "wb") as file,
    ):
        for chunk in answer.chunks:
            if run.stop.is_set():
                raise CutError("загрузка остановлена")
            file.write(chunk)
            run.advance(len(chunk))


def _verify(jar: Jar, part: Path) -> None:
    size = _size(part)
    if size < jar.size:
        raise CutError(f"соединение оборвалось на {size} из {jar.size} байт")
    if not _is_whole(part, jar):
        part.unlink()
        raise CutError("содержимое не то: не сошлась контрольная сумма")


def _is_whole(path: Path, jar: Jar) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256
    except FileNotFoundError:
        return False


def _explained(jar: Jar, source: Repository, error: Exception) -> ServerError:
    return ServerError(
        f"Не удалось загрузить {jar.coordinate} из {source.place}: {error}. {source.advice}; "
        "уже загруженное сохранено, повторный запуск продолжит."
    )


def _part(target: Path) -> Path:
    """Where a jar grows until it is whole."""
    return target.with_name(target.name + ".part")


def _lacking_bytes(cache: Path, wanted: Iterable[Jar]) -> int:
    """What is to be received for these jars: parts of some are there from an earlier run."""
    return sum(max(0, jar.size - _size(_part(place(cache, jar)))) for jar in wanted)


def _size(path: Path) -> int:
    """Bytes of a file; 0 when it isn't there, and no jar is empty."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
