"""Preview, commit, undo on a real graph: nothing lost, doubled, or merged in silence."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import anyio
import pytest

from graph.model.account import Role
from graph.model.importing import ImportState as State
from graph.session import Graph, T, WriteWork
from imports.batch import Decision, Fate
from imports.commit import PartsLostError
from imports.deciding import ChangedSinceError, confirm, decide, decide_all, discard
from imports.kept import batches
from imports.kept.batches import LEASE, NoImportError
from imports.planning import Said
from imports.receiving import NoRegionError, receive
from imports.undo import TouchedSinceError, ask_undo
from imports.working import work_off
from queries.changes import CATALOGUE, run
from queries.changes.refusing import NotAllowedError, StepError
from tests.graph.changes.dump import changed, dump
from tests.graph.changes.planted import FOREIGN, MINE, MOMENT, ROLES, plant
from tests.graph.imports.bringing import (
    COORDINATOR,
    previewed,
    seen,
    sheet,
    viewed,
    written,
)

pytestmark = pytest.mark.anyio

CHILDREN = """
MATCH (s:Student {region: $region})-[a:STUDIES_AT]->(c:School)
WHERE s.birth_date IS NOT NULL
RETURN s.family_name AS family, s.grade AS grade, s.grade_letter AS letter, c.id AS school,
  toString(a.from) AS since, toString(a.to) AS until
ORDER BY family, since
"""
IVANOV = "Иванов;Иван;Иванович;01.02.2006;Школа 1;7 Б"
KIM = "Ким;Анна;;15.03.2007;Школа 2;6"
NOT_IMPORTS = ("ImportBatch", "ImportPart", "Gap", "GapEvent", "Scan", "School RU-TA")


@pytest.fixture
async def region(graph: Graph) -> Graph:
    await plant(graph)
    return graph


async def network(graph: Graph) -> set[str]:
    """The graph but for imports themselves and what checks found."""
    return {line for line in await dump(graph) if not line.startswith(NOT_IMPORTS)}


async def test_a_preview_writes_nothing_and_a_commit_writes_it(
    region: Graph, tmp_path: Path
) -> None:
    before = await network(region)
    told = await previewed(region, sheet(tmp_path, [IVANOV, KIM]))
    assert told.state is State.PREVIEWED
    assert told.counts == {Fate.NEW: 2}
    assert await network(region) == before
    done = await written(region, sheet(tmp_path, [IVANOV, KIM]))
    assert (done.state, done.written, done.total) == (State.DONE, 2, 2)
    assert await region.rows(CHILDREN, {"region": MINE}) == [
        {"family": "Иванов", "grade": 7, "letter": "Б", "school": "RU-TA-school-1",
         "since": "2019-10-14", "until": None},
        {"family": "Ким", "grade": 6, "letter": None, "school": "RU-TA-school-2",
         "since": "2019-10-14", "until": None},
    ]  # fmt: skip


async def test_the_same_file_twice_changes_nothing(region: Graph, tmp_path: Path) -> None:
    path = sheet(tmp_path, [IVANOV, KIM])
    first = await written(region, path)
    before = await dump(region, records=True)
    again = await previewed(region, path)
    assert (again.id, again.state) == (first.id, State.DONE)
    assert await dump(region, records=True) == before
    other = await previewed(region, sheet(tmp_path, [KIM, IVANOV]))
    assert other.id != first.id
    assert other.counts == {Fate.SAME: 2}


async def test_what_changes_is_told_before_and_after(region: Graph, tmp_path: Path) -> None:
    await written(region, sheet(tmp_path, [IVANOV]))
    moved = "Иванов;Иван;Иванович;01.02.2006;Школа 2;8 Б"
    told = await previewed(region, sheet(tmp_path, [moved]))
    assert told.counts == {Fate.DUPLICATE: 1}
    assert await decide_all(region, COORDINATOR, told.id, Decision.SAME) == 1
    await work_off(region, batch=told.id)
    told = await seen(region, told.id)
    assert told.counts == {Fate.CHANGED: 1}
    (row,) = await viewed(region, told.id)
    assert [(one.name, one.now) for one in row.changes] == [
        ("класс", "8"),
        ("учится в", "Школа 2"),
    ]
    await confirm(region, COORDINATOR, told.id, told.digest, MOMENT)
    await work_off(region, batch=told.id)
    found = await region.rows(CHILDREN, {"region": MINE})
    lasting = [(one["grade"], one["school"]) for one in found if one["until"] is None]
    assert lasting == [(8, "RU-TA-school-2")]


async def test_errors_are_located_and_forbid_the_rest_unless_said(
    region: Graph, tmp_path: Path
) -> None:
    lines = [IVANOV, "Без;Даты;;31.02.2006;Школа 1;7", "Нет;Школы;;01.01.2006;Школа 77;7"]
    told = await previewed(region, sheet(tmp_path, lines))
    assert told.counts == {Fate.NEW: 1, Fate.REJECTED: 2}
    bad = await viewed(region, told.id, Fate.REJECTED)
    assert [(row.number, row.problems[0].column) for row in bad] == [
        (3, "Дата рождения"),
        (4, "Школа"),
    ]
    assert all(row.problems[0].what and row.problems[0].fix for row in bad)
    with pytest.raises(StepError, match="2"):
        await confirm(region, COORDINATOR, told.id, told.digest, MOMENT)
    await confirm(region, COORDINATOR, told.id, told.digest, MOMENT, good_rows=True)
    await work_off(region, batch=told.id)
    assert len(await region.rows(CHILDREN, {"region": MINE})) == 1


async def test_who_may_be_known_waits_for_a_person(region: Graph, tmp_path: Path) -> None:
    await written(region, sheet(tmp_path, [IVANOV]))
    path = sheet(tmp_path, ["Иваноф;Иван;Иванович;01.02.2006;Школа 1;7 Б", KIM])
    told = await previewed(region, path)
    assert told.counts == {Fate.DUPLICATE: 1, Fate.NEW: 1}
    (row,) = await viewed(region, told.id, Fate.DUPLICATE)
    (candidate,) = row.candidates
    assert candidate.evidence
    assert "Иванов" not in candidate.name  # no consent is in force
    await decide(region, COORDINATOR, told.id, {row.number: Said(Decision.SAME, candidate.id)})
    await work_off(region, batch=told.id)
    told = await seen(region, told.id)
    assert told.counts == {Fate.CHANGED: 1, Fate.NEW: 1}
    await confirm(region, COORDINATOR, told.id, told.digest, MOMENT)
    await work_off(region, batch=told.id)
    found = await region.rows(CHILDREN, {"region": MINE})
    assert [one["family"] for one in found] == ["Иваноф", "Ким"]


async def test_a_repeat_in_the_file_is_told(region: Graph, tmp_path: Path) -> None:
    other = IVANOV.replace("7 Б", "8")
    told = await previewed(region, sheet(tmp_path, [IVANOV, IVANOV, other]))
    assert told.counts == {Fate.NEW: 1, Fate.SAME: 1, Fate.REJECTED: 1}
    rows = await viewed(region, told.id)
    assert rows[1].why == "повторяет строку 2"
    assert "строка 2" in rows[2].problems[0].what


async def test_undo_leaves_the_network_as_it_was(region: Graph, tmp_path: Path) -> None:
    await written(region, sheet(tmp_path, [IVANOV]))
    before = await network(region)
    moved = "Иванов;Иван;Иванович;01.02.2006;Школа 1;8 Б"
    done = await written(region, sheet(tmp_path, [moved, KIM]))
    assert await network(region) != before
    await ask_undo(region, COORDINATOR, done.id, MOMENT)
    await work_off(region, batch=done.id)
    assert (await seen(region, done.id)).state is State.UNDONE
    assert changed(before, await network(region)) == []
    again = await written(region, sheet(tmp_path, [moved, KIM]))
    assert (again.id, again.state) == (done.id, State.DONE)


async def test_what_was_touched_since_is_not_undone(region: Graph, tmp_path: Path) -> None:
    done = await written(region, sheet(tmp_path, [IVANOV]))
    (child,) = await region.rows("MATCH (s:Student {family_name: 'Иванов'}) RETURN s.id AS id")
    change = CATALOGUE["change_student"]
    await run(region, COORDINATOR, change, {"id": child["id"], "grade": 9}, MOMENT)
    before = await dump(region)
    with pytest.raises(TouchedSinceError):
        await ask_undo(region, COORDINATOR, done.id, MOMENT)
    assert await dump(region) == before


async def test_a_commit_says_what_changed_since_the_preview(region: Graph, tmp_path: Path) -> None:
    await written(region, sheet(tmp_path, [IVANOV]))
    moved = "Иванов;Иван;Иванович;01.02.2006;Школа 1;8 Б"
    told = await previewed(region, sheet(tmp_path, [moved, KIM]))
    (child,) = await region.rows("MATCH (s:Student {family_name: 'Иванов'}) RETURN s.id AS id")
    change = CATALOGUE["change_student"]
    await run(region, COORDINATOR, change, {"id": child["id"], "grade": 9}, MOMENT)
    before = await network(region)
    with pytest.raises(ChangedSinceError) as refused:
        await confirm(region, COORDINATOR, told.id, told.digest, MOMENT)
    assert refused.value.rows == (2,)
    assert await network(region) == before
    await work_off(region, batch=told.id)
    again = await seen(region, told.id)
    assert again.digest != told.digest
    await confirm(region, COORDINATOR, told.id, again.digest, MOMENT)
    await work_off(region, batch=told.id)
    assert (await seen(region, told.id)).state is State.DONE


async def test_a_person_entered_by_hand_since_is_not_entered_again(
    region: Graph, tmp_path: Path
) -> None:
    told = await previewed(region, sheet(tmp_path, [IVANOV, KIM]))
    given = {
        "family_name": "Иванов",
        "given_name": "Иван",
        "patronymic": "Иванович",
        "birth_date": date(2006, 2, 1),
        "in_region": MINE,
    }
    await run(region, COORDINATOR, CATALOGUE["register_student"], given, MOMENT)
    with pytest.raises(ChangedSinceError) as refused:
        await confirm(region, COORDINATOR, told.id, told.digest, MOMENT)
    assert refused.value.rows == (2,)


async def test_nobody_imports_elsewhere_or_without_the_right(region: Graph, tmp_path: Path) -> None:
    path = sheet(tmp_path, [IVANOV])
    before = await dump(region, records=True)
    with pytest.raises(NoRegionError) as foreign:
        await receive(region, COORDINATOR, FOREIGN, path, path.name, MOMENT)
    with pytest.raises(NoRegionError) as unknown:
        await receive(region, COORDINATOR, "RU-XX", path, path.name, MOMENT)
    assert foreign.value.message == unknown.value.message
    with pytest.raises(NotAllowedError):
        await receive(region, ROLES[Role.CURATOR], MINE, path, path.name, MOMENT)
    assert await dump(region, records=True) == before
    told = await previewed(region, path)
    elsewhere = replace(COORDINATOR, regions=frozenset({FOREIGN}))
    with pytest.raises(NoImportError):
        await confirm(region, elsewhere, told.id, told.digest, MOMENT)


async def test_a_school_of_elsewhere_is_as_one_that_is_not_there(
    region: Graph, tmp_path: Path
) -> None:
    await region.change("MATCH (s:School {id: 'RU-BA-school-1'}) SET s.name = 'Чужая школа'")
    lines = ["А;Б;;01.01.2006;Чужая школа;7", "В;Г;;01.01.2006;Нет такой;7"]
    told = await previewed(region, sheet(tmp_path, lines))
    foreign, unknown = await viewed(region, told.id)
    assert foreign.problems[0].what == unknown.problems[0].what


async def test_an_import_whose_rows_are_gone_is_not_called_done(
    region: Graph, tmp_path: Path
) -> None:
    told = await previewed(region, sheet(tmp_path, [IVANOV, KIM]))
    await confirm(region, COORDINATOR, told.id, told.digest, MOMENT)
    await region.change("MATCH (p:ImportPart) DETACH DELETE p")
    with pytest.raises(PartsLostError, match="0 из 2"):
        await work_off(region, batch=told.id)
    assert (await seen(region, told.id)).state is State.WRITING


@pytest.mark.parametrize("steps", [1, 2, 3])
async def test_who_receives_slowly_spoils_nothing_another_has_received(
    region: Graph, tmp_path: Path, steps: int
) -> None:
    path = sheet(tmp_path, [IVANOV, KIM])
    go_on = asyncio.Event()
    slow = _Slow(region, steps, go_on)
    receiving = asyncio.create_task(receive(slow, COORDINATOR, MINE, path, path.name, MOMENT))
    await slow.waits.wait()
    told = await previewed(region, path)
    await confirm(region, COORDINATOR, told.id, told.digest, MOMENT)
    go_on.set()
    assert await receiving == told.id
    await work_off(region, batch=told.id)
    assert (await seen(region, told.id)).counts[Fate.NEW] == 2


async def test_who_gives_an_import_up_spoils_nothing_brought_anew(
    region: Graph, tmp_path: Path
) -> None:
    path = sheet(tmp_path, [IVANOV, KIM])
    told = await previewed(region, path)
    go_on = asyncio.Event()
    slow = _Slow(region, 1, go_on)
    giving_up = asyncio.create_task(discard(slow, COORDINATOR, told.id))
    await slow.waits.wait()
    again = await previewed(region, path)
    go_on.set()
    await giving_up
    await confirm(region, COORDINATOR, again.id, again.digest, MOMENT)
    await work_off(region, batch=again.id)
    assert (await seen(region, again.id)).counts[Fate.NEW] == 2


class _Slow(Graph):
    """The same database; after so many writes the next one waits to be told."""

    def __init__(self, graph: Graph, writes: int, go_on: asyncio.Event) -> None:
        self.__dict__.update(vars(graph))
        self.left, self.go_on, self.waits = writes, go_on, asyncio.Event()

    async def write(self, work: WriteWork[T], *, limit_seconds: float | None = None) -> T:
        if not self.left:
            self.waits.set()
            await self.go_on.wait()
        self.left = max(0, self.left - 1)
        return await super().write(work, limit_seconds=limit_seconds)


async def test_who_is_at_work_is_believed_until_it_says_nothing_more(
    region: Graph, tmp_path: Path
) -> None:
    told = await previewed(region, sheet(tmp_path, [IVANOV]))
    await confirm(region, COORDINATOR, told.id, told.digest, MOMENT)
    long_ago = datetime.now(UTC) - LEASE
    assert await batches.claim(region, "first", long_ago) == told.id
    async with batches.at_work(region, "first", told.id):
        await anyio.sleep(LEASE.total_seconds() / 3)
        assert await batches.claim(region, "second", datetime.now(UTC)) is None
    later = datetime.now(UTC) + LEASE
    assert await batches.claim(region, "second", later) == told.id
    async with batches.at_work(region, "first", told.id):
        await anyio.sleep(LEASE.total_seconds() / 3)
    assert await batches.claim(region, "third", later) is None
