"""The local Neo4j as the rest of the system sees it.

Every change of its state happens under one file lock, so that two starts at once give one server.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL, SIGTERM
from types import TracebackType
from typing import TYPE_CHECKING, Self

from graph.errors import InputError, ServerError
from graph.server import archive, disk, download, recorder
from graph.server.home import Home, check_memory
from graph.server.jars import read_lock
from graph.server.launching import Launch, Launched, launch, wait_ready
from graph.server.locks import exclusive
from graph.server.ports import PortError
from graph.server.process import Process, State, read_state
from graph.server.status import Address, Status, address_of, status_of
from graph.server.supervisor import STOP_SECONDS

if TYPE_CHECKING:
    from graph.settings import Settings

_START_BYTES = 100_000_000


@dataclass
class LocalServer:
    """One local Neo4j in the folder `home`/db, made of the jars in `cache`.

    `port` 0 takes any free one. As a context manager it owns the server: leaving the block or the
    death of this process, by any signal, ends it. `say` receives lines for a person. `record_aot`
    lets a start that isn't the first one record Java's AOT cache in the background.
    """

    home: Path
    cache: Path
    heap: str = "2g"
    page_cache: str = "512m"
    port: int = 0
    maven_url: str | None = None
    say: Callable[[str], None] = logging.getLogger(__name__).info
    record_aot: bool = False
    _pipe: int | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.home = self.home.expanduser().absolute()
        self.cache = self.cache.expanduser().absolute()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The server these settings describe."""
        return cls(
            home=settings.home,
            cache=settings.cache,
            heap=settings.db_heap,
            page_cache=settings.db_page_cache,
            port=settings.db_port,
            maven_url=settings.maven_url,
        )

    @property
    def folder(self) -> Home:
        """The paths of this server."""
        return Home(self.home / "db")

    def start(self, owned: bool = False) -> Address:
        """Start it, or find it running; returns once it answers queries.

        Owned, it ends with this process; otherwise it runs until `stop`. One found running keeps
        the owner it has.
        """
        with self._alone():
            return self._start(self.port, Process.of(os.getpid()) if owned else None)

    def address(self) -> Address:
        """The address of the running server; ServerError when there is none."""
        state = read_state(self.folder.state)
        if state is None or not state.alive():
            raise ServerError("Локальная база не запущена. Запустите её: orientir db start.")
        return address_of(self.folder, state.port)

    def status(self) -> Status:
        """What is known of it now."""
        return status_of(self.folder)

    def stop(self) -> bool:
        """Stop it; whether it ran."""
        with self._alone():
            return self._stop() is not None

    def reset(self) -> None:
        """Stop it and delete its data, password and logs; the jars stay."""
        with self._alone():
            self._stop()
            for path in self.folder.folder.iterdir():
                if path.is_dir():
                    shutil.rmtree(path)
                elif path != self.folder.lock:
                    path.unlink()

    def dump(self, file: Path) -> None:
        """Write the graph into a file; the server is stopped for that and started again."""
        archive.check_target(file)
        place = disk.translated(file.absolute().parent, "укажите файл в другой папке")
        with self._alone(), self._stopped(), place:
            archive.dump(self.folder, self.cache, self.heap, file)

    def load(self, file: Path, overwrite: bool = False) -> None:
        """Replace the graph by that of a file; InputError when one is there and must stay."""
        archive.check(file)
        if not overwrite:
            self._require_empty()
        with self._alone(), archive.scratch(self.folder) as folder:
            self._fetch()
            unpacked = Home(Path(folder))
            archive.unpack(unpacked, self.cache, self.heap, file)
            with self._stopped():
                if not overwrite:
                    self._require_empty()  # anew: what was in memory is on disk only now
                archive.put(unpacked, self.folder)

    def _require_empty(self) -> None:
        if not archive.is_empty(self.folder):
            raise InputError("В базе уже есть данные. Чтобы заменить их, повторите с --yes.")

    def __enter__(self) -> Address:
        return self.start(owned=True)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pipe is not None:
            self.stop()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else changes this server meanwhile; its settings can be used."""
        check_memory("ORIENTIR_DB_HEAP", self.heap)
        check_memory("ORIENTIR_DB_PAGE_CACHE", self.page_cache)
        folder = self.folder.folder
        with disk.translated(folder, disk.HOME):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # personal data lies here
        with disk.translated(folder, disk.HOME), exclusive(self.folder.lock, self._busy):
            archive.finish(self.folder)
            yield

    def _busy(self) -> None:
        self.say("С этой базой уже работает другая команда, жду её…")

    @contextmanager
    def _stopped(self) -> Iterator[None]:
        """Cleanly stopped inside the block; afterwards as it was before, at the same port."""
        self._fetch()
        if self.status().state == "stale":
            self._start(0, None)  # recovers what the killed one left, then stops in order
            self._stop()
        state = self._stop()
        try:
            yield
        finally:
            if state:
                self._start(state.port, state.owner)

    def _fetch(self) -> None:
        download.fetch(read_lock(), self.cache, self.maven_url, self.say)

    def _start(self, port: int, owner: Process | None) -> Address:
        state = self._running()
        if state:
            address = address_of(self.folder, state.port)
            try:
                wait_ready(self.folder, state.supervisor, state.port, address.password, self.say)
            except ServerError:
                if state.supervisor.alive():
                    raise
                # It died while we looked: to be started anew, like one found dead.
            else:
                return address
        self._fetch()
        disk.require(self.folder.folder, _START_BYTES, disk.HOME)
        first = not self.folder.data.exists()
        launched = self._launch(port, owner)
        self._pipe = launched.pipe
        if self.record_aot and not first:
            recorder.begin(self.cache)
        return address_of(self.folder, launched.port)

    def _launch(self, port: int, owner: Process | None) -> Launched:
        """Launch; if that fails and jars are not what they were, with new ones once more."""
        home, say = self.folder, self.say
        wanted = Launch(home, self.cache, self.heap, self.page_cache, port, owner, say)
        try:
            return launch(wanted)
        except PortError:
            raise
        except ServerError:
            if not download.discard_broken(self.cache, read_lock(), say):
                raise
        say("Загруженные файлы Neo4j повреждены, загружаю их заново.")
        self._fetch()
        return launch(wanted)

    def _running(self) -> State | None:
        """The state of a server that runs; what a dead one has left behind is cleared away."""
        state = read_state(self.folder.state)
        if state and state.alive():
            return state
        if state:
            self.say(
                f"Прежний сервер (процесс {state.java.pid}) был прерван; данные целы, "
                "их восстановит запуск базы."
            )
            self._kill(state)
        return None

    def _stop(self) -> State | None:
        """Stop it; the state it had if it ran."""
        state = self._running()
        if state:
            state.supervisor.send(SIGTERM)
            if not state.supervisor.wait(STOP_SECONDS + 2):
                self.say("Neo4j не остановился сам, завершаю принудительно.")
                self._kill(state)
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None
        return state

    def _kill(self, state: State) -> None:
        for process in (state.supervisor, state.java):
            process.send(SIGKILL)
        state.java.wait(STOP_SECONDS)
