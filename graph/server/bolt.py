"""Just enough of Neo4j's Bolt protocol to know that a server answers: sign in, RETURN 1.

Must not grow into a driver: questions to the graph go through graph.session.
Source: Neo4j Bolt Protocol 5.4 (handshake, HELLO, LOGON, RUN, PULL) and PackStream 1.
"""

from __future__ import annotations

import socket
import struct

_HANDSHAKE = bytes.fromhex("6060b017 00000405 00000000 00000000 00000000")
_HELLO, _LOGON, _RUN, _PULL = 0x01, 0x6A, 0x10, 0x3F
_SUCCESS, _RECORD = 0x70, 0x71
TIMEOUT_SECONDS = 10.0
_AGENT = "orientir/1"


def answers(port: int, user: str, password: str, query: str = "RETURN 1") -> bool:
    """Whether the server at 127.0.0.1 signs this user in and runs a query; False if not yet."""
    try:
        with socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS) as connection:
            return _converse(connection, user, password, query)
    except OSError:
        return False  # not listening yet, or closed while starting: both mean 'ask again'


def _converse(connection: socket.socket, user: str, password: str, query: str) -> bool:
    connection.sendall(_HANDSHAKE)
    if _receive(connection, 4) != _HANDSHAKE[4:8]:
        return False
    token: dict[str, object] = {"scheme": "basic", "principal": user, "credentials": password}
    messages: list[tuple[int, tuple[object, ...]]] = [
        (_HELLO, ({"user_agent": _AGENT, "bolt_agent": {"product": _AGENT}},)),
        (_LOGON, (token,)),
        (_RUN, (query, {}, {})),
        (_PULL, ({"n": -1},)),
    ]
    return all(_ask(connection, tag, fields) for tag, fields in messages)


def _ask(connection: socket.socket, tag: int, fields: tuple[object, ...]) -> bool:
    """Send one message; whether it ended in SUCCESS."""
    body = bytes([0xB0 + len(fields), tag]) + b"".join(_pack(field) for field in fields)
    connection.sendall(struct.pack(">H", len(body)) + body + b"\0\0")
    while (answer := _message(connection)) == _RECORD:
        continue
    return answer == _SUCCESS


def _message(connection: socket.socket) -> int:
    """The tag of the next message; its content is read and dropped."""
    body = b""
    while True:
        size = struct.unpack(">H", _receive(connection, 2))[0]
        if not size and body:
            return body[1]
        body += _receive(connection, size)


def _receive(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        chunk = connection.recv(size - len(data))
        if not chunk:
            raise ConnectionError("closed")
        data += chunk
    return data


def _pack(value: object) -> bytes:
    match value:
        case str():
            data = value.encode()
            return b"\xd1" + struct.pack(">H", len(data)) + data
        case int():
            return b"\xcb" + struct.pack(">q", value)
        case dict():
            pairs = b"".join(_pack(key) + _pack(item) for key, item in value.items())
            return b"\xd8" + bytes([len(value)]) + pairs
    raise TypeError(f"no PackStream form here for {type(value).__name__}")
