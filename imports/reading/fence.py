"""The bounds a child sets on itself, before it has seen a byte of a file.

Whatever a file makes a parser do, it can't take more than these, write a file, start a program or
outlive its parent.
"""

import fcntl
import os
import resource
import signal

from imports.reading.limits import Limits

# The exit code of a child that has no memory left to say so.
OUT_OF_MEMORY = 77

_NOTHING = ("RLIMIT_FSIZE", "RLIMIT_CORE", "RLIMIT_NPROC")
_PIPES = 3


def enclose(limits: Limits) -> None:
    """Bounds this process for one file; a second file may be given the same or less."""
    for name in _NOTHING:
        _bound(getattr(resource, name), 0)
    # no new file: the three pipes are open already
    _bound(resource.RLIMIT_NOFILE, _PIPES)
    _bound(resource.RLIMIT_AS, limits.memory)
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + limits.cpu
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def die_with(pipe: int) -> None:
    """From now on the parent's end of `pipe` closing kills this process, whatever it is doing.

    The kernel does it: a thread that watches the pipe would wait for the parser to let it run.
    """
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)


def live_without(pipe: int) -> None:
    """Takes `die_with` back, so that the parent may send another file."""
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) & ~os.O_ASYNC)


def _bound(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (least, hard if what == resource.RLIMIT_AS else least))
