"""One JSON line a request: which page, how it ended, how long it took.

Never the query string, a body, a login or a message of an error: any of them may be personal.
"""

from __future__ import annotations

import io
import logging
import sys
import time
import uuid
from contextlib import suppress
from typing import Any, Final, TextIO, cast

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = structlog.stdlib.get_logger("orientir.api")


class _Lines(io.TextIOBase):
    """The error stream, looked up at each line: what it is may change.

    On a full disk a line is lost, and not the answer that it tells of; there is nowhere to say so.
    """

    def write(self, text: str) -> int:
        with suppress(OSError):
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()


_LINES: Final = cast("TextIO", _Lines())


def configure(level: str) -> None:
    """Log JSON lines to the error stream from `level` on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
        ),
        logger_factory=lambda *_: structlog.PrintLogger(_LINES),
    )
    _mask_libraries()


def failure(error: BaseException) -> None:
    """Record an unexpected error: its type and place, not its message."""
    LOG.error("failure", **_kind(error))


class Masked(logging.Handler):
    """Lines of libraries without their words: there stand parameters, statements, addresses."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        LOG.log(record.levelno, "library", logger=record.name, **_kind(error))


class _WithoutTrace(logging.Filter):
    """The server's own line about an error that reached it, without the error's message."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info:
            kind = _kind(record.exc_info[1])
            record.msg, record.args = f"{kind['error']} {kind['where']}", ()
            record.exc_info = record.exc_text = None
        return True


_SERVER_FILTER = _WithoutTrace()


def _mask_libraries() -> None:
    """Once a process, however many applications it makes."""
    root = logging.getLogger()
    if not any(isinstance(handler, Masked) for handler in root.handlers):
        root.addHandler(Masked(logging.WARNING))
    logging.getLogger("uvicorn.error").addFilter(_SERVER_FILTER)


def _kind(error: BaseException | None) -> dict[str, str]:
    trace = error.__traceback__ if error else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    kind = {"error": type(error).__qualname__ if error else "", "where": where}
    # Neo4j's own name of what went wrong holds nothing of the statement.
    code = getattr(error, "code", None)
    return kind | ({"code": code} if isinstance(code, str) and code.startswith("Neo.") else {})


def request_id() -> str:
    """The number of the request that is being answered; "" outside of one."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


class RequestLog:
    """Gives every request a number, which the answer carries too, and logs its end."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = uuid.uuid4().hex[:16]
        scope.setdefault("state", {})["request_id"] = request_id
        seen: dict[str, Any] = {"status": 500}

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        begun = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, send_with_id)
            finally:
                _ended(scope, seen["status"], time.perf_counter() - begun)


def _ended(scope: Scope, status: int, seconds: float) -> None:
    route = scope.get("route")
    # The route's pattern, not the path: a path may hold anything that was typed.
    pattern = getattr(route, "path", "")
    LOG.info(
        "request",
        method=scope["method"],
        route=pattern,
        status=status,
        milliseconds=round(seconds * 1000, 1),
    )
