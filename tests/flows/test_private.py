"""Nothing of a person reaches Prefect: not its database, nor a log, nor what a flow returns.

Every personal text of every node of both regions is a canary, and every flow of the catalogue runs
over them for real.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from prefect.logging.handlers import APILogHandler
from prefect.settings import PREFECT_SERVER_DATABASE_CONNECTION_URL

from flows.catalogue import CATALOGUE
from graph.declaration import Kind, Personal
from graph.errors import OrientirError
from graph.model import MODEL
from graph.session import Graph
from graph.settings import Settings
from tests.graph.compiler import canaries

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("prefect_server")]

CANARY = "ЛИЧНОЕ"
DAY = "2019-10-15"

REGIONS = "MATCH (r:Region) SET r.name = 'Регион'"
PERSONAL = """
MATCH (n) WHERE $label IN labels(n) AND n[$property] IS NOT NULL
SET n[$property] = $canary
RETURN count(n) AS planted
"""


@pytest.fixture
async def people(graph: Graph, flow_settings: Settings) -> Graph:
    """Both regions with everything in them, personal texts replaced by canaries."""
    await canaries.plant(graph)
    await graph.change(REGIONS)
    planted = 0
    for label, node in MODEL.nodes.items():
        for told in node.properties:
            if told.kind is Kind.TEXT and told.personal is not Personal.NO:
                asked = {"label": label, "property": told.name, "canary": CANARY}
                planted += (await graph.change(PERSONAL, asked))[0]["planted"]
    assert planted > 50
    return graph


async def test_no_flow_tells_prefect_of_a_person(
    people: Graph, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    told = ""
    with caplog.at_level(logging.INFO):
        for one in CATALOGUE:
            try:
                told += repr(await cast("Any", one.flow())(as_of=DAY))
            except OrientirError as error:  # what an error says is looked at as well
                told += repr(error)
    await APILogHandler.aflush()
    out, errors = capfd.readouterr()
    told += caplog.text + out + errors
    assert all(one.name in told for one in CATALOGUE)
    assert CANARY not in told
    assert [file for file, text in stored() if CANARY.encode() in text] == []


def stored() -> Iterator[tuple[str, bytes]]:
    """Everything that Prefect's database keeps on disk."""
    url = str(PREFECT_SERVER_DATABASE_CONNECTION_URL.value())
    database = Path(url.removeprefix("sqlite+aiosqlite:///"))
    files = sorted(database.parent.glob(f"{database.name}*"))
    assert database in files
    for file in files:
        yield file.name, file.read_bytes()
