"""What is told of a full disk and of a closed folder."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from graph.errors import ServerError
from graph.server import disk


def test_a_disk_that_fills_up_is_told_plainly(tmp_path: Path) -> None:
    with (
        pytest.raises(ServerError, match="Кончилось место"),
        disk.translated(tmp_path, disk.HOME),
        Path("/dev/full").open("wb", buffering=0) as full,
    ):
        full.write(b"x")


def test_a_program_without_rights_is_not_taken_for_the_folder(tmp_path: Path) -> None:
    refused = PermissionError(errno.EACCES, "Permission denied", "/opt/java")
    with (
        pytest.raises(ServerError, match=r"^Нет доступа к /opt/java: нет прав"),
        disk.translated(tmp_path, disk.HOME),
    ):
        raise refused
