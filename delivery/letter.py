"""E-mail by SMTP: an Apprise address says by which server and how, the letter is ours.

Apprise gives each letter a Message-ID of chance, and a header of that name would be a second one;
one that is sent again must be known by the first. So it is written and handed over here.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.utils import formataddr

from apprise.plugins.email.base import NotifyEmail
from apprise.plugins.email.common import SecureMailMode

from delivery.message import Message


@dataclass(frozen=True, slots=True)
class Letter:
    """Mail to `targets` over a server; `mode` is one of Apprise's, `timeout` in seconds."""

    host: str
    port: int
    mode: str
    verify: bool
    user: str
    password: str
    name: str
    address: str
    targets: tuple[str, ...]
    timeout: float

    @classmethod
    def of(cls, parsed: NotifyEmail) -> Letter:
        """What Apprise understood of an address."""
        name, address = parsed.from_addr
        return cls(
            str(parsed.smtp_host),
            int(parsed.port or 0),
            str(parsed.secure_mode),
            bool(parsed.verify_certificate),
            str(parsed.user or ""),
            str(parsed.password or ""),
            str(name or ""),
            str(address),
            tuple(to for _, to in parsed.targets),
            float(parsed.socket_connect_timeout),
        )

    def send(self, message: Message) -> str:
        """Hand the letter over; the server's code or a word if it wasn't taken, "" if it was."""
        try:
            self._hand_over(message)
        except smtplib.SMTPRecipientsRefused as error:
            return str(min(code for code, _ in error.recipients.values()))
        except smtplib.SMTPResponseException as error:
            return str(error.smtp_code)
        except (TimeoutError, smtplib.SMTPServerDisconnected):
            return "нет ответа"
        except (OSError, smtplib.SMTPException):
            return "нет связи"
        return ""

    def _hand_over(self, message: Message) -> None:
        domain = self.address.rpartition("@")[2]
        letter = message.letter(formataddr((self.name, self.address)), domain)
        letter["To"] = ", ".join(self.targets)
        with self._connected(domain) as server:
            if self.user and self.password:
                server.login(self.user, self.password)
            server.send_message(letter, self.address, self.targets)

    def _connected(self, domain: str) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self.mode == SecureMailMode.SSL:
            return smtplib.SMTP_SSL(
                self.host, self.port, domain, timeout=self.timeout, context=context
            )
        server = smtplib.SMTP(self.host, self.port, domain, timeout=self.timeout)
        if self.mode == SecureMailMode.STARTTLS:
            server.starttls(context=context)
        return server
