"""Where sheets come in, and where their previews and templates go out as files."""

from __future__ import annotations

from starlette.routing import Route

from api.imports.download import give_rows
from api.imports.template import give_template
from api.imports.upload import take

ROUTES = [
    Route("/imports", take, methods=["POST"]),
    Route("/imports/template/{kind}.xlsx", give_template, methods=["GET"]),
    # A name of a sheet is part of an id, and may hold anything.
    Route("/imports/{batch:path}/rows.xlsx", give_rows, methods=["GET"]),
]
