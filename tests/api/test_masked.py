"""Errors reach neither clients nor the log with what they say: only their kind and place."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from typing import Any

import pytest
from graphql import GraphQLError
from httpx import AsyncClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.told import told
from graph.session import Graph
from tests.api.conftest import Enter, ask

pytestmark = pytest.mark.anyio

CANARY = "Иванова-Канарейкина"
BROKEN = "RETURN $name + 1 / 0 AS x"
TWICE = "CREATE (:Region {id: 'RU-TA', name: $name})"


def _failing(network: Graph) -> list[Route]:
    async def raising(_: Request) -> Response:
        raise RuntimeError(CANARY)

    async def broken(_: Request) -> Response:
        return Response(str(await network.rows(BROKEN, {"name": CANARY})))

    async def twice(_: Request) -> Response:
        return Response(str(await network.change(TWICE, {"name": CANARY})))

    async def caused(_: Request) -> Response:
        try:
            int(CANARY)
        except ValueError as error:
            raise KeyError(CANARY) from error
        return Response()

    return [
        Route(f"/{one.__name__}", one, methods=["GET", "POST"])
        for one in (raising, broken, twice, caused)
    ]


@pytest.mark.parametrize(
    ("path", "kind", "code"),
    [
        ("/raising", "RuntimeError", None),
        ("/broken", "ClientError", "Neo.ClientError.Statement.ArithmeticError"),
        ("/twice", "ConstraintError", "Neo.ClientError.Schema.ConstraintValidationFailed"),
        ("/caused", "KeyError", None),
    ],
)
async def test_a_failure_is_told_and_logged_by_its_kind(
    app: Starlette,
    anonymous: AsyncClient,
    network: Graph,
    capsys: pytest.CaptureFixture[str],
    path: str,
    kind: str,
    code: str | None,
) -> None:
    app.router.routes.extend(_failing(network))
    program = await anonymous.post(path, params={"q": CANARY}, json={"name": CANARY})
    person = await anonymous.get(path, headers={"Accept": "text/html"})
    lines = capsys.readouterr().err
    assert (program.status_code, person.status_code) == (500, 500)
    assert program.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert person.headers["x-request-id"] in person.text
    for said in (program.text, person.text, lines):
        assert CANARY not in said
    logged = [json.loads(line) for line in lines.splitlines()]
    failures = [line for line in logged if line["event"] == "failure"]
    assert [line["error"] for line in failures] == [kind] * 2
    assert [line.get("code") for line in failures] == [code] * 2
    assert failures[0]["request_id"] == program.headers["x-request-id"]
    assert all(line["where"] for line in failures)


async def test_questions_and_variables_are_not_logged(
    enter: Enter, capsys: pytest.CaptureFixture[str]
) -> None:
    client = await enter("coordinator")
    typo = f'query ($name: Int) {{ viewer {{ login(name: "{CANARY}") }} }} # {CANARY}'
    await ask(client, typo, name=CANARY)
    await ask(client, "query ($name: Int) { gap(id: $name) { id } }", name=CANARY)
    await ask(client, "query ($id: ID!) { gap(id: $id) { id } }", id=CANARY)
    await ask(client, f"{{ {CANARY} ")
    lines = capsys.readouterr().err
    assert len(lines.splitlines()) == 5
    assert CANARY not in lines


def test_a_resolvers_failure_is_told_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    shown: dict[str, Any] = told(GraphQLError(CANARY, original_error=RuntimeError(CANARY)))
    assert shown["extensions"]["code"] == "INTERNAL"
    assert "requestId" in shown["extensions"]
    assert CANARY not in json.dumps(shown, ensure_ascii=False)
    assert CANARY not in capsys.readouterr().err


async def test_what_libraries_log_is_masked(
    app: Starlette, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("neo4j.io").warning("retried: %s", CANARY)
    logging.getLogger("neo4j.io").info(CANARY)
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("asyncio").exception("Task exception was never retrieved %s", CANARY)
        record = logging.getLogger("uvicorn.error").makeRecord(
            "uvicorn.error", logging.ERROR, "", 0, CANARY, (), sys.exc_info()
        )
    logging.getLogger("uvicorn.error").handle(record)
    await asyncio.sleep(0)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["logger"], line["error"]) for line in lines][:2] == [
        ("neo4j.io", ""),
        ("asyncio", "ValueError"),
    ]
    assert CANARY not in record.getMessage()
    assert CANARY not in json.dumps(lines, ensure_ascii=False)
