"""A client of the application in this process, signed in as one of the demo network's people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final

from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

SITE: Final = "http://orientir.bench"


@asynccontextmanager
async def signed_in(app: Starlette, login: str, password: str) -> AsyncIterator[AsyncClient]:
    """RuntimeError if this person is not let in."""
    async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as client:
        answer = await client.post("/sign-in", data={"login": login, "password": password})
        if answer.status_code != HTTPStatus.SEE_OTHER:
            raise RuntimeError(f"{login} is not let in: {answer.status_code}")
        yield client
