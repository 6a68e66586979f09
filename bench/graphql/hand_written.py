"""The plain driver behind the smallest server: what an answer costs when nothing is in between.

`uvicorn --factory bench.graphql.hand_written:create_app`. With BENCH_SIGN_IN it first looks up who
asks, by the API's own check, as any server of this graph must.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import neo4j
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import viewer
from api.system import System
from bench.graphql.place import Place
from bench.graphql.statements import BY_NAME
from graph.session import connect
from graph.settings import Settings


async def answer(driver: neo4j.AsyncDriver, place: Place, name: str, variables: Any) -> bytes:
    """One question, as the driver's own documents advise to ask one."""
    rows = await driver.execute_query(
        BY_NAME[name],
        variables | place.scope(),
        routing_=neo4j.RoutingControl.READ,
        database_=place.database,
        result_transformer_=neo4j.AsyncResult.values,
    )
    return orjson.dumps({"data": rows})


async def endpoint(request: Request) -> Response:
    if request.app.state.checked:
        await viewer(request)
    asked = orjson.loads(await request.body())
    state = request.app.state
    body = await answer(state.driver, state.place, asked["query"], asked["variables"])
    return Response(body, media_type="application/json")


def create_app() -> Starlette:
    place = Place.of_environment()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with (
            place.driver() as driver,
            connect(place.uri, place.user, place.password, place.database) as graph,
        ):
            app.state.driver, app.state.place = driver, place
            app.state.checked = bool(os.environ.get("BENCH_SIGN_IN"))
            app.state.system = System(graph, Settings())
            yield

    return Starlette(routes=[Route("/graphql", endpoint, methods=["POST"])], lifespan=lifespan)
