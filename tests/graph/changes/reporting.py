"""What tests of reports ask and do over the planted regions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from graph.model.account import Role
from graph.session import Graph, Row, Writer
from graph.writing import write_nodes
from queries.changes import CATALOGUE, Outcome, run
from queries.changes.refusing import RefusedError
from queries.report.table import Report
from queries.report.versions import Version, frozen, version
from tests.graph.changes.conftest import maker
from tests.graph.changes.dump import dump
from tests.graph.changes.planted import MINE, MOMENT, ROLES

DUTY, FIRST, SECOND = f"{MINE}-duty", f"{MINE}-duty:v1", f"{MINE}-duty:v2"
HOUR = timedelta(hours=1)
LATE = datetime(2019, 10, 31, 9, tzinfo=UTC)
CURATOR = ROLES[Role.CURATOR]


async def make(graph: Graph, name: str, at: datetime = MOMENT, **given: Any) -> Outcome:
    key = given.pop("key", None)
    return await run(graph, maker(CATALOGUE[name]), CATALOGUE[name], given, at, key=key)


@asynccontextmanager
async def refused(graph: Graph, field: str, match: str = ".") -> AsyncIterator[None]:
    """Inside, one of its steps is refused with this field; nothing changes by it."""
    before = await dump(graph, records=True)
    with pytest.raises(RefusedError, match=match) as caught:
        yield
    assert caught.value.field == field
    assert await dump(graph, records=True) == before


async def one(graph: Graph, id_: str = FIRST, as_of: datetime = LATE) -> Version:
    found = await graph.read(partial(version, actor=CURATOR, id_=id_, as_of=as_of))
    assert found is not None
    return found


async def said(graph: Graph, id_: str = FIRST) -> Report:
    found = await graph.read(partial(frozen, actor=CURATOR, id_=id_, as_of=LATE))
    assert found is not None
    return found


async def owed(graph: Graph, form: int, region: str = MINE) -> str:
    """One more duty, due as the planted ones."""
    row: Row = {"id": f"{region}-owed-{form}", "form": form, "due_on": date(2019, 10, 30)}
    row |= {"period_from": date(2019, 9, 2), "period_to": date(2019, 9, 30)}

    async def work(writer: Writer) -> int:
        return await write_nodes(
            writer, "ReportDuty", [row | {"in_region": region, "campaign": "c2019"}]
        )

    await graph.write(work)
    return str(row["id"])
