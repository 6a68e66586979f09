"""The child process that parses: started for a file, killed with its whole group when it is done.

It gets no environment, no file but its three pipes, and bounds that it sets on itself before the
first byte of the file (`fence`). However it dies, the file is refused with a reason.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from types import TracebackType
from typing import IO, Self

from imports.reading.fence import OUT_OF_MEMORY
from imports.reading.limits import Limits
from imports.reading.refusal import Refusal, RefusedFileError
from imports.reading.wire import Message, packed, unpacked

_PROGRAM = (sys.executable, "-I", "-B", "-X", "utf8", "-m", "imports.reading.child")

# How a child ends itself when it has no memory left (`fence.OUT_OF_MEMORY`), how Rust does, how the
# kernel does it to a child.
_OUT_OF_MEMORY = frozenset({OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL})
_OUT_OF_TIME = frozenset({-signal.SIGXCPU})


class Child:
    """One child; `ask` hands it a file, `answer` waits for what it tells of it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._waited = 0.0
        # nothing of the command line is a person's
        self._process = subprocess.Popen(  # noqa: S603
            _PROGRAM,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            close_fds=True,
            start_new_session=True,
            bufsize=0,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The id of the process, which is the id of its group too."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """May it be given another file?"""
        return self._process.poll() is None

    def ask(self, request: Message, pieces: Iterable[bytes]) -> None:
        """Sends the request, its limits and the file's bytes; `answer` tells of a dead child."""
        self._waited = 0.0
        try:
            _pipe(self._process.stdin).write(packed(request | {"limits": asdict(self.limits)}))
            for piece in pieces:
                _written(_pipe(self._process.stdin), piece)
        except BrokenPipeError:
            pass

    def answer(self) -> Message:
        """The next message of the child. RefusedFileError if it refuses, dies or takes too long."""
        try:
            message = unpacked(self._taken)
        except ValueError:
            message = None
        if message is None:
            raise self._failure()
        if "refused" in message:
            raise _refusal(message)
        return message

    def close(self) -> None:
        """Kills the child and whatever it started; does nothing to one that is gone."""
        if self._process.poll() is None:
            self._kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            _pipe(pipe).close()

    def _kill(self) -> None:
        # not waited for yet, so the id is still its own
        os.killpg(self._process.pid, signal.SIGKILL)

    def _taken(self, size: int) -> bytes:
        """Exactly `size` bytes, or as many as come before the pipe ends."""
        taken = bytearray()
        while len(taken) < size:
            self._wait()
            piece = _pipe(self._process.stdout).read(min(size - len(taken), 1024 * 1024))
            if not piece:
                break
            taken += piece
        return bytes(taken)

    def _wait(self) -> None:
        # Only waiting counts: whoever takes the rows may be slow.
        begun = time.monotonic()
        ready = select.poll()
        ready.register(_pipe(self._process.stdout), select.POLLIN)
        left = max(0.0, self.limits.wall - self._waited)
        if not ready.poll(left * 1000):
            self._kill()
            raise _out_of_time()
        self._waited += time.monotonic() - begun

    def _failure(self) -> RefusedFileError:
        """Why the child tells nothing more: out of memory, out of time, or anything else."""
        try:
            ended = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._kill()
            ended = None
        if ended in _OUT_OF_MEMORY:
            return _out_of_memory()
        return _out_of_time() if ended in _OUT_OF_TIME else damaged()


def damaged() -> RefusedFileError:
    """What is told of a file whose parser gave up."""
    return RefusedFileError(
        Refusal.DAMAGED,
        "повреждён и не читается. Откройте его в Excel и сохраните заново как книгу xlsx.",
    )


def _refusal(message: Message) -> RefusedFileError:
    try:
        return RefusedFileError(Refusal(message["refused"]), str(message["message"]))
    except (KeyError, ValueError):
        return damaged()


def _out_of_memory() -> RefusedFileError:
    return RefusedFileError(
        Refusal.MEMORY,
        "занимает слишком много памяти. Проверьте, нет ли данных далеко справа или внизу листа, "
        "или разделите файл на части.",
    )


def _out_of_time() -> RefusedFileError:
    return RefusedFileError(
        Refusal.TIME, "читается слишком долго. Разделите файл на части, каждую с заголовками."
    )


def _written(pipe: IO[bytes], piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[pipe.write(rest) :]


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:  # Popen was given pipes
        raise RuntimeError("the child has no pipe")
    return pipe
