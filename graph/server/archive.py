"""Dump of the graph into one file and back, by Neo4j's own tool.

Only the graph's database is taken, not the system database, so no archive holds a password. A load
fills a scratch folder first: a broken archive leaves the present data as it was. One renaming
decides that the new data are taken; what a killed load has left to do after it, `finish` does.
"""

from __future__ import annotations

import errno
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
_CHUNK_BYTES = 1 << 17
_SCRATCH = "load-"
_DISK_FULL = "No space left on device"


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
            os.fsync(output.fileno())  # a copy that a power cut empties is none
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
    """Load an archive into a scratch home; InputError when the file isn't a whole archive."""
    write_configuration(scratch, 0, heap, "8m")
    try:
        with file.open("rb") as source:
            _admin(scratch, cache, heap, "load", "--from-stdin", source=source)
    except ServerError as error:
        if _DISK_FULL in error.message:
            raise OSError(errno.ENOSPC, _DISK_FULL) from error
        raise InputError(
            f"Файл {file} не загрузился: это не копия базы или она повреждена. Прежние данные "
            f"остались. {error.message}"
        ) from error


def scratch(home: Home) -> tempfile.TemporaryDirectory[str]:
    """A folder on the disk of `home`, removed when left, like those of loads that were killed."""
    for left in home.folder.glob(f"{_SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=home.folder)


def put(source: Home, home: Home) -> None:
    """Take the base of a scratch home in place of that of a stopped server."""
    source.data.rename(home.loaded)
    finish(home)


def finish(home: Home) -> None:
    """Move what was loaded to where the server looks for it; does nothing when nothing was."""
    for store in _STORES:
        new, target = home.loaded / store, home.data / store
        if not new.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            shutil.rmtree(target)
        new.rename(target)
    shutil.rmtree(home.loaded, ignore_errors=True)


def _private(path: Path) -> BinaryIO:
    """A new file that only its owner can read: an archive holds personal data."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", 0)


def _admin(
    home: Home,
    cache: Path,
    heap: str,
    *arguments: str,
    source: BinaryIO | int = subprocess.DEVNULL,
    output: BinaryIO | None = None,
) -> None:
    places = {"NEO4J_HOME": str(home.folder), "NEO4J_CONF": str(home.configuration)}
    verb, *options = arguments
    command = java.command(
        java.ADMIN_CLASS, "database", verb, *options, DATABASE, options=(f"-Xmx{heap}",)
    )
    code, errors = _run(command, java.environment(cache) | places, source, output)
    if code:
        raise ServerError(f"Neo4j не выполнил database {verb}: {_complaint(errors)}")


def _run(
    command: list[str], variables: dict[str, str], source: BinaryIO | int, output: BinaryIO | None
) -> tuple[int, str]:
    """Exit code and errors of a program.

    Its output goes through us: Neo4j's tool doesn't notice that a disk is full and would leave half
    an archive as if it were a whole one.
    """
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(  # noqa: S603 - our own command line
            command, env=variables, stdin=source, stdout=subprocess.PIPE, stderr=errors
        ) as process,
    ):
        try:
            _copy(process, output)
        except BaseException:
            process.kill()
            raise
        code = process.wait()
        errors.seek(0)
        return code, errors.read().decode(errors="replace")


def _copy(process: subprocess.Popen[bytes], output: BinaryIO | None) -> None:
    if process.stdout is None:
        raise RuntimeError("no pipe from the program")
    while chunk := process.stdout.read(_CHUNK_BYTES):
        if output:
            output.write(chunk)


def _complaint(errors: str) -> str:
    """What the tool says after its heading, each line once and without rulers."""
    lines = errors.rpartition("Command Failed")[2].splitlines()
    told = dict.fromkeys(line for line in lines if line.strip("- "))
    return "\n".join(list(told)[:_SHOWN_LINES])
