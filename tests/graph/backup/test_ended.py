"""A consent withdrawn after a copy was made is withdrawn also in the graph put back from it."""

from __future__ import annotations

import stat
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.session import Graph
from queries.audit.verifying import verify
from queries.backup.ended import keep_ended, regions_of, stop_ended
from queries.backup.making import make_copy
from queries.backup.restoring import restore
from queries.retention.destroying import destroy_due
from tests.graph.changes.dump import changed, dump
from tests.graph.changes.planted import FOREIGN, MINE, MOMENT
from tests.graph.retention.conftest import CHILD_ID, CONSENT, GUARDIAN, held, make, planted

__all__ = ["planted"]

pytestmark = pytest.mark.anyio

LAST = MOMENT + timedelta(days=30)


async def destroyed(graph: Graph, folder: Path, at: datetime = LAST) -> tuple[str, ...]:
    """As the daily flow does it."""
    await keep_ended(graph, folder, MINE, at)
    return (await destroy_due(graph, MINE, at, at, 30, "schedule")).children


@pytest.fixture
async def before(planted: Graph, tmp_path: Path) -> Path:
    """A copy from before the withdrawal; the child is destroyed in the graph it was made of."""
    copy = (await make_copy(planted, tmp_path, MOMENT, 7)).copy
    await make(planted, "withdraw_consent", id=CONSENT)
    assert await destroyed(planted, tmp_path) == (CHILD_ID,)
    return copy.path


async def test_whoever_was_destroyed_is_destroyed_again_after_a_restoration(
    planted: Graph, before: Path
) -> None:
    await restore(planted, before, replace=True)
    # Nothing in the copy itself says that this child's data must go.
    assert (await destroy_due(planted, MINE, LAST, LAST, 30, "schedule")).children == ()
    assert len(await held(planted)) > 1
    assert await destroyed(planted, before.parent) == (CHILD_ID,)
    assert await held(planted) == [f"Guardian:{GUARDIAN}"]
    assert (await verify(planted)).broken == []
    assert await destroyed(planted, before.parent, LAST + timedelta(days=1)) == ()


async def test_it_is_hidden_at_once_and_stopped_once(planted: Graph, before: Path) -> None:
    folder = before.parent
    await restore(planted, before, replace=True)
    assert await stop_ended(planted, folder, MINE, LAST, "command line") == (CHILD_ID,)
    (row,) = await planted.rows(
        "MATCH (s:Student) WHERE s.processing_stopped_at IS NOT NULL "
        "RETURN s.id AS id, toString(s.processing_stopped_at) AS at"
    )
    assert row["id"] == CHILD_ID
    assert row["at"] == "2019-10-13T21:00:00Z"  # midnight in Moscow
    state = await dump(planted)
    assert await stop_ended(planted, folder, MINE, LAST, "command line") == ()
    assert changed(state, await dump(planted)) == []


async def test_whoever_consented_again_is_left_alone(planted: Graph, before: Path) -> None:
    await restore(planted, before, replace=True)
    await make(
        planted, "give_consent", MOMENT + timedelta(days=3), child=CHILD_ID,
        purposes=["processing"], given_on=date(2019, 10, 16), signed_by=GUARDIAN,
    )  # fmt: skip
    assert await destroyed(planted, before.parent) == ()
    assert f"Student:{CHILD_ID}" in await held(planted)


async def test_the_file_holds_ids_and_days_and_is_its_owners(planted: Graph, before: Path) -> None:
    folder = before.parent
    assert regions_of(folder) == [MINE]
    file = folder / f"ended-{MINE}.json"
    assert file.read_text() == f'{{"{CHILD_ID}":"2019-10-14"}}'
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert await stop_ended(planted, folder, FOREIGN, LAST, "schedule") == ()


async def test_a_broken_file_stops_before_anything_is_written(planted: Graph, before: Path) -> None:
    file = before.parent / f"ended-{MINE}.json"
    file.write_text("[")
    with pytest.raises(InputError, match="не читается"):
        await keep_ended(planted, before.parent, MINE, LAST)
    assert file.read_text() == "["
