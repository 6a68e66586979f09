"""Dump of the graph into one file and back, by Neo4j's own tool.

Only the graph's database is taken, not the system database, so no archive holds a password. A load
fills a scratch folder first: a broken archive leaves the present data as it was.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import BinaryIO

from graph.errors import InputError, ServerError
from graph.server import java
from graph.server.home import DATABASE, Home, write_configuration

_STORES = (Path("databases") / DATABASE, Path("transactions") / DATABASE)
_SHOWN_LINES = 5


def is_empty(home: Home) -> bool:
    """Whether a cleanly stopped base has never held a node."""
    nodes = home.data / "databases" / DATABASE / "neostore.nodestore.db"
    return not nodes.exists() or nodes.stat().st_size == 0


def dump(home: Home, cache: Path, heap: str, file: Path) -> None:
    """Write the base of a stopped server into `file`, whole or not at all."""
    part = file.with_name(file.name + ".part")
    try:
        with _private(part) as output:
            _admin(home, cache, heap, "dump", "--to-stdout", output=output)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def check(file: Path) -> None:
    """InputError when the file can't be read or is empty."""
    try:
        with file.open("rb") as source:
            first = source.read(1)
    except OSError as error:
        raise InputError(f"Файл {file} не читается: его нет или нет прав на него.") from error
    if not first:
        raise InputError(f"Файл {file} пуст, это не архив базы.")


def check_target(file: Path) -> None:
    """InputError when no file can be made there."""
    if file.is_dir() or not file.absolute().parent.is_dir():
        raise InputError(f"Нельзя записать {file}: нужна существующая папка и имя файла в ней.")


def unpack(scratch: Home, cache: Path, heap: str, file: Path) -> None:
    """Load an archive into a scratch home."""
    write_configuration(scratch, 0, "8m")
    with file.open("rb") as source:
        _admin(scratch, cache, heap, "load", "--from-stdin", source=source)


def scratch(home: Home) -> tempfile.TemporaryDirectory[str]:
    """A folder on the disk of `home`, removed when left."""
    return tempfile.TemporaryDirectory(prefix="load-", dir=home.folder)


def put(source: Home, home: Home) -> None:
    """Move the base of a scratch home in place of that of a stopped server."""
    for store in _STORES:
        target = home.data / store
        old = target.with_name(f"{target.name}.replaced")
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            target.rename(old)
        (source.data / store).rename(target)
        shutil.rmtree(old, ignore_errors=True)


def _private(path: Path) -> BinaryIO:
    """A new file that only its owner can read: an archive holds personal data."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _admin(
    home: Home,
    cache: Path,
    heap: str,
    *arguments: str,
    source: BinaryIO | int = subprocess.DEVNULL,
    output: BinaryIO | int = subprocess.DEVNULL,
) -> None:
    places = {"NEO4J_HOME": str(home.folder), "NEO4J_CONF": str(home.configuration)}
    verb, *options = arguments
    command = java.command(
        java.ADMIN_CLASS, "database", verb, *options, DATABASE, options=(f"-Xmx{heap}",)
    )
    done = subprocess.run(  # noqa: S603 - our own command line
        command,
        env=java.environment(cache) | places,
        stdin=source,
        stdout=output,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        seen = _complaint(done.stderr.decode(errors="replace"))
        raise ServerError(f"Neo4j не выполнил database {verb}: {seen}")


def _complaint(errors: str) -> str:
    """What the tool says after its heading, each line once and without rulers."""
    lines = errors.rpartition("Command Failed")[2].splitlines()
    told = dict.fromkeys(line for line in lines if line.strip("- "))
    return "\n".join(list(told)[:_SHOWN_LINES])
