"""Channels: named Apprise addresses of the settings, with places for whom and what is told.

An address holds passwords and, filled in, somebody's e-mail: it is never logged nor told in errors.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import quote

from apprise import Apprise, AppriseAsset
from apprise.plugins.email.base import NotifyEmail

from delivery import folder
from delivery.folder import Folder
from delivery.letter import Letter
from delivery.message import Message
from delivery.service import Service
from graph.errors import ConfigurationError
from graph.settings import Settings

PLACES: Final = ("email", "telegram", "person", "message")
_PLACE: Final = re.compile(r"\{(\w*)\}")
_NAME: Final = re.compile(r"[\w-]+")

# Apprise tells everything it does, addresses too; what came of a message is told by the outbox.
logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)

# Memory only: nothing of anybody is left in Apprise's own files.
_ASSET: Final = AppriseAsset(app_id="Orientir", async_mode=False, storage_mode="memory")


class Addressee(Protocol):
    """Whom a message is to; an empty address is none."""

    @property
    def id(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def telegram(self) -> str: ...


class Carrier(Protocol):
    """What takes messages to one person; may wait long for an answer."""

    def send(self, message: Message) -> str:
        """Send it; "" if it was taken, else a word why not, without an address."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to tell people; `url` is secret."""

    name: str
    url: str

    def __repr__(self) -> str:
        return f"Channel({self.name!r})"

    @property
    def places(self) -> frozenset[str]:
        """What of `PLACES` its address asks for."""
        return frozenset(_PLACE.findall(self.url))

    def reaches(self, to: Addressee) -> bool:
        """Whether the person has what the address asks for."""
        return all(_filling(to, "-")[place] for place in self.places)

    def carrier(self, to: Addressee, key: str) -> Carrier:
        """What takes the message of this key to this person. ConfigurationError if nothing can."""
        filling = _filling(to, key)
        made = _carrier(_PLACE.sub(lambda found: quote(filling[found[1]], safe=""), self.url))
        if made is None:
            raise ConfigurationError(
                f"Канал «{self.name}»: адрес не подходит. Вид адресов — в docs/alerts.md."
            )
        return made


@dataclass(frozen=True, slots=True)
class _Nobody:
    id: str = "person"
    email: str = "nobody@example.invalid"
    telegram: str = "1"


def channels(settings: Settings) -> tuple[Channel, ...]:
    """The channels of ORIENTIR_CHANNELS and of the file named by ORIENTIR_CHANNELS_FILE.

    ConfigurationError, without any address, for what can't be a channel.
    """
    text = settings.channels.get_secret_value() if settings.channels else ""
    if settings.channels_file is not None:
        try:
            text += "\n" + settings.channels_file.read_text(encoding="utf-8")
        except OSError as error:
            raise ConfigurationError(
                f"Файл каналов {settings.channels_file} не читается: {error.strerror}."
            ) from error
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    made = [_channel(part) for part in " ".join(lines).split()]
    names = [one.name for one in made]
    if len(set(names)) < len(names):
        raise ConfigurationError("Имена каналов повторяются: у каждого канала имя своё.")
    return tuple(made)


def _channel(part: str) -> Channel:
    name, equals, url = part.partition("=")
    if not equals or not _NAME.fullmatch(name) or "://" not in url:
        raise ConfigurationError(
            "Каналы записаны не так: нужно «имя=адрес», несколько — через пробел или с новой "
            "строки. Примеры — в docs/alerts.md."
        )
    made = Channel(name, url)
    unknown = sorted(made.places - set(PLACES))
    if unknown:
        places = ", ".join(f"{{{place}}}" for place in PLACES)
        raise ConfigurationError(f"Канал «{name}»: неизвестная подстановка. Есть: {places}.")
    made.carrier(_Nobody(), "0" * 64)
    return made


def _filling(to: Addressee, key: str) -> Mapping[str, str]:
    return {"email": to.email, "telegram": to.telegram, "person": to.id, "message": key}


def _carrier(url: str) -> Carrier | None:
    if url.partition("://")[0].lower() in folder.SCHEMES:
        try:
            return Folder.of(url)
        except ValueError:
            return None
    made = Apprise.instantiate(url, asset=_ASSET)
    if isinstance(made, NotifyEmail):
        return Letter.of(made)
    return Service(made) if made is not None else None
