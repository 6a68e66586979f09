"""Passwords: argon2id fingerprints, computed off the event loop, a few at once.

Must not read or write the graph.
"""

from __future__ import annotations

import os
from functools import cache

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# One check takes 64 MiB and four threads, a quarter of a second of one core in all. More at once
# takes the cores from those who are signed in already: two hundred at once did (bench/soak.py).
AT_ONCE = max(1, (os.cpu_count() or 1) // 4)

_HASHER = PasswordHasher()
# One limiter an event loop: anyio's primitives can't be shared between loops.
_LIMITER: RunVar[CapacityLimiter] = RunVar("argon2 limiter")


async def fingerprint(password: str) -> str:
    """The argon2id fingerprint to store."""
    return await to_thread.run_sync(_HASHER.hash, password, limiter=_limiter())


async def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Without a hash: False, after the same time."""
    return await to_thread.run_sync(_matches, password_hash, password, limiter=_limiter())


def _matches(password_hash: str | None, password: str) -> bool:
    try:
        verified = _HASHER.verify(password_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(verified) and password_hash is not None


@cache
def _nobody() -> str:
    """A fingerprint that an unknown login is checked against, so that it takes as long."""
    return _HASHER.hash("nobody")


def _limiter() -> CapacityLimiter:
    limiter = _LIMITER.get(None)
    if limiter is None:
        limiter = CapacityLimiter(AT_ONCE)
        _LIMITER.set(limiter)
    return limiter
