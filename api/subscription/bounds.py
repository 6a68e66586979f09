"""How much a socket may, and how it is ended: numbers and codes as data, listed in docs/api.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers of one process; `ru` of each stands in the API's document."""

    sockets: int = field(default=1000, metadata={"ru": "соединений у одного процесса"})
    of_viewer: int = field(default=10, metadata={"ru": "соединений у одной записи"})
    operations: int = field(default=20, metadata={"ru": "операций сразу в одном соединении"})
    missed: int = field(
        default=1000, metadata={"ru": "пропущенных оповещений, которые вернёт `after`"}
    )
    behind: int = field(
        default=10_000, metadata={"ru": "оповещений, на которые клиент может отстать"}
    )
    opening_seconds: float = field(default=10, metadata={"ru": "секунд ждать connection_init"})
    check_seconds: float = field(
        default=20, metadata={"ru": "секунд между проверками входа и сообщениями ping"}
    )
    send_seconds: float = field(
        default=10, metadata={"ru": "секунд, за которые клиент должен принять сообщение"}
    )


class Close(IntEnum):
    """Why a socket is closed."""

    TOO_LARGE = 1009
    INTERNAL = 1011
    STOPPING = 1012
    TRY_AGAIN = 1013
    BAD_MESSAGE = 4400
    UNAUTHORIZED = 4401
    FORBIDDEN = 4403
    PROTOCOL = 4406
    NOT_OPENED = 4408
    SAME_ID = 4409
    SLOW = 4410
    TOO_MANY = 4429


TOLD: Final[dict[Close, str]] = {
    Close.TOO_LARGE: "сообщение больше 100 КБ",
    Close.INTERNAL: "внутренняя ошибка",
    Close.STOPPING: "сервер останавливается: откройте соединение заново с `after`",
    Close.TRY_AGAIN: "база не отвечает или соединений слишком много: вернитесь позже с `after`",
    Close.BAD_MESSAGE: "сообщение не по протоколу",
    Close.UNAUTHORIZED: "операция до connection_ack; вход или ключ закончился, роль изменилась",
    Close.FORBIDDEN: "connection_init без входа и без действующего ключа",
    Close.PROTOCOL: "подпротокол не graphql-transport-ws",
    Close.NOT_OPENED: "connection_init не пришёл вовремя",
    Close.SAME_ID: "операция с таким id уже идёт",
    Close.SLOW: "клиент не успевает принимать: вернитесь с `after`",
    Close.TOO_MANY: "у записи слишком много соединений, или connection_init пришёл второй раз",
}
"""What each code means, in Russian."""
