"""A message as it is sent: a subject, text and HTML that say the same, a key to know it by."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from delivery.layout import Sheet

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one person (an id); sent again, it has the same key."""

    key: str
    person: str
    subject: str
    text: str
    html: str

    def letter(self, sender: str, domain: str) -> EmailMessage:
        """The message as e-mail, without whom it is to."""
        made = EmailMessage(policy=SMTP)
        made["Subject"] = self.subject
        made["From"] = sender
        made["Message-ID"] = f"<{self.key}@{domain}>"
        # Nobody's holiday answer is wanted. Source: RFC 3834.
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(self.text)
        made.add_alternative(self.html, subtype="html")
        return made


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def written(sheet: Sheet, key: str, person: str) -> Message:
    """The sheet as a message."""
    values = {"sheet": sheet, "key": key[:12]}
    text, html = (
        _ENVIRONMENT.get_template(f"message.{kind}").render(values) for kind in ("txt", "html")
    )
    return Message(key, person, sheet.subject, text, html)
