"""The folder of one local server: what lies where, its configuration and its password.

Must not start anything. The password never goes on a command line or into a log: Neo4j gets it as
the salted hash its own `set-initial-password` would have written.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from graph.errors import ServerError

USER = "neo4j"
DATABASE = "neo4j"
_HASH_ROUNDS = 1024
_MEMORY = re.compile(r"[1-9][0-9]*[kmgKMG]")
_BYTES = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}

# The pages of three roles alone ask some eight hundred questions, and a plan made anew takes a
# hundred times what its question does: with room for 250, half of a page's plans were made anew.
# A plan usually takes 100 KB, one of the largest operation that is let in takes megabytes.
_PLANS_PER_GB = 500
_FEWEST_PLANS = 100


@dataclass(frozen=True)
class Home:
    """Paths of one server's folder."""

    folder: Path

    @property
    def configuration(self) -> Path:
        return self.folder / "conf"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def console(self) -> Path:
        return self.logs / "console.log"

    @property
    def password(self) -> Path:
        return self.folder / "password"

    @property
    def state(self) -> Path:
        return self.folder / "state.json"

    @property
    def loaded(self) -> Path:
        """Data of an archive that are to replace the present ones."""
        return self.folder / "loaded"

    @property
    def lock(self) -> Path:
        return self.folder / "start.lock"


def check_memory(name: str, value: str) -> None:
    """ServerError unless `value` is an amount of memory as Java and Neo4j both write it."""
    if not _MEMORY.fullmatch(value):
        raise ServerError(f"{name}: «{value}» не похоже на объём памяти; нужно, например, 512m.")


def plans_kept(heap: str) -> int:
    """How many plans of questions a server with so much memory of Java keeps: "2g" gives 1000."""
    size = int(heap[:-1]) * _BYTES[heap[-1].lower()]
    return max(_FEWEST_PLANS, size * _PLANS_PER_GB // _BYTES["g"])


def write_configuration(home: Home, port: int, heap: str, page_cache: str) -> None:
    """Write neo4j.conf for a server on this port of the loopback address."""
    home.configuration.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}={value}" for name, value in _configuration(port, heap, page_cache).items()]
    (home.configuration / "neo4j.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _configuration(port: int, heap: str, page_cache: str) -> dict[str, str]:
    return {
        # Neo4j then refuses to start on a setting it doesn't know, so none here is in vain.
        "server.config.strict_validation.enabled": "true",
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.pagecache.size": page_cache,
        "server.memory.query_cache.per_db_cache_num_entries": str(plans_kept(heap)),
        "dbms.usage_report.enabled": "false",
        "dbms.fleet_manager.enabled": "false",
        "server.fleet_discovery.enabled": "false",
        # Otherwise 256 MB are reserved on disk for each of the two databases.
        "db.tx_log.preallocate": "false",
        "db.tx_log.rotation.retention_policy": "1 files",
        # Otherwise stopping waits ten seconds for threads that have nothing to do.
        "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
    }


def ensure_password(home: Home) -> str:
    """The password of this server, made at its first start."""
    started_before = (home.data / "databases" / "system").exists()
    if started_before:
        return read_password(home)
    password = read_password(home) if home.password.exists() else secrets.token_urlsafe(24)
    _write_private(home.password, password + "\n")
    (home.data / "dbms").mkdir(parents=True, exist_ok=True)
    _write_private(home.data / "dbms" / "auth.ini", _initial_user(password))
    return password


def read_password(home: Home) -> str:
    """The password of a server that has been started before."""
    try:
        return home.password.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise ServerError(
            f"Пропал файл пароля {home.password}. Верните его из копии или начните с пустой "
            "базы: orientir db reset."
        ) from error


def _initial_user(password: str) -> str:
    """One line of auth.ini, as `neo4j-admin dbms set-initial-password` writes it."""
    salt = secrets.token_bytes(32)
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(_HASH_ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return f"{USER}:SHA-256,{digest.hex()},{salt.hex()},{_HASH_ROUNDS}:\n"


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, at no moment otherwise, whole or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(path)
