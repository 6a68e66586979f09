"""What a version keeps: frozen for good, never empty without a word, no name of a child in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from graph.model.duty import EmptyAnswer
from graph.session import Graph, Row
from graph.writing import write_nodes
from queries.report.freezing import thaw
from queries.report.moved import TOTALS
from queries.report.table import NOT_HELD, Cell, State
from queries.report.versions import intact, moved
from tests.graph.changes.planted import MINE, MOMENT
from tests.graph.changes.reporting import (
    CURATOR,
    DUTY,
    FIRST,
    HOUR,
    make,
    one,
    owed,
    refused,
    said,
)

pytestmark = pytest.mark.anyio


async def test_a_draft_is_made_anew_of_the_moment_asked_for(planted: Graph) -> None:
    past = datetime(2019, 9, 19, tzinfo=UTC)
    await make(planted, "draft_report", duty=DUTY)
    assert (await one(planted)).total == 3
    await make(planted, "draft_report", duty=DUTY, as_of=past)
    anew = await one(planted)
    assert (anew.number, anew.as_of, anew.total) == (1, past, 0)
    async with refused(planted, "as_of", "не наступил"):
        await make(planted, "draft_report", duty=DUTY, as_of=MOMENT + HOUR)


async def test_what_is_submitted_is_what_was_drafted(planted: Graph) -> None:
    await make(planted, "draft_report", duty=DUTY)
    drafted = await said(planted)
    await _one_more_child(planted)
    await make(planted, "submit_report", MOMENT + HOUR, id=FIRST)
    submitted = await said(planted)
    assert (submitted.parts, submitted.summary) == (drafted.parts, drafted.summary)
    assert (submitted.life.state, submitted.life.on_time) == ("представлен", True)


async def test_it_is_told_where_the_graph_has_moved(planted: Graph) -> None:
    await make(planted, "draft_report", duty=DUTY)
    await make(planted, "submit_report", id=FIRST)
    ask = partial(moved, actor=CURATOR, id_=FIRST, as_of=MOMENT + HOUR)
    still = await planted.read(ask)
    assert still is not None
    assert (still.added_later, still.since) == ([], [])
    await _one_more_child(planted)
    found = await planted.read(ask)
    assert found is not None
    facts = [one for one in found.added_later if one.column == "fact"]
    assert [(one.then, one.now) for one in facts] == [(Cell(State.VALUE, 3), Cell(State.VALUE, 4))]
    assert any(one.row not in ((), TOTALS) for one in found.added_later)
    assert found.since == found.added_later


async def _one_more_child(graph: Graph) -> None:
    """Registered long ago, and recorded only now."""
    since: Row = {"id": f"{MINE}-school-2", "from": date(2019, 9, 2)}
    child: Row = {"id": "late-child", "family_name": "Котов", "given_name": "Лев", "grade": 7}
    child |= {"registered_at": MOMENT - timedelta(days=20), "in_region": MINE, "school": since}
    await graph.write(lambda writer: write_nodes(writer, "Student", [child]))


async def _nothing_promoted(graph: Graph) -> str:
    """A drafted report № 6 without a row; its version."""
    await graph.change("MATCH (m:PromotionMeasure) DETACH DELETE m")
    return (await make(graph, "draft_report", duty=await owed(graph, 6))).id


async def test_an_empty_report_is_not_submitted_without_a_word(planted: Graph) -> None:
    made = await _nothing_promoted(planted)
    async with refused(planted, "empty_answer", "пуст"):
        await make(planted, "submit_report", id=made)
    async with refused(planted, "empty_reason", "Поясните"):
        await make(planted, "submit_report", id=made, empty_answer="not_held")
    async with refused(planted, "empty_answer", "Выберите"):
        await make(planted, "submit_report", id=made, empty_reason="не успели")


@pytest.mark.parametrize(
    ("answer", "fact", "note"),
    [
        (EmptyAnswer.NOT_HELD, NOT_HELD, "Не проводилось: карантин"),
        (EmptyAnswer.ZERO_CONFIRMED, Cell(State.ZERO, 0), "Ноль подтверждён: карантин"),
    ],
)
async def test_not_held_and_zero_confirmed_are_answers_and_differ(
    planted: Graph, answer: EmptyAnswer, fact: Cell, note: str
) -> None:
    made = await _nothing_promoted(planted)
    given: Row = {"empty_answer": answer.value, "empty_reason": "карантин"}
    await make(planted, "submit_report", id=made, **given)
    known, report = await one(planted, made), await said(planted, made)
    assert (known.empty_answer, known.empty_reason, known.total) == (answer, "карантин", 0)
    assert (report.summary.fact, report.notes[-1]) == (fact, note)
    assert await planted.read(partial(intact, actor=CURATOR, id_=made)) is True


async def test_such_an_answer_must_fit_the_report(planted: Graph) -> None:
    await make(planted, "draft_report", duty=DUTY)
    told: Row = {"empty_reason": "карантин"}
    async with refused(planted, "empty_answer", "№ 1"):
        await make(planted, "submit_report", id=FIRST, empty_answer="not_held", **told)
    async with refused(planted, "empty_answer", "не ноль"):
        await make(planted, "submit_report", id=FIRST, empty_answer="zero_confirmed", **told)


async def test_a_comment_may_name_a_cell_of_the_version(planted: Graph) -> None:
    await make(planted, "draft_report", duty=DUTY)
    part = (await said(planted)).parts[0]
    line, column = part.lines[0], part.columns[-1]
    place: Row = {"part": part.key, "row": "|".join(line.key), "column": column.key}
    made = await make(planted, "comment_report", id=FIRST, text="Было больше", **place)
    rows = await planted.rows(
        "MATCH (c:Comment {id: $id})-[:ABOUT]->(v) "
        "RETURN c {.part, .row, .column} AS place, v.id AS about", {"id": made.id}
    )  # fmt: skip
    assert rows == [{"place": place, "about": FIRST}]
    for field in place:
        async with refused(planted, field):
            await make(planted, "comment_report", id=FIRST, text="?", **place | {field: "нет"})
    async with refused(planted, "part"):
        await make(planted, "comment_report", id=FIRST, text="?", row=place["row"])


async def test_tampering_is_found_and_is_not_submitted(planted: Graph) -> None:
    await make(planted, "draft_report", duty=DUTY)
    look = partial(intact, actor=CURATOR, id_=FIRST)
    assert await planted.read(look) is True
    await planted.change(
        "MATCH (v:ReportVersion {id: $id}) SET v.figures = replace(v.figures, '3', '9')",
        {"id": FIRST},
    )
    assert await planted.read(look) is False
    async with refused(planted, "id", "составьте его заново"):
        await make(planted, "submit_report", id=FIRST)


async def test_the_audit_keeps_the_hash_and_not_the_figures(planted: Graph) -> None:
    await make(planted, "draft_report", duty=DUTY)
    (entry,) = await planted.rows(
        "MATCH (e:AuditEntry {subject_id: $id}) RETURN e.after AS after", {"id": FIRST}
    )
    assert str((await one(planted)).sha256) in entry["after"]
    assert "figures" not in entry["after"]


async def test_a_frozen_report_names_no_child(planted: Graph) -> None:
    for form in range(1, 13):
        made = await make(planted, "draft_report", duty=await owed(planted, form))
        text = await _figures(planted, made.id)
        assert thaw(text).form == form
        assert not any(word in text for word in ("Петров", "Пётр", "child-"))


async def _figures(graph: Graph, id_: str) -> str:
    rows = await graph.rows("MATCH (v:ReportVersion {id: $id}) RETURN v.figures AS f", {"id": id_})
    return str(rows[0]["f"])
