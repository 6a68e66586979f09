"""A merge takes nothing away, and taking it back leaves the graph as it was, byte for byte."""

from __future__ import annotations

import asyncio
import json
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from graph.errors import InputError, OrientirError
from graph.session import Graph, Row, Writer
from graph.writing import write_links, write_nodes
from queries.audit.verifying import verify
from queries.changes import Outcome
from queries.changes.refusing import NoRecordError, RefusedError, StepError
from queries.merging.uniting import unite
from queries.merging.whole import read_whole
from queries.merging.writing import write_merge
from queries.retention.destroying import destroy_due
from tests.graph.changes.dump import dump
from tests.graph.changes.planted import MOMENT, START
from tests.graph.merging.conftest import FOREIGN, KEPT, MINE, OTHER, broken, content, make, pair

pytestmark = pytest.mark.anyio

MERGES = {"Student": "merge_students", "Person": "merge_people", "Mentor": "merge_mentors"}
CHILD, TWICE = f"{MINE}-child-1", f"{MINE}-child-2"
MERGED = "MATCH (m:MergedRecord {id: $id})-[:MERGED_INTO]->(n) RETURN n.id AS into"
ENTRIES = """
MATCH (e:AuditEntry {action: $action})
RETURN e.subject_label AS label, e.subject_id AS id, e.before AS before, e.after AS after
"""


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("label", sorted(MERGES))
async def test_merged_and_separated_is_as_it_was(planted: Graph, label: str, seed: int) -> None:
    await pair(planted, label, seed)
    before = await content(planted)
    assert await broken(planted) == []

    merged = await make(planted, MERGES[label], id=KEPT, other=OTHER)
    assert (merged.label, merged.id) == (label, KEPT)
    assert (await verify(planted)).broken == []
    between = await content(planted)
    assert await broken(planted) == []
    assert between != before
    assert await planted.rows(MERGED, {"id": OTHER}) == [{"into": KEPT}]

    separated = await make(planted, "separate_merged", id=KEPT, merged=OTHER)
    assert (separated.id, (await verify(planted)).broken) == (OTHER, [])
    assert await content(planted) == before


async def test_what_the_kept_record_lacks_comes_to_it_and_its_own_stays(planted: Graph) -> None:
    await planted.write(_two_children)
    await make(planted, "merge_students", id=CHILD, other=TWICE)
    lines = await dump(planted)
    assert not [line for line in lines if line.startswith(f"Student {TWICE}")]
    mine = {line.removeprefix(f"Student {CHILD} ") for line in lines if CHILD in line}
    assert {line for line in mine if not line.startswith("MergedRecord")} == {
        f"Cabinet {MINE}-cabinet BELONGS_TO {CHILD} {{}}",
        f"Consent {MINE}-consent FOR_CHILD {CHILD} {{}}",
        f"Consent second FOR_CHILD {CHILD} {{}}",
        "ATTENDED RU-TA-practicum-held {recorded_at=2019-09-25T08:00Z}",
        "ENROLLED_IN RU-TA-practicum {enrolled_at=2019-09-25T08:00Z}",
        "ENROLLED_IN RU-TA-practicum-held {enrolled_at=2019-09-25T08:00Z}",
        "GUIDED_BY RU-TA-navigator {from=2019-09-02}",
        "REGISTERED_IN RU-TA {}",
        "STUDIES_AT RU-TA-school-1 {from=2019-09-02}",
        "STUDIES_AT RU-TA-school-2 {from=2018-09-01, to=2019-09-02}",
        "{birth_date=2006-05-04, family_name=Петров-RU-TA, given_name=Пётр 1, grade=8, "
        "region=RU-TA, registered_at=2019-09-20T08:00Z}",
        # Both records of the mother's guardianship, as one for as long as either lasts.
        f"Guardian {MINE}-guardian GUARDIAN_OF {CHILD} "
        "{from=2009-01-01, kinship=мать, legal=True}",
    }


async def _two_children(writer: Writer) -> None:
    await write_nodes(
        writer,
        "Student",
        [
            {
                "id": TWICE,
                "family_name": f"Петров-{MINE}",
                "given_name": "Пётр 2",
                "birth_date": date(2006, 5, 4),
                "in_region": MINE,
            }
        ],
    )
    earlier = {"from": date(2018, 9, 1), "to": START}
    await write_links(
        writer, "Student", "school", [{"source": TWICE, "target": f"{MINE}-school-2", **earlier}]
    )
    enrolled: dict[str, Any] = {
        "source": TWICE,
        "enrolled_at": MOMENT - timedelta(days=19, hours=1),
    }
    held = [{**enrolled, "target": f"{MINE}-practicum-held"}]
    await write_links(writer, "Student", "enrolments", held)
    family = {"from": date(2009, 1, 1), "to": date(2012, 1, 1), "legal": True, "kinship": "мать"}
    await write_links(
        writer, "Guardian", "children", [{"source": f"{MINE}-guardian", "target": TWICE, **family}]
    )
    consent = {"id": "second", "purposes": ["images"], "given_on": START, "child": TWICE}
    await write_nodes(writer, "Consent", [consent])


async def test_the_audit_tells_all_that_was_touched_with_before_and_after(planted: Graph) -> None:
    await planted.write(_two_children)
    await make(planted, "merge_students", id=CHILD, other=TWICE)
    found = {
        (row["label"], row["id"]): (json.loads(row["before"]), json.loads(row["after"]))
        for row in await planted.rows(ENTRIES, {"action": "merge_students"})
    }
    assert found.keys() == {
        ("Student", CHILD),
        ("Student", TWICE),
        ("Guardian", f"{MINE}-guardian"),
        ("Consent", "second"),
        ("MergedRecord", TWICE),
    }
    assert found["Student", CHILD][1]["birth_date"] == "2006-05-04"
    assert found["Student", TWICE][0]["given_name"] == "Пётр 2"
    assert found["Student", TWICE][1] == {}
    assert "whole" not in found["MergedRecord", TWICE][1]


async def test_two_at_once_merge_once(planted: Graph) -> None:
    done = await asyncio.gather(
        *(make(planted, "merge_students", id=CHILD, other=TWICE) for _ in range(4)),
        *(make(planted, "merge_students", id=TWICE, other=CHILD) for _ in range(4)),
        return_exceptions=True,
    )
    assert [type(one) for one in done if isinstance(one, Outcome)] == [Outcome]
    assert {type(one) for one in done if not isinstance(one, Outcome)} == {NoRecordError}
    rows = await planted.rows(
        "MATCH (s:Student) WHERE s.id IN $ids RETURN count(s) AS left, "
        "COUNT { MATCH (:MergedRecord)-[:MERGED_INTO]->(:Student) } AS merged",
        {"ids": [CHILD, TWICE]},
    )
    assert rows == [{"left": 1, "merged": 3}]  # two of them are planted
    assert (await verify(planted)).broken == []


async def test_a_merge_that_is_cut_off_is_none(planted: Graph) -> None:
    async def cut_off(writer: Writer) -> None:
        kept = await read_whole(writer, "Student", CHILD)
        other = await read_whole(writer, "Student", TWICE)
        assert kept
        assert other
        await write_merge(writer, kept, other, unite(kept, other), MINE, MOMENT)
        raise InputError("убит")

    before = await content(planted)
    with pytest.raises(InputError, match="убит"):
        await planted.write(cut_off)
    assert await content(planted) == before


async def test_what_changed_since_is_named_and_nothing_is_separated(planted: Graph) -> None:
    await planted.write(_two_children)
    await make(planted, "merge_students", id=CHILD, other=TWICE)
    await make(planted, "change_student", id=CHILD, birth_date=date(2006, 5, 5))
    await make(planted, "cancel_enrolment", id=f"{MINE}-practicum-held", student=CHILD)
    before = await content(planted)
    with pytest.raises(StepError, match=r"изменилось: дата рождения, записан на\.") as caught:
        await make(planted, "separate_merged", id=CHILD, merged=TWICE)
    assert caught.value.field == "merged"
    assert await content(planted) == before


async def test_the_last_merge_is_separated_first(planted: Graph) -> None:
    third = f"{MINE}-child-3"
    before = await content(planted)
    await make(planted, "merge_students", id=TWICE, other=third)
    await make(planted, "merge_students", id=CHILD, other=TWICE)
    with pytest.raises(StepError, match="присоединено к записи позже"):
        await make(planted, "separate_merged", id=CHILD, merged=third)
    await make(planted, "separate_merged", id=CHILD, merged=TWICE)
    await make(planted, "separate_merged", id=TWICE, merged=third)
    assert await content(planted) == before


async def test_who_is_not_merged(planted: Graph) -> None:
    """Foreign ones are as if not there; who has the operator's roles or an account is refused."""
    before = await content(planted)
    refusals: list[tuple[str, str, str, type[OrientirError]]] = [
        ("merge_students", CHILD, f"{FOREIGN}-child-1", NoRecordError),
        ("merge_students", CHILD, f"{MINE}-navigator", NoRecordError),
        ("merge_students", CHILD, CHILD, RefusedError),
        ("merge_people", f"{MINE}-contact", f"{MINE}-coordinator", RefusedError),
        ("merge_people", "curator", f"{MINE}-contact", RefusedError),
        ("separate_merged", CHILD, f"{FOREIGN}-child-4", NoRecordError),
        ("separate_merged", CHILD, "никто", NoRecordError),
    ]
    for name, id_, other, error in refusals:
        given = {"id": id_, "merged" if name == "separate_merged" else "other": other}
        with pytest.raises(error) as caught:
            await make(planted, name, **given)
        assert FOREIGN not in str(caught.value)
    assert await content(planted) == before


async def test_an_adult_of_another_region_too_is_refused_in_the_same_words(planted: Graph) -> None:
    contact = f"{MINE}-contact"
    told = set()
    for target, label in ((f"{FOREIGN}-venue", "Venue"), (f"{FOREIGN}-authority", "Authority")):
        row = {"source": f"{MINE}-expert", "target": target, "label": label, "from": START}
        await planted.write(partial(_contacts, row=row))
        with pytest.raises(RefusedError) as caught:
            await make(planted, "merge_people", id=contact, other=f"{MINE}-expert")
        told.add(caught.value.message)
    with pytest.raises(RefusedError) as caught:
        await make(planted, "merge_people", id=contact, other=f"{MINE}-coordinator")
    assert told == {caught.value.message}


async def _contacts(writer: Writer, row: Row) -> None:
    await write_links(writer, "Person", "contact_of", [row])


async def test_a_child_whose_consent_was_withdrawn_is_not_merged(planted: Graph) -> None:
    await make(planted, "withdraw_consent", id=f"{MINE}-consent")
    before = await content(planted)
    for one, other in ((CHILD, TWICE), (TWICE, CHILD)):
        with pytest.raises(StepError, match="обрабатывать их данные нельзя"):
            await make(planted, "merge_students", id=one, other=other)
    assert await content(planted) == before


async def test_what_was_merged_is_destroyed_with_the_childs_data(planted: Graph) -> None:
    word = "Пётр 2"
    await make(planted, "merge_students", id=CHILD, other=TWICE)
    assert await _holding(planted, word)
    await make(planted, "withdraw_consent", id=f"{MINE}-consent")
    late = MOMENT + timedelta(days=60)
    done = await destroy_due(planted, MINE, late, late, 30, "schedule")
    assert done.children == (CHILD,)
    assert await _holding(planted, word) == []
    with pytest.raises(StepError, match="уничтожены"):
        await make(planted, "separate_merged", id=CHILD, merged=TWICE)
    assert (await verify(planted)).broken == []


async def _holding(graph: Graph, word: str) -> list[str]:
    rows = await graph.rows("MATCH (n) RETURN n.id AS id, properties(n) AS held")
    return sorted(
        row["id"] for row in rows if word in str(row["held"]) and MINE in str(row["held"])
    )


async def test_it_is_said_once_that_two_are_different(planted: Graph) -> None:
    await make(planted, "say_different", id=CHILD, other=TWICE)
    for one, other in ((CHILD, TWICE), (TWICE, CHILD)):
        with pytest.raises(StepError, match="Уже сказано"):
            await make(planted, "say_different", id=one, other=other)
    with pytest.raises(NoRecordError):
        await make(planted, "say_different", id=CHILD, other=f"{MINE}-navigator")
    # Whoever finds out otherwise may merge them; separated, they are said to be different again.
    before = await content(planted)
    await make(planted, "merge_students", id=CHILD, other=TWICE)
    await make(planted, "separate_merged", id=CHILD, merged=TWICE)
    assert await content(planted) == before
