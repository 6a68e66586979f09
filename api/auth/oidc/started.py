"""What a browser keeps while its owner is at the provider: sealed, short-lived, only its own.

Encrypted and signed by a key that only this system has, in a cookie that no script reads. A state
that comes back without it, or with that of another browser, is refused.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry
from joserfc.jwk import OctKey

COOKIE = "orientir_oidc"
LASTS = timedelta(minutes=10)
_HEADER = {"alg": "dir", "enc": "A256GCM"}


@dataclass(frozen=True, slots=True)
class Started:
    """One way to the provider and back; `target` is the page to go on to."""

    state: str
    nonce: str
    verifier: str
    target: str
    ends: int

    @classmethod
    def new(cls, target: str, at: datetime) -> Started:
        """Three independent secrets of 256 bits or more."""
        state, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        ends = int((at + LASTS).timestamp())
        return cls(state, nonce, secrets.token_urlsafe(48), target, ends)

    def sealed(self, key: bytes) -> str:
        """The value of the cookie."""
        registry = JWERegistry(algorithms=list(_HEADER.values()))
        return jwt.encode(_HEADER, asdict(self), OctKey.import_key(key), registry=registry)

    def is_of(self, state: str) -> bool:
        """Whether a state that came back is this one's."""
        return hmac.compare_digest(self.state.encode(), state.encode())


def opened(sealed: str | None, key: bytes, at: datetime) -> Started | None:
    """What a cookie holds; None if it isn't ours, or has ended at the real moment `at`."""
    if not sealed:
        return None
    registry = JWERegistry(algorithms=list(_HEADER.values()))
    try:
        found = Started(**jwt.decode(sealed, OctKey.import_key(key), registry=registry).claims)
    except (JoseError, TypeError, ValueError):
        return None
    return found if at.timestamp() < found.ends else None
