"""Strawberry as its documents teach it: a resolver a field, loaders that ask for many at once.

`uvicorn --factory bench.graphql.per_field:create_app`. Parsed and checked documents are cached.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, LiteralString

import neo4j
import orjson
import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.http import GraphQLHTTPResponse

from bench.graphql.place import Place

SCHOOL: LiteralString = """
MATCH (s:School {id: $id}) WHERE $scope_all OR s.region IN $scope_regions
RETURN s {.id, .name, .kind, .ownership} AS row
"""

SCHOOLS: LiteralString = """
MATCH (s:School {region: $region}) WHERE $scope_all OR s.region IN $scope_regions
RETURN s {.id, .name, .kind, .ownership} AS row ORDER BY s.name, s.id LIMIT $first
"""

MUNICIPALITIES: LiteralString = """
UNWIND $keys AS key
MATCH (:School {id: key})-[:LOCATED_IN]->(n:Municipality)
WHERE $scope_all OR n.region IN $scope_regions
RETURN key, n {.id, .name} AS row
"""

REGIONS: LiteralString = """
UNWIND $keys AS key
MATCH (:Municipality {id: key})-[:IN_REGION]->(n:Region)
WHERE $scope_all OR n.region IN $scope_regions
RETURN key, n {.id, .name} AS row
"""

STUDENTS: LiteralString = """
UNWIND $keys AS key
CALL (key) {
  MATCH (:School {id: key})<-[of:STUDIES_AT]-(c:Student)
  WHERE of.to IS NULL AND ($scope_all OR c.region IN $scope_regions)
  WITH c ORDER BY c.id LIMIT $first
  RETURN collect(c {.id, .grade, .grade_letter}) AS row
}
RETURN key, row
"""

GAPS: LiteralString = """
MATCH (g:Gap {region: $region, state: 'open'}) WHERE $scope_all OR g.region IN $scope_regions
RETURN g {.id, .rule, .severity, .count, due_on: toString(g.due_on)} AS row
ORDER BY g.due_on, g.id LIMIT $first
"""

UNITS: LiteralString = """
UNWIND $keys AS key
MATCH (:Gap {id: key})-[:AT]->(n)
RETURN key, {id: n.id, kind: labels(n)[0]} AS row
"""

GRADES: LiteralString = """
MATCH (c:Student {region: $region}) WHERE $scope_all OR c.region IN $scope_regions
WITH c.grade AS grade, count(*) AS count
RETURN {grade: grade, count: count} AS row ORDER BY grade
"""


@dataclass
class Context:
    """One request: how to ask, and its loaders."""

    ask: Callable[..., Awaitable[list[Any]]]
    loaders: dict[Any, DataLoader[str, Any]]

    def loader(self, cypher: LiteralString, **more: Any) -> DataLoader[str, Any]:
        """The loader of this statement with these parameters."""
        name = (cypher, *more.items())
        if name not in self.loaders:

            async def many(keys: list[str]) -> list[Any]:
                rows = await self.ask(cypher, keys=keys, **more)
                found = {row["key"]: row["row"] for row in rows}
                return [found.get(key) for key in keys]

            self.loaders[name] = DataLoader(load_fn=many)
        return self.loaders[name]


Info = strawberry.Info[Context, None]


@strawberry.type
class Region:
    id: strawberry.ID
    name: str


@strawberry.type
class Municipality:
    id: strawberry.ID
    name: str

    @strawberry.field
    async def region(self, info: Info) -> Region:
        return Region(**await info.context.loader(REGIONS).load(self.id))


@strawberry.type
class Student:
    id: strawberry.ID
    grade: int | None
    grade_letter: str | None


@strawberry.type
class School:
    id: strawberry.ID
    name: str
    kind: str | None
    ownership: str | None

    @strawberry.field
    async def municipality(self, info: Info) -> Municipality:
        return Municipality(**await info.context.loader(MUNICIPALITIES).load(self.id))

    @strawberry.field
    async def students(self, info: Info, first: int = 20) -> list[Student]:
        rows = await info.context.loader(STUDENTS, first=first).load(self.id)
        return [Student(**row) for row in rows]


@strawberry.type
class Unit:
    id: strawberry.ID
    kind: str


@strawberry.type
class Gap:
    id: strawberry.ID
    rule: str
    severity: str
    count: int
    due_on: str | None

    @strawberry.field
    async def at(self, info: Info) -> Unit:
        return Unit(**await info.context.loader(UNITS).load(self.id))


@strawberry.type
class Grade:
    grade: int | None
    count: int


@strawberry.type
class Query:
    @strawberry.field
    async def school(self, info: Info, id: strawberry.ID) -> School | None:
        rows = await info.context.ask(SCHOOL, id=id)
        return School(**rows[0]["row"]) if rows else None

    @strawberry.field
    async def schools(self, info: Info, region: strawberry.ID, first: int = 50) -> list[School]:
        rows = await info.context.ask(SCHOOLS, region=region, first=first)
        return [School(**row["row"]) for row in rows]

    @strawberry.field
    async def gaps(self, info: Info, region: strawberry.ID, first: int = 50) -> list[Gap]:
        rows = await info.context.ask(GAPS, region=region, first=first)
        return [Gap(**row["row"]) for row in rows]

    @strawberry.field
    async def students_by_grade(self, info: Info, region: strawberry.ID) -> list[Grade]:
        rows = await info.context.ask(GRADES, region=region)
        return [Grade(**row["row"]) for row in rows]


class Server(GraphQL[Context, None]):
    """Strawberry's own ASGI application with a fast encoder and this request's context."""

    def __init__(self, schema: strawberry.Schema, place: Place, driver: neo4j.AsyncDriver) -> None:
        super().__init__(schema)
        self.place, self.driver = place, driver

    async def get_context(self, request: Any, response: Any) -> Context:
        return Context(self._ask, {})

    def encode_json(self, data: GraphQLHTTPResponse | Any) -> bytes:
        return orjson.dumps(data)

    async def _ask(self, cypher: LiteralString, **parameters: Any) -> list[Any]:
        async def work(transaction: neo4j.AsyncManagedTransaction) -> list[Any]:
            result = await transaction.run(cypher, parameters | self.place.scope())
            return await result.data()

        async with self.driver.session(
            database=self.place.database, default_access_mode=neo4j.READ_ACCESS
        ) as session:
            return await session.execute_read(work)


def create_app() -> Starlette:
    place = Place.of_environment()
    schema = strawberry.Schema(Query, extensions=[ParserCache, ValidationCache])

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with place.driver() as driver:
            app.state.server = Server(schema, place, driver)
            yield

    async def endpoint(request: Request) -> Response:
        server: Server = request.app.state.server
        return await server.run(request)

    return Starlette(routes=[Route("/graphql", endpoint, methods=["POST"])], lifespan=lifespan)
