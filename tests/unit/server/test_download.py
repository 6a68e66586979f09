"""The downloader against a real HTTP server that misbehaves in the ways networks do."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph.errors import ServerError
from graph.server.download import THREADS, discard_broken, fetch, missing
from graph.server.jars import Jar, place
from graph.server.locks import exclusive

CONTENT = bytes(range(256)) * 4096  # 1 MiB
JAR = Jar("org.example:thing:1", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT), "jars")
CUT_AT = 300_000


class Repository(ThreadingHTTPServer):
    """Serves CONTENT; each request takes the next behaviour: whole, cut, wrong, busy, absent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.connections: set[object] = set()
        self.behaviours: list[str] = []
        self.ranges: list[str | None] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/maven"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Repository

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        with self.server.lock:
            self.server.ranges.append(asked)
            self.server.connections.add(self.client_address)
            behaviour = self.server.behaviours.pop(0) if self.server.behaviours else "whole"
        if behaviour in ("absent", "busy"):
            self.send_error(404 if behaviour == "absent" else 503)
            return
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        body = CONTENT[start:] if behaviour != "wrong" else b"x" * (len(CONTENT) - start)
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.close_connection = behaviour == "cut"
        self.wfile.write(body[:CUT_AT] if behaviour == "cut" else body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def repository() -> Iterator[Repository]:
    with Repository() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def download(repository: Repository, cache: Path) -> list[str]:
    said: list[str] = []
    fetch([JAR], cache, repository.url, said.append)
    return said


def files(cache: Path) -> set[str]:
    return {path.name for path in cache.rglob("*") if path.is_file()}


def test_a_jar_is_fetched_once_and_announced(repository: Repository, tmp_path: Path) -> None:
    assert download(repository, tmp_path) == ["Загрузка Neo4j: 1 МБ…", "Загрузка Neo4j: готово."]
    assert place(tmp_path, JAR).read_bytes() == CONTENT
    assert download(repository, tmp_path) == []
    assert repository.ranges == [None]
    assert files(tmp_path) == {"jars.lock", "thing-1.jar"}


def test_connections_are_kept(repository: Repository, tmp_path: Path) -> None:
    jars = [Jar(f"org.example:n{n}:1", JAR.sha256, JAR.size, "jars") for n in range(3 * THREADS)]
    fetch(jars, tmp_path, repository.url, print)
    assert missing(tmp_path, jars) == []
    assert len(repository.ranges) == len(jars)
    assert len(repository.connections) <= THREADS


def test_a_cut_connection_is_resumed_where_it_was_cut(
    repository: Repository, tmp_path: Path
) -> None:
    repository.behaviours = ["cut", "cut"]
    download(repository, tmp_path)
    assert place(tmp_path, JAR).read_bytes() == CONTENT
    assert repository.ranges == [None, f"bytes={CUT_AT}-", f"bytes={2 * CUT_AT}-"]


def test_a_later_run_goes_on_where_an_earlier_one_ended(
    repository: Repository, tmp_path: Path
) -> None:
    part = place(tmp_path, JAR).with_name("thing-1.jar.part")
    part.parent.mkdir(parents=True)
    part.write_bytes(CONTENT[:600_000])
    assert download(repository, tmp_path)[0] == "Загрузка Neo4j: 0 МБ…"  # what is still to come
    assert repository.ranges == ["bytes=600000-"]
    assert missing(tmp_path, [JAR]) == []


def test_wrong_bytes_are_deleted_and_asked_for_again(
    repository: Repository, tmp_path: Path
) -> None:
    repository.behaviours = ["wrong"]
    download(repository, tmp_path)
    assert place(tmp_path, JAR).read_bytes() == CONTENT
    assert repository.ranges == [None, None]


def test_a_busy_server_is_asked_again(repository: Repository, tmp_path: Path) -> None:
    repository.behaviours = ["busy"]
    download(repository, tmp_path)
    assert repository.ranges == [None, None]


def test_bytes_that_stay_wrong_end_in_an_error_and_leave_nothing(
    repository: Repository, tmp_path: Path
) -> None:
    repository.behaviours = ["wrong"] * 10
    with pytest.raises(ServerError, match=r"org\.example:thing:1.*контрольная сумма"):
        download(repository, tmp_path)
    assert files(tmp_path) == {"jars.lock"}


def test_a_jar_the_repository_lacks_is_not_asked_for_again(
    repository: Repository, tmp_path: Path
) -> None:
    repository.behaviours = ["absent"]
    with pytest.raises(ServerError, match=r"org\.example:thing:1.*ORIENTIR_MAVEN_URL"):
        download(repository, tmp_path)
    assert repository.ranges == [None]


def test_without_a_network_the_error_says_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        with pytest.raises(ServerError, match=r"127\.0\.0\.1.*прокси.*ORIENTIR_MAVEN_URL"):
            fetch([JAR], tmp_path, url, print)


def test_an_address_of_another_kind_is_refused(tmp_path: Path) -> None:
    for url in ("ftp://example", "example/maven", "http://"):
        with pytest.raises(ServerError, match="ORIENTIR_MAVEN_URL должен быть адресом"):
            fetch([JAR], tmp_path, url, print)


def test_a_folder_that_lacks_a_jar_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        ServerError, match=r"maven: такого файла там нет.*папку в ORIENTIR_MAVEN_URL"
    ):
        fetch([JAR], tmp_path / "cache", (tmp_path / "maven").as_uri(), print)


def test_a_repository_may_be_a_folder(tmp_path: Path) -> None:
    source = tmp_path / "maven" / JAR.path
    source.parent.mkdir(parents=True)
    source.write_bytes(CONTENT)
    fetch([JAR], tmp_path / "cache", (tmp_path / "maven").as_uri(), print)
    assert place(tmp_path / "cache", JAR).read_bytes() == CONTENT


def test_two_downloads_at_once_fetch_each_jar_once(repository: Repository, tmp_path: Path) -> None:
    threads = [threading.Thread(target=download, args=(repository, tmp_path)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert repository.ranges == [None]
    assert place(tmp_path, JAR).read_bytes() == CONTENT


def test_too_little_room_is_told_before_downloading(repository: Repository, tmp_path: Path) -> None:
    huge = Jar("org.example:huge:1", "0" * 64, 1 << 60, "jars")
    with pytest.raises(ServerError, match="Мало места на диске"):
        fetch([huge], tmp_path, repository.url, print)
    assert repository.ranges == []


def test_a_cache_that_is_a_file_is_told_plainly(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(ServerError, match=r"cache: на месте папки лежит файл.*ORIENTIR_CACHE"):
        download(repository, tmp_path / "cache")


def test_a_jar_that_was_spoilt_is_found_and_fetched_anew(
    repository: Repository, tmp_path: Path
) -> None:
    download(repository, tmp_path)
    assert not discard_broken(tmp_path, [JAR], print)
    place(tmp_path, JAR).write_bytes(b"x" * JAR.size)
    assert missing(tmp_path, [JAR]) == []  # by its size nothing is wrong
    assert discard_broken(tmp_path, [JAR], print)
    download(repository, tmp_path)
    assert place(tmp_path, JAR).read_bytes() == CONTENT


def test_who_waits_for_another_is_told(repository: Repository, tmp_path: Path) -> None:
    said: list[str] = []
    with exclusive(tmp_path / "jars.lock", said.clear):
        other = threading.Thread(target=fetch, args=([JAR], tmp_path, repository.url, said.append))
        other.start()
        while not said and other.is_alive():
            other.join(0.01)
        assert said == ["Neo4j уже загружает другая команда, жду её…"]
    other.join()
    assert missing(tmp_path, [JAR]) == []
