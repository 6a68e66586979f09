"""Pages: the regions by their gaps, one region."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.system import system
from api.web.choice import PAGE_SIZE, GapChoice, Page, gap_choice, one_of
from api.web.page import render
from graph.model.gap import GapState
from graph.session import Reader
from queries.gap.reads import GapFilter, count_gaps, facets, list_gaps
from queries.region.reads import ORDERS, RegionRow, get_region, list_regions
from queries.rules import CATALOGUE
from queries.school.reads import list_schools

TOP_SCHOOLS = 10
SOON = 10
LONGEST_SEARCH = 100


async def regions(request: Request) -> Response:
    """The regions in scope, those with the worst gaps first."""
    who = await viewer(request)
    search = request.query_params.get("q", "")[:LONGEST_SEARCH]
    sort = one_of(request.query_params.get("sort", ""), ORDERS, "gaps")
    rows = await system(request).graph.read(
        lambda reader: list_regions(reader, who.actor, who.now, search, sort)
    )
    scanned = [row.scanned_at for row in rows if row.scanned_at]
    values = {
        "who": who,
        "rows": rows,
        "q": search,
        "sort": sort,
        # The oldest: no number on the page is older than it says.
        "scanned_at": min(scanned) if scanned and len(scanned) == len(rows) else None,
    }
    return render(request, "regions.html", values)


async def region(request: Request) -> Response:
    """One region: its gaps as the address filters them, its schools with the most gaps."""
    who = await viewer(request)
    choice = gap_choice(request.query_params, CATALOGUE)

    async def read(reader: Reader) -> dict[str, Any]:
        found = await get_region(reader, who.actor, who.now, request.path_params["region"])
        if found is None:
            raise MissingError
        return await _numbers(reader, who, found, choice)

    values = await system(request).graph.read(read)
    return render(request, "region.html", values | {"who": who, "choice": choice})


async def _numbers(
    reader: Reader, who: Viewer, found: RegionRow, choice: GapChoice
) -> dict[str, Any]:
    which = choice.filter(found.id, found.today)
    total = await count_gaps(reader, who.actor, which)
    soon = GapFilter(found.id, found.today, state=GapState.UPCOMING)
    return {
        "region": found,
        "gaps": await list_gaps(
            reader, who.actor, which, order=choice.sort, skip=choice.skip, limit=PAGE_SIZE
        ),
        "page": Page(choice.page, total),
        "facets": await facets(reader, who.actor, which),
        "soon": await list_gaps(reader, who.actor, soon, order="due", limit=SOON),
        "soon_total": await count_gaps(reader, who.actor, soon),
        "schools": await list_schools(
            reader, who.actor, found.id, found.today, with_gaps=True, limit=TOP_SCHOOLS
        ),
    }


ROUTES = [Route("/regions", regions), Route("/regions/{region}", region)]
