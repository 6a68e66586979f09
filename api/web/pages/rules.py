"""Page «Правила»: the catalogue of gap rules, each with its clause, cases and advice."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import viewer
from api.web.asking import ask
from api.web.listing import downloads, sent_out, wanted
from api.web.page import render

COLUMNS = ("Правило", "Пункт", "Название", "Случай", "Тяжесть", "Что сделать", "Откуда срок")
_CASE = ("title", "severity", "advice", "dueSource")


async def rules(request: Request) -> Response:
    """All rules; as a file a line for each case."""
    who = await viewer(request)
    found = (await ask(request, who, "rules/page"))["rules"]
    if wanted(request):
        rows = [
            (*(rule[name] for name in ("id", "clause", "title")), *(case[name] for name in _CASE))
            for rule in found
            for case in rule["cases"]
        ]
        return await sent_out(request, who, "Правила пробелов", COLUMNS, rows, ascii_name="rules")
    values = {"who": who, "rules": found, "files": downloads(request)}
    return render(request, "pages/rules.html", values)


ROUTES = [Route("/rules", rules)]
