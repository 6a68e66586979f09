"""Real mail servers on this machine: one that takes letters, and ones that behave badly."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

SENDER = "orientir@example.org"


class Mailbox:
    """What the server has taken, in its order; `answers` are given first, one a letter."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: list[str] = []
        self.always = ""
        self.got = threading.Event()
        self.delay_seconds = 0.0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else self.always
        if answer:
            return answer
        letter = message_from_bytes(envelope.content, policy=default)
        letter["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.letters.append(letter)
        self.got.set()
        await asyncio.sleep(self.delay_seconds)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Letters to this address."""
        return [one for one in self.letters if one["X-Envelope-To"] == address]

    def ids(self) -> list[str]:
        """Message-IDs of all letters, without brackets and domain: the keys."""
        return [str(one["Message-ID"]).strip("<>").partition("@")[0] for one in self.letters]


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, str]]:
    """A mailbox and the Apprise address of its server, which takes {email}."""
    mailbox, port = Mailbox(), free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox, address(port)
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[tuple[threading.Event, str]]:
    """A server that lets in and never says anything; the event tells that somebody came."""
    came = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        held: list[socket.socket] = []

        def let_in() -> None:
            while True:
                try:
                    held.append(listening.accept()[0])
                except OSError:
                    return
                came.set()

        thread = threading.Thread(target=let_in, daemon=True)
        thread.start()
        try:
            yield came, address(listening.getsockname()[1])
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
            for one in held:
                one.close()


def address(port: int) -> str:
    """An Apprise address of a server on this machine; waits a second for answers."""
    return f"mailto://127.0.0.1:{port}?from={SENDER}&name=Orientir&to={{email}}&cto=1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    """One of the letter's two bodies."""
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())
