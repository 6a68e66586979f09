"""Every other way to tell people: the services of Apprise, Telegram and webhooks among them."""

from __future__ import annotations

from dataclasses import dataclass

from apprise import Apprise, NotifyBase, NotifyFormat
from apprise.common import OverflowMode

from delivery.message import Message


@dataclass(frozen=True, slots=True)
class Service:
    """One address of a service; a message too long for it goes in parts."""

    plugin: NotifyBase

    def send(self, message: Message) -> str:
        """A word if the service didn't take the message: Apprise doesn't tell why."""
        self.plugin.overflow_mode = OverflowMode.SPLIT
        sender = Apprise()
        sender.add(self.plugin)
        taken = sender.notify(
            body=message.text, title=message.subject, body_format=NotifyFormat.TEXT
        )
        return "" if taken else "не принято"
