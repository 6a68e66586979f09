"""Where reports go out as files."""

from __future__ import annotations

from starlette.routing import Route

from api.report_file.giving import give, give_version
from api.report_file.media import give_media

ROUTES = [
    Route("/reports/{form:int}.{format}", give, methods=["GET"]),
    Route("/reports/versions/{version}.{format}", give_version, methods=["GET"]),
    Route("/reports/12/media.zip", give_media, methods=["GET"]),
]
