"""One message out by every channel that reaches the person, off the event loop, within a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import anyio
import anyio.to_thread

from delivery.channel import Addressee, Carrier, Channel
from delivery.message import Message

LONGEST_SECONDS: Final = 60.0
"""Less than what makes others think the sender dead (queries.alert.outbox.STUCK)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Names of channels that took a message; of those that didn't, each with a word why."""

    took: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def tried(self) -> bool:
        """Whether any channel reaches the person."""
        return bool(self.took or self.refused)


async def send(channels: Iterable[Channel], to: Addressee, message: Message) -> Outcome:
    """Send by all channels at once; what one of them can't do doesn't stop the others."""
    failures: dict[str, str] = {}

    async def by(channel: Channel) -> None:
        failures[channel.name] = await _send(channel.carrier(to, message.key), message)

    async with anyio.create_task_group() as group:
        for channel in channels:
            if channel.reaches(to):
                group.start_soon(by, channel)
    return Outcome(
        tuple(name for name, failure in sorted(failures.items()) if not failure),
        tuple(f"{name}: {failure}" for name, failure in sorted(failures.items()) if failure),
    )


async def _send(carrier: Carrier, message: Message) -> str:
    with anyio.move_on_after(LONGEST_SECONDS):
        return await anyio.to_thread.run_sync(carrier.send, message, abandon_on_cancel=True)
    return "нет ответа"
