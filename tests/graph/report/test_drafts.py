"""Drafts of reports: made once, in time, of the number that a submitted report is held to."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta

import pytest

from graph.session import Row
from queries.audit.verifying import verify
from queries.report.drafts import Draft, draft_reports
from queries.report.freezing import fingerprint, thaw
from queries.report.table import Life
from queries.report.writing import main_number
from tests.graph.rules.conftest import REGION, Network, local, network
from tests.graph.rules.test_r25 import duty, one_of_everything, submit

__all__ = ["network"]

pytestmark = pytest.mark.anyio

RULES = ("R25",)
# Due on Friday 11 October 2019; five working days before it is Friday 4 October.
DUE = date(2019, 10, 11)
FIRST_DAY = local(2019, 10, 4, 7)
VERSIONS = """
MATCH (v:ReportVersion)-[:ANSWERS]->(d:ReportDuty)
RETURN d.id AS duty, properties(v) AS version, EXISTS { (v)-[:WRITTEN_BY]->() } AS written
ORDER BY duty
"""


async def drafts(network: Network, as_of: datetime = FIRST_DAY, **more: bool) -> list[Draft]:
    return await draft_reports(network.graph, REGION, as_of, as_of, **more)


async def versions(network: Network) -> list[Row]:
    return await network.graph.rows(VERSIONS)


async def test_a_draft_is_made_on_its_day_and_no_earlier(network: Network) -> None:
    owed = await duty(network, 1, due_on=DUE)
    await network.student(None)
    assert await drafts(network, FIRST_DAY - timedelta(hours=7, seconds=1)) == []
    assert await versions(network) == []
    assert await drafts(network) == [Draft(owed, 1, 1)]
    (row,) = await versions(network)
    figures = row["version"].pop("figures")
    assert row["version"] == {
        "id": f"{owed}:v1", "number": 1, "state": "draft", "as_of": FIRST_DAY, "total": 1,
        "region": REGION, "version": 1, "sha256": fingerprint(figures),
    }  # fmt: skip
    report = thaw(figures)
    assert (report.form, report.place.id, report.as_of) == (1, REGION, FIRST_DAY)
    assert (report.campaign, report.life, main_number(report)) == ("c2019", Life(), 1)
    assert not row["written"]
    found = await verify(network.graph)
    assert (found.broken, found.entries > 0) == ([], True)


async def test_the_days_are_working_days_and_the_campaigns_own(network: Network) -> None:
    owed = await duty(network, 1, due_on=DUE)
    await network.term("report_draft", amount=2, unit="working_days")
    assert await drafts(network, local(2019, 10, 8, 23)) == []
    assert await drafts(network, local(2019, 10, 9, 0)) == [Draft(owed, 1, 0)]


async def test_an_extended_duty_waits_as_long(network: Network) -> None:
    owed = await duty(network, 1, due_on=DUE)
    await network.extension("ReportDuty", owed, date(2019, 10, 25), local(2019, 10, 1))
    assert await drafts(network) == []
    assert [one.duty for one in await drafts(network, local(2019, 10, 18, 7))] == [owed]


async def test_a_late_one_still_gets_it_one_with_a_version_does_not(network: Network) -> None:
    late = await duty(network, 6, due_on=date(2019, 9, 20))
    done = await duty(network, 7, due_on=DUE)
    await submit(network, done)
    assert [one.duty for one in await drafts(network)] == [late]


async def test_a_dry_run_writes_nothing(network: Network) -> None:
    owed = await duty(network, 1, due_on=DUE)
    assert await drafts(network, dry_run=True) == [Draft(owed, 1, 0)]
    assert await versions(network) == []


async def test_fifty_at_once_make_one(network: Network) -> None:
    owed = await duty(network, 1, due_on=DUE)
    done = await asyncio.gather(*(drafts(network) for _ in range(50)))
    assert sorted(map(len, done)) == [0] * 49 + [1]
    assert [row["duty"] for row in await versions(network)] == [owed]
    assert await drafts(network, FIRST_DAY + timedelta(days=1)) == []


async def test_a_run_that_was_cut_off_goes_on_with_the_rest(network: Network) -> None:
    """No report has the form 99: the draft before it stands, and a later run adds the rest."""
    first, second = await duty(network, 1, due_on=DUE), await duty(network, 2, due_on=DUE)
    set_form = "MATCH (d:ReportDuty {id: $id}) SET d.form = $form"
    await network.graph.change(set_form, {"id": second, "form": 99})
    with pytest.raises(Exception, match="99"):
        await drafts(network)
    assert [row["duty"] for row in await versions(network)] == [first]
    await network.graph.change(set_form, {"id": second, "form": 2})
    assert [one.duty for one in await drafts(network)] == [second]
    assert [row["duty"] for row in await versions(network)] == [first, second]


async def test_what_a_draft_counts_is_what_r25_counts(network: Network) -> None:
    """Submitted as they are, all twelve, no report differs from the data."""
    await one_of_everything(network)
    for form in range(1, 13):
        await duty(network, form, due_on=DUE)
    made = await drafts(network)
    assert [one.form for one in sorted(made, key=lambda one: one.form)] == list(range(1, 13))
    assert {one.total for one in made} != {0}
    await network.graph.change(
        "MATCH (v:ReportVersion) SET v.state = 'submitted', v.submitted_at = v.as_of"
    )
    assert await network.gaps(FIRST_DAY + timedelta(hours=1)) == set()


async def test_a_draft_submits_nothing(network: Network) -> None:
    owed = await duty(network, 1, due_on=DUE)
    await drafts(network)
    assert await network.gaps(local(2019, 10, 12)) == {("R25.not_submitted", owed, 1)}
