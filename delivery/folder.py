"""Messages as files in a folder, for whoever takes them on from there: Apprise has no such channel.

`file:///var/spool/orientir` gets one letter (.eml) a message, named by its key: what is sent again
replaces itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from delivery.message import Message

SCHEMES = ("file",)
SENDER = "Ориентир <orientir@localhost>"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that messages are put into; made if it isn't there."""

    path: Path

    @classmethod
    def of(cls, url: str) -> Folder:
        """ValueError unless the address is an absolute path."""
        parts = urlsplit(url)
        if parts.netloc or not parts.path.startswith("/"):
            raise ValueError("not an absolute path")
        return cls(Path(unquote(parts.path)))

    def send(self, message: Message) -> str:
        """Write the file whole or not at all; a word if that can't be done."""
        letter = message.letter(SENDER, "localhost")
        letter["X-Orientir-Person"] = message.person
        made = self.path / f"{message.key}.eml"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            part = made.with_suffix(".part")
            part.touch(mode=0o600)
            part.write_bytes(letter.as_bytes())
            part.replace(made)
        except OSError:
            return "не записать"
        return ""
