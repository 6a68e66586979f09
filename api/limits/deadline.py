"""No request lasts longer than it may, and no transaction longer than its request."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from graph.around import deadline, each_within

# A file comes and goes as slowly as the line does, and a country is read region by region: there
# each transaction has its own time.
SLOW = ("/media", "/reports/", "/imports")


class Deadline:
    """Middleware that stops what takes longer than `seconds`, with its transactions."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self.app = app
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http" and not scope["path"].startswith(SLOW):
            async with deadline(self.seconds):
                await self.app(scope, receive, send)
        else:
            with each_within(self.seconds):
                await self.app(scope, receive, send)
