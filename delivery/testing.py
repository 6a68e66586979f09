"""A message that tells nothing: whether a channel works."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from delivery.channel import Channel
from delivery.message import Message
from delivery.sending import send
from graph.errors import InputError

TEXT = "Канал оповещений работает. Отвечать не нужно.\n"


@dataclass(frozen=True, slots=True)
class ByHand:
    """Whom a test goes to: an address given by hand."""

    email: str
    telegram: str
    id: str = "test"


async def send_test(channel: Channel, email: str, telegram: str) -> str:
    """Send it; "" if the channel took it, else a word why not. InputError without an address."""
    to = ByHand(email, telegram)
    if not channel.reaches(to):
        lacking = ", ".join(
            f"--{place}" for place in sorted(channel.places & {"email", "telegram"})
        )
        raise InputError(f"Каналу «{channel.name}» нужен адрес: {lacking}.")
    html = f'<!doctype html>\n<html lang="ru"><meta charset="utf-8"><p>{TEXT}</p></html>\n'
    message = Message(secrets.token_hex(32), to.id, "Ориентир: проверка канала", TEXT, html)
    outcome = await send((channel,), to, message)
    return "".join(outcome.refused).removeprefix(f"{channel.name}: ")
