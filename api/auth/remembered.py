"""Who was let in a moment ago, kept so that a request need not ask the graph who it is.

A sign-in that another process ends is refused here at the latest when its entry is too old; any
change made by this process forgets all. Secrets are kept as fingerprints only.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from api.auth.viewer import Viewer

MOST: Final = 10_000


@dataclass(slots=True)
class Remembered:
    """Viewers by their secret; `lasts` is how long one is taken at their word."""

    lasts: timedelta
    _kept: dict[bytes, tuple[datetime, Viewer]] = field(default_factory=dict)

    def find(self, secret: str, at: datetime) -> Viewer | None:
        """The viewer with this secret at the real moment `at`, or None if the graph must tell."""
        kept = self._kept.get(_key(secret))
        if kept is None or not timedelta(0) <= at - kept[0] < self.lasts:
            return None
        since, viewer = kept
        return replace(viewer, now=viewer.now + (at - since))

    def keep(self, secret: str, at: datetime, viewer: Viewer) -> None:
        """Remember who the graph has just let in."""
        if not self.lasts:
            return
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[_key(secret)] = (at, viewer)

    def forget(self) -> None:
        """Ask the graph again about everybody: something has been changed."""
        self._kept.clear()


def _key(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
