"""Says in plain words when a disk is full or a folder can't be written."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import ServerError

RESERVE_BYTES = 50_000_000
"""Left free beside what is wanted: logs and other programs write to the same disk."""

CACHE = "задайте другую папку в ORIENTIR_CACHE"
HOME = "задайте другую папку в ORIENTIR_HOME"
"""What else to do about a folder than to make room in it or to open it."""

_FULL = (errno.ENOSPC, errno.EDQUOT)
_CLOSED = {
    errno.EACCES: "нет прав",
    errno.EPERM: "нет прав",
    errno.EROFS: "диск только для чтения",
    errno.ENOTDIR: "на месте папки лежит файл",
    errno.EEXIST: "на месте папки лежит файл",
}


def require(folder: Path, wanted_bytes: int, otherwise: str) -> None:
    """ServerError unless the disk of `folder` has room for so many bytes."""
    free = shutil.disk_usage(folder).free
    if free < wanted_bytes + RESERVE_BYTES:
        raise ServerError(
            f"Мало места на диске: в папке {folder} свободно {free / 1e6:.0f} МБ, "
            f"нужно {(wanted_bytes + RESERVE_BYTES) / 1e6:.0f} МБ. Освободите место "
            f"или {otherwise}."
        )


@contextmanager
def translated(folder: Path, otherwise: str) -> Iterator[None]:
    """Turn 'no space' and 'no access' under `folder` into a ServerError."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise ServerError(
                f"Кончилось место на диске папки {folder}. Освободите место или {otherwise} "
                "и повторите."
            ) from error
        if error.errno in _CLOSED:
            in_the_way = error.errno in (errno.ENOTDIR, errno.EEXIST)
            place = folder if in_the_way else error.filename or folder
            raise ServerError(
                f"Нет доступа к {place}: {_CLOSED[error.errno]}. "
                f"Дайте права пользователю, который запускает orientir, или {otherwise}."
            ) from error
        raise


def size_bytes(folder: Path) -> int:
    """Bytes taken by the files under a folder; files that vanish meanwhile count as nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.lstat().st_size
        except FileNotFoundError:
            continue
    return total
