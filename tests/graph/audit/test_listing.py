"""The audit as a whole: what a head asks of it, page by page, found by an index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import neo4j
import pytest

from graph.model.account import Role
from graph.session import Graph, Writer
from graph.settings import Settings
from graph.writing import write_nodes
from queries.audit.listing import BY_TIME, ONWARD, SHOWN, Made, Wanted, count_entries, entry_page
from queries.audit.writing import BY_SCHEDULE, Subject, record_all
from queries.scope import Actor

pytestmark = pytest.mark.anyio

AT = datetime(2019, 10, 14, 9, 0, tzinfo=UTC)
HEAD = Actor("account:head", Role.HEAD, "head", everything=True, regions=frozenset())
WAY = f"EXPLAIN {BY_TIME}{ONWARD}{SHOWN}"


@pytest.fixture
async def audited(graph: Graph) -> Graph:
    """Three changes of two regions, by a coordinator and by the clock."""

    async def write(writer: Writer) -> None:
        row = {"id": "account:ivanova", "login": "ivanova", "role": "coordinator"}
        await write_nodes(writer, "Account", [row])
        for number, (account, action, region) in enumerate(
            [
                ("account:ivanova", "register_student", "RU-TA"),
                ("account:ivanova", "confirm_practicum", "RU-TA"),
                (BY_SCHEDULE, "draft_report", "RU-BA"),
            ]
        ):
            at = AT + timedelta(days=number)
            subjects = [Subject("Student", f"{action}-{i}", {}, {"grade": 8}) for i in range(2)]
            await record_all(writer, account, at, action, region, subjects)

    await graph.write(write)
    return graph


async def next_of(graph: Graph, wanted: Wanted, made: list[Made]) -> list[Made]:
    after = (made[-1].entry.at.isoformat(), made[-1].entry.id) if made else None
    return await graph.read(lambda r: entry_page(r, HEAD, wanted, 1, after))


async def found(graph: Graph, wanted: Wanted) -> list[Made]:
    """All there is, one entry a page."""
    made: list[Made] = []
    while page := await next_of(graph, wanted, made):
        made += page
    assert len(made) == await graph.read(lambda r: count_entries(r, HEAD, wanted))
    return made


async def test_the_latest_come_first_each_once(audited: Graph) -> None:
    made = await found(audited, Wanted(label="Student"))
    assert [(one.record, one.login, one.program, one.region) for one in made] == [
        ("draft_report-1", None, "по расписанию", "RU-BA"),
        ("draft_report-0", None, "по расписанию", "RU-BA"),
        ("confirm_practicum-1", "ivanova", None, "RU-TA"),
        ("confirm_practicum-0", "ivanova", None, "RU-TA"),
        ("register_student-1", "ivanova", None, "RU-TA"),
        ("register_student-0", "ivanova", None, "RU-TA"),
    ]
    assert made[0].entry.after == {"grade": 8}
    # Beside them stand the beginnings of both regions' chains, in that of all.
    beginnings = await found(audited, Wanted(action="begin_chain"))
    assert [(one.region, one.entry.label) for one in beginnings] == [("", "AuditChain")] * 2


@pytest.mark.parametrize(
    ("wanted", "records"),
    [
        (Wanted(account="account:ivanova", action="confirm_practicum"), 2),
        (Wanted(account="account:ivanova", record="register_student-1"), 1),
        (Wanted(account="account:nobody"), 0),
        (Wanted(record="draft_report-0"), 1),
        (Wanted(record="draft_report-0", region="RU-TA"), 0),
        (Wanted(region="RU-TA"), 4),
        (Wanted(label="Student", since=AT + timedelta(days=1), until=AT + timedelta(days=2)), 2),
    ],
)
async def test_conditions_hold_together(audited: Graph, wanted: Wanted, records: int) -> None:
    assert len(await found(audited, wanted)) == records


async def test_the_end_of_the_audit_is_read_by_time(
    server_settings: Settings, graph: Graph
) -> None:
    """However long it is: in the order of an index, sorted only within one moment."""
    assert server_settings.neo4j_uri is not None
    assert server_settings.neo4j_password is not None
    secret = (server_settings.neo4j_user, server_settings.neo4j_password.get_secret_value())
    asked = {"at": AT.isoformat(), "entry": "", "limit": 1}
    async with neo4j.AsyncGraphDatabase.driver(server_settings.neo4j_uri, auth=secret) as driver:
        plan = (await driver.execute_query(WAY, asked)).summary.plan
    assert plan is not None
    told = str(plan)
    assert "NodeIndexSeekByRange" in told
    assert "PartialTop" in told
