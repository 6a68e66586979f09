"""Destruction: nothing personal of the child is left anywhere, and everything else is as it was."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from graph.errors import InputError
from graph.model import MODEL
from graph.session import Graph, Statement, Writer
from graph.settings import Settings
from graph.writing import write_links, write_nodes
from queries.audit.verifying import verify
from queries.media.orphans import named
from queries.retention.destroying import Destroyed, destroy_due, destroying
from queries.retention.due import due
from queries.retention.personal import GONE, parts, relatives, ties
from store import open_store
from store.cleaning import discard
from tests.graph.changes.dump import changed, dump
from tests.graph.changes.planted import FOREIGN, MINE, MOMENT
from tests.graph.retention.conftest import (
    BORN,
    CANARY,
    CHILD_ID,
    CONSENT,
    GUARDIAN,
    SIBLING,
    held,
    make,
)

pytestmark = pytest.mark.anyio

DAYS = 30
LAST = MOMENT + timedelta(days=DAYS)
ACTS = "MATCH (a:DestructionAct)-[:DESTROYED_OF]->(s) RETURN properties(a) AS act, s.id AS child"
NUMBERS = """
MATCH (s:Student {region: $region})-[:STUDIES_AT]->(school)
RETURN s.grade AS grade, school.id AS school, count(*) AS children,
  sum(COUNT { (s)<-[:RESULT_OF]-() }) AS results, sum(COUNT { (s)-[:ENROLLED_IN]->() }) AS enrolled
ORDER BY grade, school
"""


async def destroy(graph: Graph, at: datetime = LAST, region: str = MINE, **more: Any) -> Destroyed:
    return await destroy_due(graph, region, at, at, DAYS, "schedule", **more)


@pytest.fixture
async def withdrawn(planted: Graph) -> Graph:
    await make(planted, "withdraw_consent", id=CONSENT)
    return planted


def test_what_is_personal_comes_of_the_model() -> None:
    assert {part.label for part in parts(MODEL)} == {
        "Student", "Consent", "MergedRecord", "Recommendation", "StageResult",
    }  # fmt: skip
    assert {tie.link.type for tie in ties(MODEL)} == {
        "DEPICTS", "GUARDIAN_OF", "HAS_IMPAIRMENT", "SIGNED_BY",
    }  # fmt: skip
    # Who is deleted with the last child. A person with roles of their own must never stand here.
    assert relatives(MODEL) == ("Guardian",)


async def test_no_canary_is_left_in_the_whole_graph(
    withdrawn: Graph, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="neo4j")  # what it sends is what this test asks
    assert len(await held(withdrawn)) > len(parts(MODEL))
    assert await held(withdrawn, "прежняя")
    done = await destroy(withdrawn)
    assert done.children == (CHILD_ID,)
    # The mother stays, for the other child's sake; that she has this one is not known any more.
    assert await held(withdrawn) == [f"Guardian:{GUARDIAN}"]
    assert await held(withdrawn, repr(BORN)) == []
    assert await held(withdrawn, "hearing") == ["ImpairmentGroup:hearing"]
    for part in parts(MODEL):
        for declared in part.properties:
            asked = Statement(
                f"MATCH (n:{part.label}) WHERE n.{declared.name} STARTS WITH $word RETURN n.id"
            )
            assert await withdrawn.rows(asked, {"word": CANARY}) == []
    assert CANARY not in caplog.text
    assert (await verify(withdrawn)).broken == []


async def test_a_relative_of_no_other_child_is_gone_the_others_stay(withdrawn: Graph) -> None:
    await destroy(withdrawn)
    rows = await withdrawn.rows(
        "MATCH (g:Guardian {region: $region}) RETURN g.id AS id, "
        "COLLECT { MATCH (g)-[:GUARDIAN_OF]->(s) RETURN s.id } AS children, "
        "COLLECT { MATCH (g)<-[:SIGNED_BY]-(c) RETURN c.id } AS consents",
        {"region": MINE},
    )
    assert rows == [{"id": GUARDIAN, "children": [SIBLING], "consents": ["consent-2"]}]


async def test_numbers_survive(withdrawn: Graph) -> None:
    before = await withdrawn.rows(NUMBERS, {"region": MINE})
    await destroy(withdrawn)
    assert await withdrawn.rows(NUMBERS, {"region": MINE}) == before
    rows = await withdrawn.rows(
        "MATCH (s:Student {id: $id}) RETURN properties(s) AS s", {"id": CHILD_ID}
    )
    left = {"id", "region", "version", "grade", "registered_at", "family_name", "given_name"}
    assert rows[0]["s"].keys() == left
    assert (rows[0]["s"]["family_name"], rows[0]["s"]["given_name"]) == (GONE, GONE)


async def test_the_act_says_what_was_destroyed_and_nothing_of_it(withdrawn: Graph) -> None:
    await destroy(withdrawn)
    (row,) = await withdrawn.rows(ACTS)
    act = row["act"]
    assert row["child"] == CHILD_ID
    assert (act["id"], act["at"], act["made_by"]) == (f"destruction:{CHILD_ID}:1", LAST, "schedule")
    assert (act["reason"], act["ended_on"]) == ("withdrawn", MOMENT.date())
    assert "участник: фамилия" in act["classes"]
    assert "участник: нозологическая группа" in act["classes"]
    assert "согласие: подписал" in act["classes"]
    # The child, what was merged into it, two results, an advice, the consent, the aunt.
    assert (act["records"], act["files"]) == (7, 0)
    assert act["audit_entries"] >= 2
    (entry,) = await withdrawn.rows(
        "MATCH (e:AuditEntry {action: 'destroy_personal_data'}) "
        "RETURN e.subject_id AS id, e.chain AS chain, e.account AS who"
    )
    assert entry == {"id": act["id"], "chain": MINE, "who": "schedule"}


async def test_the_other_region_and_the_other_children_are_untouched(withdrawn: Graph) -> None:
    before = await dump(withdrawn)
    await destroy(withdrawn)
    touched = "\n".join(changed(before, await dump(withdrawn)))
    assert FOREIGN not in touched
    assert SIBLING not in touched.replace(f"{GUARDIAN}", "")


async def test_not_a_day_earlier_and_not_by_a_moment_to_come(withdrawn: Graph) -> None:
    before = await dump(withdrawn)
    assert (await destroy(withdrawn, LAST - timedelta(days=1))).children == ()
    with pytest.raises(InputError, match="раньше срока"):
        await destroy_due(withdrawn, MINE, LAST, MOMENT, DAYS, "schedule")
    dry = await destroy_due(withdrawn, MINE, LAST, MOMENT, DAYS, "schedule", dry_run=True)
    assert dry.children == (CHILD_ID,)
    assert changed(before, await dump(withdrawn)) == []


async def test_the_day_is_the_regions_own(planted: Graph) -> None:
    """Withdrawn at 23:30 in Moscow, which is the next day's morning nowhere in the region."""
    late = datetime(2019, 10, 14, 20, 30, tzinfo=UTC)
    await make(planted, "withdraw_consent", late, id=CONSENT)
    midnight = datetime(2019, 11, 12, 21, tzinfo=UTC)  # 13 November begins in Moscow
    ask = partial(due, region=MINE, days=DAYS)
    before = await planted.read(lambda r: ask(r, as_of=midnight - timedelta(seconds=1)))
    after = await planted.read(lambda r: ask(r, as_of=midnight))
    assert ([one.child for one in before], [one.child for one in after]) == ([], [CHILD_ID])


async def test_another_consent_in_force_keeps_everything(withdrawn: Graph) -> None:
    await make(
        withdrawn, "give_consent", MOMENT + timedelta(days=2),
        child=CHILD_ID, purposes=["processing"], given_on=MOMENT.date(), signed_by=GUARDIAN,
    )  # fmt: skip
    before = await dump(withdrawn)
    assert (await destroy(withdrawn)).children == ()
    assert changed(before, await dump(withdrawn)) == []


async def test_again_and_at_once_there_is_one_act(withdrawn: Graph) -> None:
    done = await asyncio.gather(*(destroy(withdrawn) for _ in range(10)))
    assert sorted(len(one.children) for one in done) == [0] * 9 + [1]
    before = await dump(withdrawn)
    await destroy(withdrawn, LAST + timedelta(days=1))
    assert changed(before, await dump(withdrawn)) == []
    assert len(await withdrawn.rows(ACTS)) == 1
    assert (await verify(withdrawn)).broken == []


async def test_what_is_written_of_the_child_later_goes_too_by_an_act_of_its_own(
    withdrawn: Graph,
) -> None:
    await destroy(withdrawn)
    await make(withdrawn, "change_student", LAST, id=CHILD_ID, given_name=f"{CANARY}-снова")
    assert (await destroy(withdrawn, LAST + timedelta(days=1))).children == (CHILD_ID,)
    assert await held(withdrawn) == [f"Guardian:{GUARDIAN}"]
    assert sorted(row["act"]["id"] for row in await withdrawn.rows(ACTS)) == [
        f"destruction:{CHILD_ID}:1",
        f"destruction:{CHILD_ID}:2",
    ]


async def test_a_transaction_that_is_cut_off_destroys_nothing(withdrawn: Graph) -> None:
    async def cut_off(writer: Writer) -> None:
        assert await destroying(MINE, LAST, LAST, DAYS, CHILD_ID, "schedule")(writer) is not None
        raise InputError("убит")

    before = await dump(withdrawn)
    with pytest.raises(InputError, match="убит"):
        await withdrawn.write(cut_off)
    assert changed(before, await dump(withdrawn)) == []
    assert (await destroy(withdrawn)).children == (CHILD_ID,)
    assert len(await withdrawn.rows(ACTS)) == 1


async def test_pictures_of_the_child_are_taken_down_and_their_files_deleted(
    withdrawn: Graph, tmp_path: Path
) -> None:
    sha256 = "ab" * 32
    file = tmp_path / "media" / sha256[:2] / sha256[2:]
    file.parent.mkdir(parents=True)
    file.write_text(CANARY)
    await withdrawn.write(partial(_picture, sha256=sha256))
    done = await destroy(withdrawn)
    assert done.files == (sha256,)
    rows = await withdrawn.rows(
        "MATCH (m:MediaFile) RETURN m.id AS id, m.removed_at AS removed, "
        "COLLECT { MATCH (m)-[:DEPICTS]->(s) RETURN s.id } AS children ORDER BY id"
    )
    assert rows == [
        {"id": "picture", "removed": LAST, "children": [SIBLING]},
        {"id": "same bytes", "removed": LAST, "children": []},
    ]
    names = partial(_named, withdrawn)
    assert await discard(open_store(Settings(home=tmp_path)), names, list(done.files)) == 1
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


async def _picture(writer: Writer, sha256: str) -> None:
    at = datetime(2019, 10, 2, 8, tzinfo=UTC)
    common = {"kind": "photo", "sha256": sha256, "uploaded_at": at}
    places = {"picture": f"{MINE}-practicum-held", "same bytes": f"{MINE}-practicum"}
    for id_, practicum in places.items():
        await write_nodes(writer, "MediaFile", [{"id": id_, "practicum": practicum, **common}])
    shown = [{"source": "picture", "target": child} for child in (CHILD_ID, SIBLING)]
    await write_links(writer, "MediaFile", "depicts", shown)


async def _named(graph: Graph, fingerprints: list[str]) -> set[str]:
    return await graph.read(partial(named, fingerprints=fingerprints))
