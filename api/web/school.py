"""Pages: the schools of a region, one school."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import viewer
from api.errors import MissingError
from api.system import system
from api.web.choice import PAGE_SIZE, Page, gap_choice, one_of, page_number
from api.web.page import render
from graph.session import Reader
from queries.gap.reads import count_gaps, facets, list_gaps
from queries.region.reads import get_region
from queries.rules import CATALOGUE
from queries.school.reads import ORDERS, get_school, list_schools, region_of


async def schools(request: Request) -> Response:
    """The schools of a region with their participants and gaps."""
    who = await viewer(request)
    sort = one_of(request.query_params.get("sort", ""), ORDERS, "gaps")
    number = page_number(request.query_params)

    async def read(reader: Reader) -> dict[str, Any]:
        found = await get_region(reader, who.actor, who.now, request.path_params["region"])
        if found is None:
            raise MissingError
        skip = (number - 1) * PAGE_SIZE
        rows = await list_schools(
            reader, who.actor, found.id, found.today, order=sort, skip=skip, limit=PAGE_SIZE
        )
        return {"region": found, "rows": rows, "page": Page(number, found.schools)}

    values = await system(request).graph.read(read)
    return render(request, "schools.html", values | {"who": who, "sort": sort})


async def school(request: Request) -> Response:
    """One school and its gaps."""
    who = await viewer(request)
    choice = gap_choice(request.query_params, CATALOGUE)
    identity = request.path_params["school"]

    async def read(reader: Reader) -> dict[str, Any]:
        own = await region_of(reader, who.actor, identity)
        found = own and await get_region(reader, who.actor, who.now, own)
        if not found:
            raise MissingError
        row = await get_school(reader, who.actor, found.id, identity, found.today)
        which = choice.filter(found.id, found.today, identity)
        return {
            "region": found,
            "school": row,
            "gaps": await list_gaps(
                reader, who.actor, which, order=choice.sort, skip=choice.skip, limit=PAGE_SIZE
            ),
            "page": Page(choice.page, await count_gaps(reader, who.actor, which)),
            "facets": await facets(reader, who.actor, which),
        }

    values = await system(request).graph.read(read)
    return render(request, "school.html", values | {"who": who, "choice": choice})


ROUTES = [
    Route("/regions/{region}/schools", schools),
    Route("/schools/{school:path}", school),
]
