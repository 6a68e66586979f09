"""Where files come in and go out."""

from __future__ import annotations

from starlette.routing import Route

from api.media.download import give
from api.media.upload import take

ROUTES = [
    Route("/media", take, methods=["POST"]),
    Route("/media/{media}", give, methods=["GET"]),
]
