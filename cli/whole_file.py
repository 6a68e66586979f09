"""A file that is there whole or not at all, whatever ends the program."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from graph.errors import InputError


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """What is written in the block is the file after it; a failure leaves the file as it was.

    Folders are made as needed. InputError if the place can't be written.
    """
    # The same name each time: what a killed program left is overwritten by the next.
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as out:
            try:
                yield out
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        part.replace(path)
    except OSError as error:
        place = os.fspath(path.parent)
        raise InputError(
            f"В папку {place} записать нельзя ({error.strerror}). Укажите другую: --out."
        ) from error
