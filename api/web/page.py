"""Rendering: one environment, escaping always on, the same frame around every page."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.auth.viewer import let_in
from api.web import form, words
from api.web.sections import may, sections_of
from graph.model.gap import FORESEEN, GapState, Severity

TEMPLATES = Path(__file__).parent / "templates"
TOLD = "told"
"""In an address: the word of what was just done, said above the page."""


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "number": form.number,
        "day": form.day,
        "moment": form.moment,
        "segment": form.segment,
        "label": words.label_word,
        "as_day": form.as_day,
        "as_moment": form.as_moment,
    }
    made.globals |= {
        "words": words,
        "counted": form.counted,
        "plural": form.plural,
        "term": form.term,
        "zone_word": form.zone_word,
        "Severity": Severity,
        "GapState": GapState,
        "FORESEEN": FORESEEN,
        "sections": sections_of,
        "may": may,
    }
    return made


_ENVIRONMENT = _environment()


def render(
    request: Request,
    template: str,
    values: dict[str, Any],
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """A page; `who` (a Viewer) among the values puts the menu above it."""
    told = request.query_params.get(TOLD, "")
    frame = {"who": None, "path": request.url.path, "link": link, "told": told}
    text = _ENVIRONMENT.get_template(template).render(frame | values)
    return HTMLResponse(text, status)


def failure_page(request: Request, status: HTTPStatus, message: str) -> Response:
    """What a person sees instead of a page that can't be shown, with what to do next."""
    # Whoever was let in keeps the menu.
    values = {
        "who": let_in(request),
        "status": int(status),
        "message": message,
        "request_id": request.scope.get("state", {}).get("request_id", ""),
    }
    return render(request, "failure.html", values, status)


def link(path: str, **parameters: object) -> str:
    """An address with those parameters that say something."""
    given = {name: str(value) for name, value in parameters.items() if value not in ("", None, 0)}
    return f"{path}?{urlencode(given)}" if given else path
