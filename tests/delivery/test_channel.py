"""Channels: what the settings say becomes ways to tell people, and no secret is told."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from apprise.plugins.telegram import NotifyTelegram
from pydantic import SecretStr

from delivery.channel import Channel, channels
from delivery.message import Message
from delivery.sending import Outcome, send
from delivery.testing import ByHand, send_test
from graph.errors import ConfigurationError, InputError
from graph.settings import Settings
from tests.delivery.mail import Mailbox, address, free_port, text_of

pytestmark = pytest.mark.anyio

KEY = "ab" * 32
MESSAGE = Message(KEY, "person:1", "Ориентир: тема", "Текст <b>\n", "<p>Текст</p>\n")
TO = ByHand("anna@example.org", "4242", "person:1")
SECRET = "пароль-канарейка"  # noqa: S105 - planted to be looked for


def of(text: str, file: Path | None = None) -> tuple[Channel, ...]:
    return channels(Settings(channels=SecretStr(text), channels_file=file))


def test_channels_stand_in_the_variable_and_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "channels"
    file.write_text("# комментарий\nпапка=file:///tmp/out\n\nhook=json://localhost/x\n", "utf-8")
    found = of("почта=mailto://localhost?from=a@example.org&to={email} бот=tgram://1:a/{telegram}"
               .replace("1:a", "123456789:abcdefg_hijklmnop"), file)  # fmt: skip
    assert [one.name for one in found] == ["почта", "бот", "папка", "hook"]
    assert of("") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"mailto://u:{SECRET}@localhost", "имя=адрес"),
        (f"почта=mailto://u:{SECRET}@", "«почта»: адрес не подходит"),
        (f"что=нет://{SECRET}", "«что»: адрес не подходит"),
        (f"почта=json://u:{SECRET}@localhost/{{phone}}", "«почта»: неизвестная подстановка"),
        (f"a=json://u:{SECRET}@localhost a=json://localhost", "повторяются"),
        ("папка=file://relative", "«папка»: адрес не подходит"),
    ],
)
def test_what_is_no_channel_is_told_without_its_address(
    text: str, told: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ConfigurationError, match=told) as refused:
        of(text)
    for shown in (str(refused.value), caplog.text, *capfd.readouterr()):
        assert SECRET not in shown


def test_an_address_is_never_shown(tmp_path: Path) -> None:
    (one,) = of(f"почта=json://u:{SECRET}@localhost")
    assert repr(one) == "Channel('почта')"
    assert SECRET not in repr(Settings(channels=SecretStr(f"a=json://{SECRET}")))
    with pytest.raises(ConfigurationError, match=r"absent не читается: No such file"):
        of("", tmp_path / "absent")


async def test_mail_goes_to_the_person_with_a_lasting_id(mail: Channel, mailbox: Mailbox) -> None:
    assert await send((mail,), TO, MESSAGE) == Outcome(took=("почта",))
    (letter,) = mailbox.to("anna@example.org")
    assert letter["Subject"] == "Ориентир: тема"
    assert letter.get_all("Message-ID") == [f"<{KEY}@example.org>"]
    assert letter["From"] == "Orientir <orientir@example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert (text_of(letter), text_of(letter, "html")) == ("Текст <b>\r\n", "<p>Текст</p>\r\n")


@pytest.mark.parametrize("bad", ["a@example.org\r\nBcc: b@example.org", "a@example.org,b@x.org"])
async def test_an_address_adds_no_header_and_no_name(
    mail: Channel, mailbox: Mailbox, bad: str
) -> None:
    await send((mail,), ByHand(bad, ""), MESSAGE)
    for letter in mailbox.letters:
        assert letter["Bcc"] is None


async def test_a_folder_gets_one_file_a_message(tmp_path: Path) -> None:
    folder = tmp_path / "почта исходящая"
    channel = Channel("папка", folder.as_uri())
    for _ in range(2):
        assert await send((channel,), TO, MESSAGE) == Outcome(took=("папка",))
    (file,) = folder.iterdir()
    assert file.name == f"{KEY}.eml"
    assert file.stat().st_mode & 0o077 == 0
    letter = message_from_bytes(file.read_bytes(), policy=default)
    assert letter["Subject"] == "Ориентир: тема"
    assert letter["X-Orientir-Person"] == "person:1"
    assert "anna" not in file.read_text("utf-8")


async def test_a_folder_that_can_t_be_written_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    channel = Channel("папка", (tmp_path / "file" / "out").as_uri())
    assert await send((channel,), TO, MESSAGE) == Outcome(refused=("папка: не записать",))


async def test_a_webhook_gets_json_with_what_its_address_asks_for() -> None:
    with web_server() as (asked, port):
        url = f"json://127.0.0.1:{port}/hook?:key={{message}}&:person={{person}}"
        assert await send((Channel("хук", url),), TO, MESSAGE) == Outcome(took=("хук",))
    ((path, body),) = asked
    assert path == "/hook"
    assert (body["title"], body["message"]) == (MESSAGE.subject, MESSAGE.text.strip())
    assert (body["key"], body["person"]) == (KEY, "person:1")


async def test_telegram_goes_to_the_person_s_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    with web_server() as (asked, port):
        monkeypatch.setattr(NotifyTelegram, "notify_url", f"http://127.0.0.1:{port}/bot")
        channel = Channel("бот", "tgram://123456789:abcdefg_hijklmnop/{telegram}")
        assert await send((channel,), TO, MESSAGE) == Outcome(took=("бот",))
    ((path, body),) = asked
    assert path == "/bot123456789:abcdefg_hijklmnop/sendMessage"
    assert str(body["chat_id"]) == "4242"
    assert "Ориентир: тема" in body["text"]
    assert "Текст &lt;b&gt;" in body["text"]


async def test_one_channel_that_fails_does_not_stop_another(
    mail: Channel, mailbox: Mailbox
) -> None:
    dead = Channel("запасная", address(free_port()))
    outcome = await send((dead, mail), TO, MESSAGE)
    assert outcome == Outcome(took=("почта",), refused=("запасная: нет связи",))
    assert len(mailbox.letters) == 1


async def test_a_channel_that_asks_for_what_a_person_lacks_is_left_out(
    mail: Channel, mailbox: Mailbox
) -> None:
    outcome = await send((mail,), ByHand("", "4242"), MESSAGE)
    assert (outcome, outcome.tried, mailbox.letters) == (Outcome(), False, [])


async def test_a_test_message_says_whether_the_channel_works(
    mail: Channel, mailbox: Mailbox
) -> None:
    assert await send_test(mail, "anna@example.org", "") == ""
    assert mailbox.letters[0]["Subject"] == "Ориентир: проверка канала"
    mailbox.always = "550 no"
    assert await send_test(mail, "anna@example.org", "") == "550"
    with pytest.raises(InputError, match="нужен адрес: --email"):
        await send_test(mail, "", "")


@contextmanager
def web_server() -> Iterator[tuple[list[tuple[str, dict[str, Any]]], int]]:
    """A server that takes everything: paths and JSON bodies, its port."""
    asked: list[tuple[str, dict[str, Any]]] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.path, body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"ok": true}')

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    with HTTPServer(("127.0.0.1", 0), Taking) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield asked, server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
