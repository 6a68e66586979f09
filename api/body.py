"""Reading a request's body, never more of it than is served."""

from __future__ import annotations

from starlette.requests import Request

from api.errors import TooLargeError

MAX_BODY = 100_000


async def read_body(request: Request) -> bytes:
    """The body; TooLargeError as soon as it is over MAX_BODY, whatever its header says."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise TooLargeError(f"Запрос больше {MAX_BODY // 1000} КБ.")
    return body
